# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sample of every form in every language it is written in, each printed once a run.

`usual` is what is signed on most days, `blank` what is filled in by hand, `long` what nobody wants: a name
of 200 characters, a wish of 5,000, sixty rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from unittest import mock

import resources
from app.forms import (
    appointment_slip,
    assessment_sheet,
    change_notice,
    checklist_sheet,
    conference_sheet,
    consent_sheet,
    day_list,
    disclosure_info,
    district_report,
    dividers,
    document_list,
    engine,
    goal_sheet,
    handover_sheet,
    incident_sheet,
    information_sheet,
    intake_sheet,
    interpreter_secrecy,
    land_sheet,
    letter_attendance,
    own_figures,
    pictogram_sheet,
    power_of_attorney,
    recovery_sheet,
    referral_slip,
    registration_list,
    small_letters,
    steering,
    transfer_letter,
    withdrawal_notice,
    withdrawal_sheet,
)
from app.forms.engine import Printed
from app.forms.languages import of_form
from tests.forms import sample_data as data
from tests.forms.sample_data import WHEN
from tests.forms.tagged import Passage, passages

USUAL, BLANK, LONG, MINUTES = "usual", "blank", "long", "minutes"
Make = Callable[[str], Printed]
SOME_LANGUAGES = ("de", "ar", "uk")

