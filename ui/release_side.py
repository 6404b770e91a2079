# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Beside the figures of a release: what was checked, what changes, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from app.domain.dates import berlin_date, german
from app.domain.delivery import DeliveryState
from app.domain.errors import Refusal
from app.operations.reporting import Certificate, Released, ReleasePreview, Sealed
from ui.dates import clock
from ui.errors import sentences
from ui.exchange_words import lately
from ui.inbox_state import reason
from ui.release_acts import ReleaseState
from ui.theme import Role
from ui.widgets import Card, Icon, Section, box, column, label, line, rule

FOR_THE_OFFICER = (
    "Jede Personenzahl ist ein Vielfaches von 5, ähnlich wie bei der 5er-Rundung der amtlichen Statistik. "
    "Ab welcher Fallzahl aufgerundet wird, ist je Feld zufällig, geheim und bleibt gleich. Deshalb stimmen "
    "Summen im Mittel, und wiederholtes Melden verrät nichts Neues. Neue Zahlen gibt es erst, wenn mehrere "
    "Personen betroffen sind."
)
LIMITS = (
    "Grenzen: Das Verfahren ist keine „Differential Privacy“. Wie viele Werte möglich bleiben, ist keine "
    "Wahrscheinlichkeit. Eine gemeldete 5 zeigt, dass es mindestens eine Person gibt. Wer alle anderen "
    "Personen kennt, kann auf die letzte schließen. Ob die Zahlen rechtlich anonym sind, entscheidet die "
    "oder der Datenschutzbeauftragte."
)


def side_parts(state: ReleaseState, now: datetime) -> list[QWidget]:
    """What stands against it, what was checked, what changes, and where it is."""
    shown, found = state.shown, state.shown.findings
    parts: list[QWidget] = [sentences(Refusal(state.hindrance))] if state.hindrance else []
    parts.append(check_card(shown, state.released, now))
    if not found.clean:
        facts = {"names": found.names, "birth_dates": found.birth_dates}
        parts.append(sentences(Refusal("reporting.personal_data", **facts)))
    parts.append(changes(shown))
    if state.enrolled:
        parts.append(delivery_section(state.own, state.others_waiting, state.folder, state.way, now))
    return parts


def officer_text() -> QWidget:
    """The text for the data protection officer, and what the method does not promise."""
    section = Section("Für die oder den Datenschutzbeauftragten")
    return section.add(label(FOR_THE_OFFICER, wrap=True), label(LIMITS, "small", "muted", wrap=True))


def check_card(shown: ReleasePreview, released: Released | None, now: datetime) -> Card:
    """What is certain about these figures."""
    if released is not None:
        day = german(berlin_date(released.released_at))
        done = f"Freigegeben am {day}" if shown.audit is not None else f"Freigegeben, Stand {day}"
        return Card(
            label("Prüfung", "heading"),
            _line("check", "success", done, "So ging die Meldung hinaus."),
            _audit(shown.audit),
            gap=0.6,
        )
    return Card(
        label("Prüfung", "heading"),
        _scan(shown, now),
        rule(),
        _words(shown),
        _audit(shown.audit),
        gap=0.6,
    )


def changes(shown: ReleasePreview) -> Section:
    """How many tables and figures differ from the last release."""
    fresh = [table for table in shown.tables if table.refreshed]
    new = sum(row.value not in (None, row.last) for table in fresh for row in table.rows)
    lines = [
        _line("refresh", "info", _count(len(fresh), "Tabelle aktualisiert", "Tabellen aktualisiert")),
        _line("equals", "muted", f"{shown.repeated} unverändert fortgeschrieben"),
        _line("pencil", "info", _count(new, "Zahl ist neu", "Zahlen sind neu")),
    ]
    return Section("Was sich ändert").add(*lines)


