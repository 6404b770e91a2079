# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The enrolment desk of the Kreis: pairing file in, certificate out, fingerprints compared by phone."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.operations import district
from app.operations.district import OutstationLine
from resources import Message
from ui import files
from ui.errors import CalmDialog, guard
from ui.form_dialog import FormDialog
from ui.pairing_parts import FingerprintForm, PathForm
from ui.session import Session
from ui.widgets import FormPanel, TextInput, show_toast

_KINDS = "KIM-Brücke (*.kim-anmeldung);;Alle Dateien (*)"
_CERTIFICATE = "KIM-Brücke (*.kim-bestaetigung)"


def open_enrolment(owner: QWidget, session: Session) -> FormDialog:
    """Take an office in; its certificate is saved at once, to be given back."""
    form = PathForm(
        "pairing",
        "Anmeldedatei des Standorts",
        lambda: files.choose_file(owner, "Anmeldedatei öffnen", _KINDS),
        "Die Datei, die Sie vom Standort bekommen haben.",
    )
    form.add(
        "name",
        "Name der Fallakte",
        TextInput("zum Beispiel Nordstadt, M. Böhm"),
        "So heißt sie in Ihren Listen.",
    )

    def take(values: dict[str, Any]) -> None:
        raw = files.read(values["pairing"], "pairing")
        known = {each.id for each in session.read(district.outstations)}
        certificate = session.write(district.enrol, raw, values["name"])
        new = [each for each in session.read(district.outstations) if each.id not in known]
        offer_certificate(owner, certificate)
        if new:
            open_comparison(owner, session, new[0])

    dialog = FormDialog(owner, "Standort aufnehmen", form, "Aufnehmen", take)
    dialog.open()
    return dialog


def offer_certificate(owner: QWidget, certificate: bytes) -> None:
    """Save the certificate; without it the office cannot go on, so say how to get it again."""
    target = files.choose_target(
        owner, "Aufnahmebestätigung speichern", "aufnahme.kim-bestaetigung", _CERTIFICATE
    )
    if target is None:
        _say_not_saved(owner)
        return
    with guard(owner):
        files.write(target, certificate)
        show_toast(owner, "Die Aufnahmebestätigung ist gespeichert. Geben Sie sie dem Standort.")


def open_comparison(owner: QWidget, session: Session, outstation: OutstationLine) -> FormDialog:
    """Nothing of this office is opened before its fingerprint is confirmed."""
    form: FormPanel = FingerprintForm(outstation.fingerprint, f"„{outstation.name}“")

    def confirm(values: dict[str, Any]) -> None:
        session.write(district.confirm_outstation, outstation.id, values["fingerprint"])
        show_toast(owner, f"„{outstation.name}“ ist bestätigt.")

    dialog = FormDialog(owner, "Prüfzeichen vergleichen", form, "Stimmt überein", confirm)
    dialog.open()
    return dialog


def _say_not_saved(owner: QWidget) -> None:
    message = Message(
        "Die Aufnahmebestätigung ist nicht gespeichert.",
        "Der Standort ist aufgenommen.",
        "Nehmen Sie dieselbe Anmeldedatei noch einmal auf, dann entsteht die Bestätigung neu.",
    )
    CalmDialog(owner, message, "info").open()
