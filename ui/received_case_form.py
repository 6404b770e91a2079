# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Take a sealed case in: the file, what it holds, who it may be, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.dates import german
from app.domain.errors import InvalidInput
from app.operations import cases, received_cases
from app.operations.received_cases import Arrived
from ui import files
from ui.errors import WaysOut
from ui.form_dialog import FormDialog
from ui.job_dialog import JobDialog
from ui.jobs import Work
from ui.pairing_parts import PathForm
from ui.residence_forms import DUTY_NOTED
from ui.session import Session
from ui.widgets import Banner, Card, CodeInput, FormPanel, label, show_toast

_KINDS = "Übergabe (*.kimtransfer);;Alle Dateien (*)"
_NEW = "new"
_BASES = {
    "inside": "innerhalb derselben verantwortlichen Stelle",
    "consent": "auf Einwilligung der Person",
    "norm": "auf gesetzlicher Grundlage",
}
_ANEW = "Hier gilt noch keine Einwilligung"
_ANEW_HINT = (
    "Die Akte ist vorläufig. Drucken Sie binnen 14 Tagen eine eigene Einwilligung,"
    " oder stellen Sie die Akte auf die Aufgabe."
)
_EVIDENCE = "Die Einwilligungen des früheren Büros stehen im Verlauf, nur zum Nachlesen."
_KNOWN_HINT = "In der bekannten Akte bleiben die Angaben zur Person, wie sie hier stehen."

Opened = Callable[[str], object]
TakeIn = Callable[..., str]


def open_reception(owner: QWidget, session: Session, opened: Opened) -> FormDialog:
    """Choose the file; what it holds is shown before anything changes. `opened` gets the new case."""
    form = PathForm(
        "transfer",
        "Datei der Übergabe",
        lambda: files.choose_file(owner, "Übergabe öffnen", _KINDS),
        "Sie endet auf .kimtransfer.",
    )

    def look(values: dict[str, Any]) -> Work:
        if not values["transfer"]:
            raise InvalidInput("transfer", "file.missing")
        vault, path, now = session.vault, Path(values["transfer"]), session.now()
        return lambda step: received_cases.look_at(vault, path, now, step)

    def show(arrived: Arrived) -> None:
        open_arrived(owner, session, arrived, opened)

    dialog = JobDialog(
        owner, session, "Übergebenen Fall aufnehmen", form, "Ansehen", "Übergabe wird geöffnet", look, show
    )
    dialog.open()
    return dialog


def open_arrived(
    owner: QWidget,
    session: Session,
    arrived: Arrived,
    opened: Opened,
    take_in: TakeIn = received_cases.take_in,
) -> FormDialog:
    """Who it is and what comes; where somebody may be meant it is chosen whether that is so."""
    form, window = _form(session, arrived), owner.window()

    def take(values: dict[str, Any], *, duty_noted: bool = False) -> Work:
        if values["place"] is None:
            raise InvalidInput("place", "transfer.place_missing")
        if values["site_id"] is None:
            raise InvalidInput("site_id", "code.missing")
        known = None if values["place"] == _NEW else values["place"]
        vault, site, now = session.vault, values["site_id"], session.now()
        return lambda _: take_in(vault, arrived, site, known, now=now, duty_noted=duty_noted)

    def done(case_id: str) -> None:
        show_toast(window, "Der Fall ist aufgenommen.")
        opened(case_id)

    def take_noted() -> None:
        dialog.work(take(form.values(), duty_noted=True))

    ways_out: WaysOut = {"residence.duty_to_report": (DUTY_NOTED, take_noted)}
    title, word = "Diesen Fall aufnehmen?", "Der Fall wird aufgenommen"
    dialog = JobDialog(owner, session, title, form, "Aufnehmen", word, take, done, ways_out, can_stop=False)
    dialog.open()
    return dialog


def _form(session: Session, arrived: Arrived) -> FormPanel:
    form = FormPanel()
    form.body.addWidget(Card(*(label(words, wrap=True) for words in _in_words(arrived))))
    form.body.addWidget(Banner("shield", _ANEW, _ANEW_HINT, "warning"))
    if arrived.notices:
        form.body.addWidget(label(_EVIDENCE, "small", "muted", wrap=True))
    places = [(_NEW, "Neue Akte anlegen"), *((each, words) for each, words in _known(arrived))]
    hint = _KNOWN_HINT if arrived.known else ""
    form.add("place", "Aufnehmen als", CodeInput(places), hint)
    sites = [(site.id, site.name) for site in session.read(cases.sites)]
    form.add("site_id", "Standort", CodeInput(sites))
    form.set_values(
        {
            "place": None if arrived.known else _NEW,
            "site_id": sites[0][0] if len(sites) == 1 else None,
        }
    )
    return form


def _in_words(arrived: Arrived) -> tuple[str, ...]:
    content, person = arrived.content, arrived.person
    born = f", geboren {person.birth_date.german()}" if person.birth_date else ""
    return (
        f"{person.given_names} {person.family_name}".strip() + born,
        f"Von: {content.office}, {content.sender}",
        f"Am {german(content.sent_on)} {_BASES[content.basis]}",
        _counts(arrived),
    )


def _counts(arrived: Arrived) -> str:
    content = arrived.content
    assessed = "eine Bestandsaufnahme" if content.assessment else "keine Bestandsaufnahme"
    parts = (
        _count(len(content.goals), "Ziel", "Ziele"),
        assessed,
        _count(len(content.notes), "Vermerk", "Vermerke"),
        _count(len(content.papers) + 1, "Dokument", "Dokumente"),
    )
    return f"Mit dabei: {', '.join(parts)}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _known(arrived: Arrived) -> list[tuple[str, str]]:
    return [
        (each.known.client_id, f"Neuer Fall in {each.known.file_number}: {_name(each.known.traits)}")
        for each in arrived.known
    ]


def _name(traits: Any) -> str:
    return f"{traits.given_names} {traits.family_name}".strip()