def delivery_section(
    packets: Sequence[Sealed], waiting: int, folder: str, state: DeliveryState | None, now: datetime
) -> Section:
    """Where the release is on its way, and what else waits."""
    section = Section("Auf dem Weg")
    if packets:
        section.add(_delivery(packets[-1]))
    if waiting:
        section.add(
            _line("send", "muted", _count(waiting, "Meldung wartet", "Meldungen warten"), "im Ausgang")
        )
    if not folder:
        section.add(_line("folder", "warning", "Noch kein Austauschordner", "unter „Verbindung“ einstellen"))
    if state is not None and state.trouble is not None:
        section.add(lately(state, now))
    if folder and not packets and not waiting:
        section.hide()
    return section


def _words(shown: ReleasePreview) -> QWidget:
    """Whether anything but figures leaves: every sentence beside a gap is shown whole."""
    if not shown.sentences:
        detail = "keine Akte, kein Aktenzeichen, kein Text"
        return _line("check", "success", "Nur Zahlen und feste Begriffe", detail)
    said = _count(len(shown.sentences), "Satz zu einer Lücke", "Sätze zu Lücken")
    return _line("paragraph", "info", f"Zahlen, feste Begriffe und {said}", "\n".join(shown.sentences))


def _delivery(sealed: Sealed) -> QWidget:
    if sealed.result == "accepted":
        return _line("check", "success", "Angenommen", "Die Quittung der Koordination ist da.")
    if sealed.result == "refused":
        return _line("warning", "danger", "Von der Koordination abgelehnt", reason(sealed.reason))
    if sealed.delivered_at is not None:
        when = f"am {german(berlin_date(sealed.delivered_at))}, {clock(sealed.delivered_at)} Uhr"
        return _line("send", "info", "Übergeben", f"{when}; die Quittung steht noch aus")
    return _line("clock", "warning", "Im Ausgang", "verschlossen, noch nicht übergeben")


def _scan(shown: ReleasePreview, now: datetime) -> QWidget:
    """What the last look at the whole file found."""
    found = shown.findings
    names = _count(found.names, "Name", "Namen")
    days = _count(found.birth_dates, "Geburtsdatum", "Geburtsdaten")
    tone: Role = "success" if found.clean else "danger"
    words = label(f"{names} · {days}", "heading", tone, wrap=True)
    detail = label(f"geprüft heute {clock(now)}, ganze Datei", "small", "muted", wrap=True)
    result = line(Icon("shield" if found.clean else "warning", tone, 1.6), gap=0.7)
    result.addLayout(column(words, detail, gap=0), 1)
    return box(result)


def _audit(audit: Certificate | None) -> QWidget:
    """Whether somebody who knows the method could reckon back, and what was done against it."""
    if audit is None:
        return _line(
            "clock",
            "muted",
            "Keine Bescheinigung der Prüfung",
            "Die Meldung ist älter als die Prüfung oder kam von der Koordination zurück.",
        )
    if not audit.groups:
        return _line("equals", "muted", "Nichts ist neu", "Alle Zahlen bleiben, wie sie zuletzt waren.")
    done = [f"{_count(audit.examined, 'Angabe', 'Angaben')}: Zahlen, Summen und Änderungen."]
    if audit.moved:
        moved = _count(audit.moved, "Zahl ist", "Zahlen sind")
        done.append(f"{moved} um 5 verschoben, sonst wäre ein Rückschluss möglich.")
    if audit.repeats:
        done.append("Ein Teil bleibt wie zuletzt: Neue Zahlen hätten zu viel verraten.")
    return _line("shield", "success", "Gegen Rückrechnen geprüft", " ".join(done))


def _line(icon: str, tone: Role, words: str, detail: str = "") -> QWidget:
    said = column(label(words, wrap=True), gap=0)
    if detail:
        said.addWidget(label(detail, "small", "muted", wrap=True))
    result = line(Icon(icon, tone), gap=0.7)
    result.addLayout(said, 1)
    return box(result)


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
