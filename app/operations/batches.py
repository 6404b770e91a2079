# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything for an appointment as one batch: what waits for a signature, what is due, what exists."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Literal

from app.domain.dates import berlin_date, next_working_day
from app.domain.document import Document
from app.domain.errors import Refusal
from app.forms import appointment_slip, consent_sheet, goal_sheet, information_sheet
from app.operations import agreements, appointment_papers, consents, information_sheets
from app.operations.documents import form_languages
from storage import Connection, appointments, cases, documents, goals
from storage import agreements as agreed
from storage import consents as given
from storage.vault import Vault

_REVIEW_AFTER = timedelta(days=91)

State = Literal["waiting", "signed", "printed", "new"]


@dataclass(frozen=True)
class Sheet:
    """One paper of a batch: waiting for a signature, signed, printed before, or still to be made.

    `record_id` is the file, consent, agreement or appointment it is about.
    """

    form: str
    state: State
    record_id: str = ""
    document_id: str | None = None

    @property
    def due(self) -> bool:
        """What the person has already is only taken along by those who ask for it."""
        return self.state in ("waiting", "new")


def sheets(vault: Vault, case_id: str, appointment_id: str | None, today: date) -> tuple[Sheet, ...]:
    """What there is for this appointment; without one, for the next that is planned in the case."""
    db = vault.db
    file_id = cases.file_of(db, case_id).id
    consent = _consent(db, file_id)
    information = _information(db, file_id) if consent is not None else None
    found = (information, consent, _goals(db, case_id), _slip(db, case_id, appointment_id, today))
    return tuple(each for each in found if each is not None)


def make(
    vault: Vault,
    case_id: str,
    appointment_id: str | None,
    forms: Collection[str],
    language: str,
    now: datetime,
) -> tuple[str, ...]:
    """The documents of these forms, in the order of the batch; what is not printed yet is made and kept.

    A form that does not exist in the `language` is German alone. Each sheet is an act of its own: if one
    is refused, those before it are there.
    """
    wanted = [each for each in sheets(vault, case_id, appointment_id, berlin_date(now)) if each.form in forms]
    if not wanted:
        raise Refusal("batch.nothing_chosen")
    return tuple(each.document_id or _make(vault, case_id, each, language, now) for each in wanted)


def _make(vault: Vault, case_id: str, sheet: Sheet, language: str, now: datetime) -> str:
    known = language if language in form_languages(vault, sheet.form) else "de"
    review_on = next_working_day(berlin_date(now) + _REVIEW_AFTER)
    makers: dict[str, Callable[[datetime], Document]] = {
        information_sheet.FORM: partial(
            information_sheets.print_information, vault, sheet.record_id, language
        ),
        consent_sheet.FORM: partial(consents.print_notice, vault, sheet.record_id, ""),
        goal_sheet.FORM: partial(agreements.print_agreement, vault, case_id, known, review_on),
        appointment_slip.FORM: partial(appointment_papers.print_slip, vault, sheet.record_id, known),
    }
    return makers[sheet.form](now).id


def _information(db: Connection, file_id: str) -> Sheet:
    """It goes with a consent."""
    printed = (each for each in documents.of_file(db, file_id) if each.form == information_sheet.FORM)
    newest = next(printed, None)
    return Sheet(
        information_sheet.FORM, "printed" if newest else "new", file_id, newest.id if newest else None
    )


def _consent(db: Connection, file_id: str) -> Sheet | None:
    """The newest notice, unless it has ended."""
    states: dict[str, State] = {"draft": "new", "printed": "waiting", "oral": "waiting", "signed": "signed"}
    newest = next(iter(given.load_consents(db, file_id)), None)
    if newest is None or newest.status not in states:
        return None
    state: State = "new" if newest.document_id is None else states[newest.status]
    return Sheet(consent_sheet.FORM, state, newest.id, newest.document_id)


def _goals(db: Connection, case_id: str) -> Sheet | None:
    """The newest agreement; a new version where goals were changed since, or were never printed."""
    newest = next(iter(agreed.of_case(db, case_id)), None)
    if newest is not None and not newest.outdated:
        state: State = "signed" if newest.signed_by_both else "waiting"
        return Sheet(goal_sheet.FORM, state, newest.id, newest.document_id)
    pursued = any(goal.result is None for goal in goals.of_case(db, case_id))
    return Sheet(goal_sheet.FORM, "new") if pursued else None


def _slip(db: Connection, case_id: str, appointment_id: str | None, today: date) -> Sheet | None:
    """Made anew each time: day or place may have changed."""
    planned = (each.id for each in appointments.planned(db, today) if each.case_id == case_id)
    chosen = appointment_id or next(planned, None)
    return Sheet(appointment_slip.FORM, "new", chosen) if chosen else None
