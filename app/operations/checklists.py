# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Checklists of § 10 StAG, § 25a and § 25b AufenthG: answered in the talk, printed for the person, or through
the gate for the authority.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from app.domain.case import File, require_open, require_unrestricted
from app.domain.checklist import KINDS, Checklist, Item, Sheet, check_answer, is_locked, sheet
from app.domain.checklist_hints import Known, suggestion
from app.domain.consent import released_categories
from app.domain.dates import berlin_date, german
from app.domain.disclosure import GateAnswer, Request, ask_gate
from app.domain.errors import Refusal
from app.domain.household import CHILDREN, is_minor, school_children
from app.domain.residence import in_force
from app.forms import checklist_sheet
from app.forms.checklist_sheet import ChecklistSheet, SheetItem
from app.forms.engine import Printed
from app.operations.documents import letterhead
from app.operations.leaving import Leaving
from storage import (
    Connection,
    cases,
    clients,
    code_lists,
    consents,
    households,
    journal,
    livelihoods,
    residences,
    services,
)
from storage import checklists as stored
from storage.vault import Vault

CHANNEL = "print"


def sheets() -> tuple[Sheet, ...]:
    """The lists that ship."""
    return tuple(sheet(kind) for kind in KINDS)


def begun(vault: Vault, case_id: str) -> dict[str, date]:
    """Which lists of a case have answers, by kind, with the day of the last one."""
    return stored.begun(vault.db, case_id)


def checklist(vault: Vault, case_id: str, kind: str, today: date) -> Checklist:
    """The items with what was said, and beside it what the file knows today."""
    db, shipped = vault.db, sheet(kind)
    file = cases.file_of(db, case_id)
    known, said = _known(db, file, today), stored.answers(db, case_id, kind)
    released = released_categories(consents.load_consents(db, file.id), today)
    items = []
    for question in shipped.questions:
        locked = is_locked(question.category, released, known.lists)
        answer = None if locked else said.get(question.code)
        items.append(
            Item(
                code=question.code,
                source=question.source,
                words=question.words,
                category=question.category,
                hint=question.hint,
                state=answer.state if answer else None,
                said_on=answer.said_on if answer else None,
                from_file=suggestion(question, known),
                locked=locked,
            )
        )
    return Checklist(shipped, tuple(items))


def answer(vault: Vault, case_id: str, kind: str, item: str, state: str | None, now: datetime) -> None:
    """erfüllt, offen or unklar, or None to take it back; health and convictions only with their release."""
    today, question = berlin_date(now), sheet(kind).question(item)
    check_answer(state)
    with vault.transaction() as db:
        require_open(cases.load_case(db, case_id))
        file = cases.file_of(db, case_id)
        require_unrestricted(file)
        released = released_categories(consents.load_consents(db, file.id), today)
        if state is not None and is_locked(question.category, released, code_lists.load(db)):
            raise Refusal("checklist.not_released")
        stored.set_answer(db, case_id, kind, item, question.category, state, today)
        journal.note(db, now, vault.actor, "checklist.answered", case_id)


def own_copy(vault: Vault, case_id: str, kind: str, now: datetime) -> Printed:
    """All items for the person herself: no third party, no gate; printing and saving it is journaled."""
    today = berlin_date(now)
    found = checklist(vault, case_id, kind, today)
    return _printed(vault, case_id, found, found.items, None, now)


def ask(vault: Vault, case_id: str, kind: str, service_id: str, purpose: str, today: date) -> GateAnswer:
    """Which categories of the answered items may go to this recipient, and which lack a release."""
    request = _request(service_id, _wanted(checklist(vault, case_id, kind, today).answered), purpose, today)
    notices = consents.load_consents(vault.db, cases.file_of(vault.db, case_id).id)
    return ask_gate(notices, services.load_service(vault.db, service_id), request, today)


def going(vault: Vault, case_id: str, kind: str, covered: Iterable[str], today: date) -> tuple[Item, ...]:
    """The items that would stand on the sheet: answered, and covered."""
    found = checklist(vault, case_id, kind, today)
    return tuple(item for item in found.answered if item.category in set(covered))


def for_authority(
    vault: Vault, case_id: str, kind: str, service_id: str, purpose: str, now: datetime
) -> Leaving:
    """The sheet with covered items and nothing of the others; nothing has left yet."""
    today = berlin_date(now)
    covered = ask(vault, case_id, kind, service_id, purpose, today).covered
    items = going(vault, case_id, kind, covered, today)
    if not items:
        raise Refusal("checklist.nothing_covered")
    recipient = services.load_service(vault.db, service_id).institution
    named = "name_contact" in covered
    found = checklist(vault, case_id, kind, today)
    printed = _printed(vault, case_id, found, items, recipient, now, named=named)
    used = {item.category for item in items} | ({"name_contact"} if named else set())
    leaves = _request(service_id, tuple(category for category in covered if category in used), purpose, today)
    return Leaving(case_id, printed.pdf, leaves)


def _known(db: Connection, file: File, today: date) -> Known:
    household = households.of_client(db, file.client_id)
    minors = [m for m in household if m.relation in CHILDREN and m.lives_here and is_minor(m.born, today)]
    granted = [each for each in livelihoods.of_client(db, file.client_id) if each.state == "granted"]
    lists = code_lists.load(db)
    return Known(
        person=clients.load_client(db, file.client_id, today).person,
        residences=in_force(residences.history(db, file.client_id), lists),
        circles=frozenset(each.legal_circle for each in granted if each.holds(today)),
        minor_children=len(minors),
        school_children=len(school_children(household, today)),
        today=today,
        lists=lists,
    )


def _wanted(items: Iterable[Item]) -> tuple[str, ...]:
    """The categories of the items, after the one that says whose they are."""
    return tuple(dict.fromkeys(("name_contact", *(item.category for item in items))))


def _request(service_id: str, categories: tuple[str, ...], purpose: str, today: date) -> Request:
    return Request(service_id, categories, purpose, CHANNEL, today)


def _printed(
    vault: Vault,
    case_id: str,
    found: Checklist,
    items: Iterable[Item],
    recipient: str | None,
    now: datetime,
    *,
    named: bool = True,
) -> Printed:
    """`recipient` None: the person's own copy; `named` False: nothing says whose sheet it is."""
    db, today = vault.db, berlin_date(now)
    file = cases.file_of(db, case_id)
    client = clients.load_client(db, file.client_id, today)
    born = client.person.birth_date
    page = ChecklistSheet(
        controller=letterhead(db),
        title=found.sheet.title,
        norm=found.sheet.norm,
        as_of=found.sheet.as_of,
        client_name=client.display_name if named else "",
        born=born.german() if named and born else "",
        file_number=file.number if named else "",
        case_manager=vault.actor.name,
        recipient=recipient or "",
        printed_on=today,
        items=tuple(
            SheetItem(item.words, item.source, item.state, german(item.said_on) if item.said_on else "")
            for item in items
        ),
    )
    return checklist_sheet.render(page, now)
