# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""An entry of the directory: a new one, or what changed."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.service import Service, ServiceData
from app.operations import referrals
from ui.codes import choices_of
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.widgets import CheckInput, CodeInput, FormPanel, TextInput

FIELDS = (
    "institution",
    "referral_target",
    "name",
    "legal_circle",
    "phone",
    "email",
    "address",
    "municipality",
    "needs_written_consent",
)


class ServiceForm(FormPanel):
    def __init__(self, session: Session) -> None:
        super().__init__()
        choices = choices_of(session)
        self.add("institution", "Einrichtung", TextInput())
        self.add("name", "Stelle oder Ansprechperson", TextInput())
        self.add_line(
            self.field("referral_target", "Art der Stelle", CodeInput(choices("referral_target"))),
            self.field("legal_circle", "Rechtskreis", CodeInput(choices("legal_circle"))),
        )
        self.add_line(
            self.field("phone", "Telefon", TextInput(), "Auf diese Nummer wird zurückgerufen."),
            self.field("email", "E-Mail", TextInput()),
        )
        self.add("address", "Anschrift", TextInput())
        self.add("municipality", "Kommune", CodeInput(choices("municipality")))
        self.add(
            "needs_written_consent",
            "",
            CheckInput("Nur mit schriftlicher Einwilligung (§ 67b SGB X)"),
            "Für Stellen, die Sozialdaten verarbeiten, zum Beispiel Jobcenter, Sozialamt, Jugendamt.",
        )
        self.settle()

    def service(self, values: dict[str, Any]) -> ServiceData:
        return ServiceData(**{**values, "referral_target": values["referral_target"] or ""})


def open_service_form(owner: QWidget, session: Session, service_id: str | None = None) -> FormDialog:
    """Without `service_id` a new entry."""
    form = ServiceForm(session)
    known = next((s for s in session.read(referrals.services) if s.id == service_id), None)
    if known is not None:
        form.set_values({field: getattr(known, field) for field in FIELDS})
    draft = DraftKeeper(session, form, "service", service_id)

    def save(values: dict[str, Any]) -> None:
        _save(session, known, form.service(values))
        draft.discard()

    dialog = FormDialog(owner, known.institution if known else "Neue Anlaufstelle", form, "Speichern", save)
    dialog.open()
    return dialog


def _save(session: Session, known: Service | None, data: ServiceData) -> None:
    if known is None:
        session.write(referrals.add_service, data)
    else:
        session.write(referrals.change_service, known.id, data)
