# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Erfassungsbogen of a person who was taken in: the same fields and numbers as on a blank."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from app.domain.address import may_be_told
from app.domain.case import require_unrestricted
from app.domain.case_view import CaseView
from app.domain.client import Address, Person, SpokenLanguage
from app.domain.code_lists import CodeLists
from app.domain.dates import berlin_date, german
from app.domain.document import Document
from app.domain.errors import Trouble
from app.domain.intake import IntakeNote
from app.domain.livelihood import LivelihoodPeriod
from app.forms import intake_sheet
from app.forms.engine import Printed
from app.forms.intake_sheet import FORM, Answer, IntakeSheet, WayToReach
from app.forms.languages import GERMAN
from app.forms.texts import Texts
from app.operations.addresses import told_address
from app.operations.cases import case_view
from app.operations.documents import check_form_language, keep, letterhead, new_form_number
from storage import code_lists, journal
from storage.vault import Vault

__all__ = ["FIELD_NUMBERS", "FORM", "print_intake"]

FIELD_NUMBERS = intake_sheet.NUMBERS
"""Of every field of the sheet, in the order of the paper."""


def print_intake(vault: Vault, case_id: str, language: str, now: datetime) -> Document:
    """What is recorded, for the person to look through; a blocked address stays in the file."""
    today = berlin_date(now)
    check_form_language(vault, FORM, language)
    view = case_view(vault, case_id, today)
    require_unrestricted(view.file)
    head = letterhead(vault.db)
    texts, lists = Texts(FORM, GERMAN, head.wording), code_lists.load(vault.db)
    sheet = IntakeSheet(
        form_number=new_form_number("EB"),
        controller=head,
        language=language,
        printed_on=today,
        file_number=view.file.number,
        answers=_answers(view, told_address(vault.db, view.client.id, today), texts, lists, today),
        ways=_ways(view.client.person),
    )
    printed = _render(sheet, texts, now)
    with vault.transaction() as db:
        document = keep(db, view.file.id, printed, sheet.form_number, now)
        journal.note(db, now, vault.actor, "intake.printed", document.id)
    return document


def _render(sheet: IntakeSheet, texts: Texts, now: datetime) -> Printed:
    """A native name in a script that no font here has is left to the screen."""
    try:
        return intake_sheet.render(sheet, now)
    except Trouble as trouble:
        if trouble.code != "form.missing_glyph" or "native_name" not in sheet.answers:
            raise
        unprintable = {"native_name": Answer(texts.say("option.not_printable"))}
        return intake_sheet.render(replace(sheet, answers={**sheet.answers, **unprintable}), now)


def _answers(
    view: CaseView, address: Address, texts: Texts, lists: CodeLists, today: date
) -> dict[str, Answer]:
    found = (
        _of_person(view.client.person, lists)
        | _of_address(address, texts, lists)
        | _of_living(view.livelihood, lists, today)
        | _of_talk(view, view.intake, lists)
    )
    return {name: answer for name, answer in found.items() if answer.text or answer.code or answer.more}


def _of_person(person: Person, lists: CodeLists) -> dict[str, Answer]:
    first, *others = person.languages or (None,)
    residence = person.residence
    return {
        "family_name": Answer(person.family_name),
        "given_names": Answer(person.given_names),
        "birth_date": Answer(person.birth_date.german() if person.birth_date else ""),
        "sex": _coded("sex", person.sex, lists),
        "languages": Answer(lists.label("language", first.code) if first else ""),
        "former_names": Answer(person.former_names),
        "native_name": Answer(person.native_name),
        "marital_status": _coded("marital_status", person.marital_status, lists),
        "nationalities": Answer(_labels("nationality", person.nationalities, lists)),
        "arrived_in_germany": Answer(person.arrived_in_germany.german() if person.arrived_in_germany else ""),
        "arrived_in_municipality": Answer(
            person.arrived_in_municipality.german() if person.arrived_in_municipality else ""
        ),
        "language_level": _coded("cefr", first.level if first else None, lists),
        "interpreter": Answer("", "yes" if first and first.interpreter_needed else ""),
        "interpreter_kind": _coded("interpreter_kind", first.interpreter_kind if first else None, lists),
        "more_languages": Answer(", ".join(_language(each, lists) for each in others if each)),
        "works_in": Answer(person.works_in),
        "residence": Answer(lists.label("residence_status", residence.status) if residence else ""),
        "residence_until": Answer(german(residence.expires_on) if residence and residence.expires_on else ""),
    }


def _of_address(address: Address, texts: Texts, lists: CodeLists) -> dict[str, Answer]:
    """A blocked one (Auskunftssperre) does not lie about on paper, not even its municipality."""
    if not may_be_told(address):
        return {"street": Answer(texts.say("option.blocked")), "blocked": Answer("", "yes")}
    return {
        "street": Answer(address.street),
        "postcode": Answer(address.postcode),
        "town": Answer(address.town),
        "municipality": _coded("municipality", address.municipality, lists),
    }


def _of_living(periods: Iterable[LivelihoodPeriod], lists: CodeLists, today: date) -> dict[str, Answer]:
    """What secures the living today, else what was applied for; what runs beside it behind the boxes."""
    running = [each for each in periods if each.state != "refused" and _runs(each, today)]
    running.sort(
        key=lambda each: (not lists.fact("legal_circle", each.legal_circle, "livelihood"), each.state)
    )
    if not running:
        return {}
    main, *beside = running
    return {
        "legal_circle": replace(
            _coded("legal_circle", main.legal_circle, lists),
            more=_labels("legal_circle", [each.legal_circle for each in beside], lists),
        ),
        "state": Answer("", main.state),
        "since": Answer(german(main.since) if main.since else ""),
        "until": Answer(german(main.until) if main.until else ""),
    }


def _of_talk(view: CaseView, note: IntakeNote | None, lists: CodeLists) -> dict[str, Answer]:
    """A case that was opened again had no first talk."""
    groups = {
        "site_id": Answer(view.site.name),
        "target_groups": Answer(_labels("target_group", view.target_groups, lists)),
    }
    if note is None:
        return groups
    return groups | {
        "access_way": _coded("access_way", note.access_way, lists),
        "request": Answer(note.request),
        "held_on": Answer(german(note.held_on)),
        "sender": Answer(note.sender),
        "sender_basis": _coded("sender_basis", note.sender_basis, lists),
        "double_counselling": _coded("double_counselling", note.double_counselling, lists),
    }


def _ways(person: Person) -> tuple[WayToReach, ...]:
    return tuple(
        WayToReach(each.kind, each.value, each.may_call, each.may_remind, each.note)
        for each in person.channels
    )


def _coded(name: str, code: str | None, lists: CodeLists) -> Answer:
    return Answer(lists.label(name, code), code) if code else Answer("")


def _labels(name: str, codes: Iterable[str], lists: CodeLists) -> str:
    return ", ".join(lists.label(name, code) for code in codes)


def _language(spoken: SpokenLanguage, lists: CodeLists) -> str:
    """Türkisch (B1)"""
    level = "" if spoken.level == "not_recorded" else f" ({lists.label('cefr', spoken.level)})"
    return lists.label("language", spoken.code) + level


def _runs(period: LivelihoodPeriod, today: date) -> bool:
    return (period.since is None or period.since <= today) and (period.until is None or period.until >= today)
