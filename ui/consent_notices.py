# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a consent asks attention for: nothing there yet, cells still open, withdrawn, a file on notice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from app.domain.case import File
from app.domain.consent import UNDECIDED, Consent, ReleaseRow
from app.domain.dates import PartialDate, german
from app.domain.disclosure import Disclosure
from app.domain.household import is_minor, may_be_minor
from app.domain.retention import WITHDRAWN_DAYS
from app.operations.representatives import Representation
from ui.widgets import Banner, EmptyState, Row, box, line


def nothing_yet(*acts: QWidget) -> QWidget:
    empty = EmptyState(
        "shield",
        "Noch keine Einwilligung. Ohne sie oder eine gesetzliche Grundlage geht nichts hinaus.",
        "Wählen Sie Stellen und Angaben aus, drucken Sie das Blatt und halten Sie die Unterschrift fest.",
        "muted",
    )
    empty.body.addWidget(box(line(*acts, None, gap=0.8)))
    return empty


def preliminary(file: File, today: date) -> Banner:
    day = f" bis {german(file.erase_on)}" if file.erase_on else ""
    if file.erase_on is not None and file.erase_on < today:
        detail = "Die Frist ist vorbei. Ohne Grundlage ist sie zu löschen: unter Büro, Aufbewahrung."
    else:
        detail = "Ohne Einwilligung oder Aufgabe als Grundlage wird sie danach gelöscht."
    return Banner("clock", f"Vorläufige Akte{day}", detail)


def still_open(consent: Consent) -> Banner:
    count = sum(row.decision == "open" for row in consent.rows)
    fields = "Ein Feld ist" if count == 1 else f"{count} Felder sind"
    detail = (
        "Tragen Sie mit E oder V ein, was die Person gesagt oder angekreuzt hat. Offen heißt: nicht erteilt."
    )
    return Banner("open", f"{fields} noch offen", detail, "info")


def who_consents(
    found: Representation, consent: Consent, born: PartialDate | None, today: date
) -> Banner | None:
    """A child for whom somebody still has to speak, or who came of age since others signed."""
    if found.own_capacity is not None and found.own_capacity.capable:
        return None
    if consent.status in UNDECIDED and found.missing:
        detail = "Tragen Sie unter Umfeld ein, wer das Sorgerecht hat. Oder beurteilen Sie dort die Einsicht."
        return Banner("warning", "Für diese Einwilligung fehlt jemand mit Sorgerecht", detail, "warning")
    signed_on = consent.signed_on if consent.status == "signed" else None
    if signed_on is not None and is_minor(born, signed_on) and not may_be_minor(born, today):
        detail = "Vorher sprachen andere für sie. Fragen Sie die Person selbst, mit einer neuen Fassung."
        return Banner("warning", "Die Person ist seit dieser Einwilligung volljährig", detail, "warning")
    return None


def withdrawn(row: ReleaseRow, title: str, told: Sequence[Disclosure]) -> Banner:
    day = f" am {german(row.withdrawn_on)}" if row.withdrawn_on else ""
    return Banner("undo", f"{title}: widerrufen{day}", f"Seitdem geht das nicht mehr hinaus. {_before(told)}")


def all_withdrawn(consent: Consent, told: Sequence[Disclosure]) -> Banner:
    day = f" am {german(consent.withdrawn_on)}" if consent.withdrawn_on else ""
    goes = f"Beruht die Akte nur darauf, ist sie nach {WITHDRAWN_DAYS} Tagen zu löschen."
    said = f"Seitdem geht nichts mehr hinaus. {goes} {_before(told)}"
    return Banner("undo", f"Alles widerrufen{day}", said)


def told_row(each: Disclosure, label_of: Callable[[str, str], str]) -> Row:
    """One line of what went out."""
    categories = ", ".join(label_of("data_category", code) for code in each.categories)
    norm = f" · {label_of('statutory_norm', each.norm)}" if each.norm else ""
    channel, purpose = label_of("disclosure_channel", each.channel), label_of("purpose", each.purpose)
    return Row(
        f"{each.recipient}: {categories}",
        f"{channel} · {purpose}{norm}",
        key=each.id,
        lead=german(each.day),
        icon="send",
        icon_tone="info",
    )


def _before(told: Sequence[Disclosure]) -> str:
    if not told:
        return "Vorher wurde nichts übermittelt."
    days = ", ".join(f"{german(each.day)} an {each.recipient}" for each in told)
    return f"Vorher übermittelt: {days}."