MAKERS: dict[str, dict[str, Make]] = {
    "appointment_slip": {
        USUAL: lambda language: appointment_slip.render(data.slip(language), WHEN),
        BLANK: lambda language: appointment_slip.render(data.blank_slip(language), WHEN),
        LONG: lambda language: appointment_slip.render(data.long_slip(language), WHEN),
    },
    "assessment": {
        USUAL: lambda _: assessment_sheet.render(data.assessment(), WHEN),
        BLANK: lambda _: assessment_sheet.render(data.blank_assessment(), WHEN),
        LONG: lambda _: assessment_sheet.render(data.long_assessment(), WHEN),
    },
    "checklist": {
        USUAL: lambda _: checklist_sheet.render(data.checklist(), WHEN),
        LONG: lambda _: checklist_sheet.render(data.long_checklist(), WHEN),
    },
    "conference": {
        USUAL: lambda _: conference_sheet.render(data.CONFERENCE, WHEN),
        LONG: lambda _: conference_sheet.render(replace(data.CONFERENCE, question=data.LONG_TEXT), WHEN),
    },
    "consent": {
        USUAL: lambda language: consent_sheet.render(data.a_consent(language), WHEN),
        BLANK: lambda language: consent_sheet.render(data.blank_consent(language), WHEN),
        LONG: lambda language: consent_sheet.render(data.long_consent(language), WHEN),
    },
    "day_list": {
        USUAL: lambda _: day_list.render(data.TODAY, data.DAY_LINES, "Meral Böhm", WHEN),
        LONG: lambda _: day_list.render(data.TODAY, data.long_day(), data.LONG_NAME, WHEN),
    },
    "disclosure_info": {
        USUAL: lambda _: disclosure_info.render(data.disclosure_info(), WHEN),
        LONG: lambda _: disclosure_info.render(data.long_disclosure_info(), WHEN),
    },
    "dividers": {USUAL: lambda language: dividers.render(data.folder(language), WHEN)},
    "document_list": {
        USUAL: lambda language: document_list.render(data.papers(language), WHEN),
        BLANK: lambda language: document_list.render(data.blank_papers(language), WHEN),
        LONG: lambda language: document_list.render(
            replace(data.papers(language), client_name=data.LONG_NAME), WHEN
        ),
    },
    "goals": {
        USUAL: lambda language: goal_sheet.render(data.goals(language), WHEN),
        BLANK: lambda language: goal_sheet.render(data.blank_goals(language), WHEN),
        LONG: lambda language: goal_sheet.render(data.long_goals(language), WHEN),
    },
    "handover": {
        USUAL: lambda _: handover_sheet.render(data.handover(), WHEN),
        LONG: lambda _: handover_sheet.render(data.long_handover(), WHEN),
    },
    "information": {
        USUAL: lambda language: information_sheet.render(data.information(language), WHEN),
        LONG: lambda language: information_sheet.render(data.long_information(language), WHEN),
    },
    "intake": {
        USUAL: lambda language: intake_sheet.render(data.intake(language), WHEN),
        BLANK: lambda language: intake_sheet.render(data.blank_intake(language), WHEN),
        LONG: lambda language: intake_sheet.render(data.long_intake(language), WHEN),
    },
    "incident": {
        USUAL: lambda _: incident_sheet.render(data.incident(), WHEN),
        LONG: lambda _: incident_sheet.render(data.long_incident(), WHEN),
    },
    "interpreter_secrecy": {
        USUAL: lambda language: interpreter_secrecy.render(data.secrecy(language), WHEN),
        BLANK: lambda language: interpreter_secrecy.render(data.blank_secrecy(language), WHEN),
        LONG: lambda language: interpreter_secrecy.render(data.long_secrecy(language), WHEN),
    },
    "land_sheet": {
        USUAL: lambda _: land_sheet.render(data.land_page(), WHEN),
        LONG: lambda _: land_sheet.render(data.long_land_page(), WHEN),
    },
    "letter_accompanying": {
        USUAL: lambda _: small_letters.render_accompanying(data.LETTER, WHEN),
        LONG: lambda _: small_letters.render_accompanying(data.long_letter(), WHEN),
    },
    "letter_attendance": {
        USUAL: lambda language: letter_attendance.render(data.attendance(language), WHEN),
        LONG: lambda language: letter_attendance.render(data.long_attendance(language), WHEN),
    },
    "letter_extension": {
        USUAL: lambda _: small_letters.render_extension(data.LETTER, data.MORE_TIME, WHEN),
        LONG: lambda _: small_letters.render_extension(data.long_letter(), data.MORE_TIME, WHEN),
    },
    "own_figures": {
        USUAL: lambda _: own_figures.render("Nordstadt", data.TODAY, data.own_tables(), WHEN),
        LONG: lambda _: own_figures.render(data.LONG_NAME, data.TODAY, data.own_tables(40), WHEN),
    },
    "pictograms": {USUAL: lambda language: pictogram_sheet.render(data.pictograms(language), WHEN)},
    "power_of_attorney": {
        USUAL: lambda language: power_of_attorney.render(data.authorisation(language), WHEN),
        BLANK: lambda language: power_of_attorney.render(data.blank_authorisation(language), WHEN),
        LONG: lambda language: power_of_attorney.render(data.long_authorisation(language), WHEN),
    },
    "recovery": {USUAL: lambda _: recovery_sheet.render(data.RECOVERY_KEY, "MB", data.TODAY, WHEN)},
    "referral_slip": {
        USUAL: lambda language: referral_slip.render(data.referral(language), WHEN),
        LONG: lambda language: referral_slip.render(data.long_referral(language), WHEN),
    },
    "registration_list": {
        USUAL: lambda _: registration_list.render(data.registration(3), WHEN),
        LONG: lambda _: registration_list.render(data.registration(60), WHEN),
    },
    "report": {USUAL: lambda _: district_report.render(data.a_report(), WHEN)},
    "steering": {
        USUAL: lambda _: steering.render_proposal(data.PROPOSAL, WHEN),
        MINUTES: lambda _: steering.render_minutes(data.MINUTES, WHEN),
        LONG: lambda _: steering.render_minutes(data.long_minutes(), WHEN),
    },
    "transfer": {
        USUAL: lambda _: transfer_letter.render(data.transfer(), WHEN),
        LONG: lambda _: transfer_letter.render(data.long_transfer(), WHEN),
    },
    "withdrawal": {
        USUAL: lambda language: withdrawal_sheet.render(data.withdrawal(language), WHEN),
        BLANK: lambda language: withdrawal_sheet.render(data.blank_withdrawal(language), WHEN),
        LONG: lambda language: withdrawal_sheet.render(data.long_withdrawal(language), WHEN),
    },
    "change_notice": {
        USUAL: lambda _: change_notice.render(data.change_notice(), WHEN),
        LONG: lambda _: change_notice.render(data.long_change_notice(), WHEN),
    },
    "withdrawal_notice": {
        USUAL: lambda _: withdrawal_notice.render(data.notice(1), WHEN),
        LONG: lambda _: withdrawal_notice.render(data.long_notice(), WHEN),
    },
}


@dataclass(frozen=True)
class Sample:
    form: str
    kind: str
    language: str

    def __str__(self) -> str:
        return f"{self.form}-{self.kind}-{self.language}"


def sheets() -> set[str]:
    """Every form that is a page."""
    return {sheet.parent.name for sheet in resources.path("forms").glob("*/sheet.typ")}


def every(*kinds: str) -> list[Sample]:
    """One for each form of these kinds and each of its languages; all but the usual ones in three."""
    return [
        Sample(form, kind, language)
        for form, makers in MAKERS.items()
        for kind in makers
        if kind in kinds
        for language in of_form(form)
        if kind == USUAL or language in SOME_LANGUAGES
    ]


def made(sample: Sample) -> Printed:
    return MAKERS[sample.form][sample.kind](sample.language)


@cache
def printed(sample: Sample) -> Printed:
    return made(sample)


@cache
def given_to_template(sample: Sample) -> object:
    """The data that its pages are set from."""
    with mock.patch.object(engine, "compile_pages", return_value=b"") as compiled:
        made(sample)
    return compiled.call_args.args[1]


@cache
def spoken_on(sample: Sample) -> list[Passage]:
    """What it says, read aloud by its tags."""
    return passages(printed(sample).pdf)
