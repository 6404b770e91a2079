# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Andere Büros: to whom a case may go sealed, by key card and phone or by the Kreis's list."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.known_office import KnownOffice
from app.operations import known_offices
from ui import files
from ui.errors import guard
from ui.form_dialog import FormDialog
from ui.pairing_parts import FingerprintForm, PathForm
from ui.service_finder import ServiceFinder
from ui.session import Session
from ui.widgets import (
    Cell,
    CheckInput,
    CodeInput,
    Column,
    FormPanel,
    Section,
    Table,
    box,
    label,
    line,
    link_button,
    secondary_button,
    show_toast,
)

_KINDS = "Schlüsselkarte (*.kim-karte);;Alle Dateien (*)"
_CARD = "KIM-Brücke (*.kim-karte)"
_WORDS = "Hierhin können Sie einen Fall versiegelt übergeben. Nur das gewählte Büro kann ihn öffnen."
_STANDS_AS = "Steht in Einwilligungen als"
_OURS = "Gehört zu unserer verantwortlichen Stelle"
_OURS_HINT = "Dann ist die Übergabe ein innerer Vorgang. Fragen Sie im Zweifel die Datenschutzbeauftragte."
_LOST = "Dieser Karte nicht mehr vertrauen"
_LOST_HINT = "Zum Beispiel, wenn der Rechner dort verloren ist. Danach braucht es einen neuen Vergleich."


class NeighboursOfOffice(Section):
    """Every office that was set up, and how its keys are known."""

    def __init__(self, session: Session) -> None:
        super().__init__("Andere Büros", None, link_button("Karte aufnehmen", self.take_card, "plus"))
        self._session = session
        self.offices = Table(
            "Andere Büros", [Column("Büro", stretch=True), Column("Schlüssel", width=12)], fit=True
        )
        self.offices.opened.connect(lambda key: self.open_one(str(key)))
        own = secondary_button("Meine Schlüsselkarte", self.save_card, "document")
        self._from_list = link_button("Aus der Schlüsselliste", self.take_listed, small=True)
        self.add(label(_WORDS, "small", "muted", wrap=True), self.offices)
        self.add(box(line(own, self._from_list, None)))

    def reload(self) -> None:
        found = self._session.read(known_offices.offices)
        self.offices.fill([(each.unit, [each.name, _keys(each)]) for each in found])
        self.offices.setVisible(bool(found))
        self._from_list.setVisible(bool(self._session.read(known_offices.listed)))

    def save_card(self) -> None:
        """What a neighbour needs to seal something to this office."""
        with guard(self):
            target = files.choose_target(self, "Schlüsselkarte speichern", "buero.kim-karte", _CARD)
            if target is not None:
                files.write(target, self._session.write(known_offices.key_card))
                show_toast(self, "Die Schlüsselkarte ist gespeichert. Geben Sie sie dem anderen Büro.")

    def take_card(self) -> FormDialog:
        """A neighbour's card, then the phone call."""
        form = PathForm(
            "card",
            "Schlüsselkarte des anderen Büros",
            lambda: files.choose_file(self, "Schlüsselkarte öffnen", _KINDS),
            "Sie endet auf .kim-karte.",
        )
        _add_place(form, self._session)

        def take(values: dict[str, Any]) -> None:
            raw = files.read(values["card"], "card")
            new = self._session.write(
                known_offices.take_card, raw, values["service_id"], values["same_controller"]
            )
            open_comparison(self, self._session, new)

        return _opened(FormDialog(self, "Schlüsselkarte aufnehmen", form, "Aufnehmen", take))

    def take_listed(self) -> FormDialog:
        """The Kreis vouches for its keys; only what it is to us is asked."""
        found = self._session.read(known_offices.listed)
        form = FormPanel()
        form.add("unit", "Büro", CodeInput([(each.unit, each.name) for each in found]))
        _add_place(form, self._session)

        def take(values: dict[str, Any]) -> None:
            self._session.write(
                known_offices.put_listed,
                values["unit"] or "",
                values["service_id"],
                values["same_controller"],
            )

        return _opened(FormDialog(self, "Büro aus der Schlüsselliste", form, "Aufnehmen", take))

    def open_one(self, unit: str) -> FormDialog:
        """Compare what was never compared; else say anew what the office is to us."""
        known = next(each for each in self._session.read(known_offices.offices) if each.unit == unit)
        if known.fingerprint is not None and known.confirmed_at is None:
            return open_comparison(self, self._session, known)
        return open_place(self, self._session, known)


def open_comparison(owner: QWidget, session: Session, office: KnownOffice) -> FormDialog:
    """Nothing is sealed to this office and nothing of it opened before."""
    form: FormPanel = FingerprintForm(office.fingerprint or "", f"„{office.name}“")

    def confirm(values: dict[str, Any]) -> None:
        session.write(known_offices.confirm, office.unit, values["fingerprint"])
        show_toast(owner, f"„{office.name}“ ist bestätigt. Auch das andere Büro muss bestätigen.")

    return _opened(FormDialog(owner, "Prüfzeichen vergleichen", form, "Stimmt überein", confirm))


def open_place(owner: QWidget, session: Session, office: KnownOffice) -> FormDialog:
    """As what the office stands in consents, or that it is one of ours."""
    form = FormPanel()
    _add_place(form, session)
    if office.confirmed_at is not None:
        form.add("lost", "", CheckInput(_LOST), _LOST_HINT)
    form.set_values({"service_id": office.service_id, "same_controller": office.same_controller})

    def change(values: dict[str, Any]) -> None:
        session.write(
            known_offices.change_place, office.unit, values["service_id"], values["same_controller"]
        )
        if values.get("lost"):
            session.write(known_offices.distrust, office.unit)

    return _opened(FormDialog(owner, office.name, form, "Speichern", change))


def _add_place(form: FormPanel, session: Session) -> None:
    """Once it belongs to us, no Anlaufstelle is asked for."""
    ours = CheckInput(_OURS)
    form.add("same_controller", "", ours, _OURS_HINT)
    form.add("service_id", _STANDS_AS, ServiceFinder(session, _STANDS_AS))
    ours.changed.connect(lambda: form.row("service_id").setVisible(not ours.value()))


def _keys(office: KnownOffice) -> Cell:
    if office.fingerprint is None:
        return Cell("Schlüsselliste", "muted")
    if office.confirmed_at is None:
        return Cell("vergleichen", "warning", icon="phone")
    return Cell("verglichen", "success", icon="check")


def _opened(dialog: FormDialog) -> FormDialog:
    dialog.open()
    return dialog
