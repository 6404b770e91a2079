# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the person takes home to read or to look at: the Informationsblatt and the Bildblatt."""

from __future__ import annotations

from datetime import datetime

from app.domain.dates import berlin_date
from app.domain.document import Document
from app.forms import information_sheet, pictogram_sheet
from app.forms.engine import Printed
from app.forms.information_sheet import InformationSheet
from app.forms.languages import GERMAN
from app.forms.pictogram_sheet import PictogramSheet
from app.operations.documents import form_languages, keep, letterhead, new_form_number
from storage import cases, documents, journal, sites
from storage.vault import Vault


def at_home(vault: Vault, file_id: str) -> frozenset[str]:
    """Which of the two were printed for this file before."""
    known = {each.form for each in documents.of_file(vault.db, file_id)}
    return frozenset(known & {information_sheet.FORM, pictogram_sheet.FORM})


def print_information(vault: Vault, file_id: str, language: str, now: datetime) -> Document:
    """As the controller's profile and the basis of the file have it; German where a language lacks it."""
    db = vault.db
    head, controller = letterhead(db), sites.controller(db)
    assert controller is not None
    sheet = InformationSheet(
        form_number=new_form_number("I"),
        controller=head,
        basis=cases.load_file(db, file_id).basis or "consent",
        storage_years=controller.storage_years,
        language=_offered(vault, information_sheet.FORM, language),
        printed_on=berlin_date(now),
    )
    return _kept(vault, file_id, information_sheet.render(sheet, now), sheet.form_number, now)


def print_pictograms(vault: Vault, file_id: str, language: str, now: datetime) -> Document:
    """The consent in pictures, for those who cannot read."""
    sheet = PictogramSheet(
        form_number=new_form_number("B"),
        controller=letterhead(vault.db),
        language=_offered(vault, pictogram_sheet.FORM, language),
        printed_on=berlin_date(now),
    )
    return _kept(vault, file_id, pictogram_sheet.render(sheet, now), sheet.form_number, now)


def _offered(vault: Vault, form: str, language: str) -> str:
    return language if language in form_languages(vault, form) else GERMAN


def _kept(vault: Vault, file_id: str, printed: Printed, form_number: str, now: datetime) -> Document:
    with vault.transaction() as db:
        document = keep(db, file_id, printed, form_number, now)
        journal.note(db, now, vault.actor, f"{printed.form}.printed", document.id)
    return document
