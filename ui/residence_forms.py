# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A residence status, an address, the days of arrival: asked for in a window of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.address import AddressPeriod, NewAddress
from app.domain.client import Address, Client
from app.domain.residence import NewResidence, ResidencePeriod
from app.operations import addresses, cases, residences
from ui.codes import choices_of
from ui.drafts import DraftKeeper
from ui.errors import WayOut, WaysOut, guard
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.widgets import CheckInput, CodeInput, DateInput, FormPanel, PartialDateInput, TextInput

_SINCE = "Leer heißt: nicht bekannt."
_UNTIL = "Der letzte Tag, an dem es galt. Leer heißt: gilt noch."
_DUTY = "residence.duty_to_report"
DUTY_NOTED = "Gelesen, trotzdem festhalten"


def open_residence_form(
    owner: QWidget, session: Session, case_id: str, known: ResidencePeriod | None = None
) -> FormDialog:
    """A further status, or one put right; § 87 AufenthG is pointed out where it is at issue."""
    form = FormPanel()
    form.add(
        "status",
        "Aufenthaltsstatus",
        CodeInput(choices_of(session)("residence_status")),
        "Keine Pflichtangabe.",
    )
    form.add_line(
        form.field("since", "Gilt seit", DateInput(session.today), _SINCE),
        form.field("expires_on", "Papier gültig bis", DateInput(session.today, ahead=True)),
    )
    form.add("until", "Beendet am", DateInput(session.today), _UNTIL)
    if known is None:
        form.set_values({"since": session.today()})
    else:
        form.set_values({name: getattr(known, name) for name in ("status", "since", "expires_on", "until")})

    def store(values: dict[str, Any], duty_noted: bool = False) -> None:
        new = NewResidence(values["status"] or "", values["since"], values["expires_on"], values["until"])
        if known is None:
            session.write(residences.add_residence, case_id, new, duty_noted=duty_noted)
        else:
            session.write(residences.change_residence, case_id, known.id, new, duty_noted=duty_noted)

    ways_out: dict[str, WayOut] = {}
    title = "Neuer Aufenthaltsstatus" if known is None else "Aufenthaltsstatus ändern"
    dialog = FormDialog(owner, title, form, "Speichern", store, ways_out)
    ways_out |= after_duty_note(dialog, lambda values: store(values, duty_noted=True))
    dialog.open()
    return dialog


def after_duty_note(dialog: FormDialog, store: Callable[[dict[str, Any]], object]) -> WaysOut:
    """The way out of the refusal that points to § 87 AufenthG: having read it, to write it down."""

    def go_on() -> None:
        with guard(dialog):
            store(dialog.form.values())
            dialog.close_done()

    return {_DUTY: (DUTY_NOTED, go_on)}


def open_address_form(
    owner: QWidget, session: Session, case_id: str, known: AddressPeriod | None = None
) -> FormDialog:
    """A further address, or one put right."""
    form = FormPanel()
    form.add_line(
        form.field("street", "Straße und Hausnummer", TextInput()),
        form.field("postcode", "Postleitzahl", TextInput(width=7)),
    )
    form.add_line(
        form.field("town", "Ort", TextInput()),
        form.field("municipality", "Kommune", CodeInput(choices_of(session)("municipality"))),
    )
    form.add("blocked", "", CheckInput("Auskunftssperre"), "Diese Anschrift wird nie weitergegeben.")
    form.add_line(
        form.field("since", "Wohnt dort seit", DateInput(session.today), _SINCE),
        form.field("until", "Wohnte dort bis", DateInput(session.today), "Leer heißt: wohnt noch dort."),
    )
    if known is None:
        form.set_values({"since": session.today()})
    else:
        form.set_values({**vars(known.address), "since": known.since, "until": known.until})
    form.settle()
    draft = DraftKeeper(session, form, f"address:{known.id}" if known else "address", case_id)

    def store(values: dict[str, Any]) -> None:
        place = Address(
            values["street"], values["postcode"], values["town"], values["municipality"], values["blocked"]
        )
        new = NewAddress(place, values["since"], values["until"])
        if known is None:
            session.write(addresses.add_address, case_id, new)
        else:
            session.write(addresses.change_address, case_id, known.id, new)

    title = "Neue Anschrift" if known is None else "Anschrift ändern"
    dialog = FormDialog(owner, title, form, "Speichern", store, draft=draft)
    dialog.open()
    return dialog


def open_arrival_form(owner: QWidget, session: Session, client: Client) -> FormDialog:
    """As much of the two days as is known."""
    names = ("arrived_in_germany", "arrived_in_municipality")
    form = FormPanel()
    hint = "So viel, wie bekannt ist: 2016 genügt."
    form.add(names[0], "In Deutschland seit", PartialDateInput(), hint)
    form.add(names[1], "In der Kommune seit", PartialDateInput(), hint)
    form.set_values({name: getattr(client.person, name) for name in names})

    def store(values: dict[str, Any]) -> None:
        session.write(cases.change_person, client.id, replace(client.person, **values))

    dialog = FormDialog(owner, "Ankunft", form, "Speichern", store)
    dialog.open()
    return dialog
