# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Paper first: blank sets printed for a visit, typed in later, counting from the day of signature."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.domain.agreement import PaperAgreement
from app.domain.blank_set import (
    MOST,
    BlankSet,
    WantedSets,
    check_by_hand,
    check_count,
    check_signed_on,
    number_in,
    require_open,
    set_name,
)
from app.domain.blank_sheet import check_basis
from app.domain.case import Opened
from app.domain.code_lists import CodeLists
from app.domain.consent import WantedRelease, check_wanted
from app.domain.dates import berlin_date
from app.domain.errors import InvalidInput, Refusal
from app.domain.intake import Intake
from app.domain.progress import Progress, Silent
from app.domain.residence import require_duty_noted
from app.domain.signing import READ, Hearing, Signing
from app.forms import consent_sheet
from app.forms.engine import Printed
from app.operations import blank_sheets
from app.operations.agreements import agree_on_paper
from app.operations.cases import admit
from app.operations.consents import draft, take_signature
from app.operations.documents import check_form_language, keep, letterhead
from storage import Connection, cases, code_lists, consents, journal, services
from storage import blank_sets as stored
from storage.vault import Vault

__all__ = [
    "MOST",
    "BlankSet",
    "TypedIn",
    "WantedSets",
    "blank_set",
    "check_sets",
    "discard_set",
    "document_ids",
    "find_set",
    "found_again",
    "open_sets",
    "print_sets",
    "type_in",
    "used_count",
    "usual_basis",
    "usual_rows",
]


@dataclass(frozen=True)
class TypedIn:
    """What stands on the paper of a set.

    `signed_on` is the day on the consent, or None where nobody signed it; `given` are the printed rows with a
    cross at yes; `by_hand` the rows that were written in; `agreed` what the Zielvereinbarung says, or None
    where nobody used it.
    """

    intake: Intake
    signed_on: date | None
    given: frozenset[WantedRelease] = frozenset()
    by_hand: tuple[WantedRelease, ...] = ()
    hearing: Hearing = READ
    agreed: PaperAgreement | None = None


def print_sets(
    vault: Vault, wanted: WantedSets, now: datetime, progress: Progress | None = None
) -> tuple[BlankSet, ...]:
    """So many sets of four sheets, each sheet with its own number; all of them or none."""
    progress = progress or Silent()
    today = berlin_date(now)
    check_sets(vault, wanted, today)
    rows = tuple(replace(row, valid_until=row.valid_until or wanted.valid_until) for row in wanted.rows)
    first = stored.next_number(vault.db)
    made = []
    for number in range(first, first + wanted.count):
        progress.advance(number - first, wanted.count, set_name(number))
        one = BlankSet(str(uuid.uuid4()), number, wanted.language, today, rows, (), basis=wanted.basis)
        made.append((one, blank_sheets.of_set(vault, one, now)))
    with vault.transaction() as db:
        if stored.next_number(db) != first:
            raise Refusal("blank_set.printed_meanwhile")
        for one, sheets in made:
            _keep_set(db, one, sheets, now)
            journal.note(db, now, vault.actor, "blank_set.printed", one.id)
    return tuple(stored.load_set(vault.db, one.id) for one, _ in made)


def check_sets(vault: Vault, wanted: WantedSets, today: date) -> None:
    """InvalidInput at the field that keeps them from being printed; a Refusal without a controller."""
    letterhead(vault.db)
    check_count(wanted.count)
    check_basis(wanted.basis)
    check_form_language(vault, consent_sheet.FORM, wanted.language)
    if wanted.rows:
        check_wanted(wanted.rows, wanted.valid_until, code_lists.load(vault.db), today)


def type_in(vault: Vault, set_id: str, typed: TypedIn, now: datetime, duty_noted: bool = False) -> Opened:
    """The person is taken in, the sheets are the file's, and what was signed counts from its day.

    A set is typed in once. `duty_noted` as in `cases.take_in`.
    """
    one = stored.load_set(vault.db, set_id)
    require_open(one)
    _check(one, typed, berlin_date(now))
    residence = typed.intake.person.residence
    require_duty_noted(None, residence.status if residence else None, duty_noted, code_lists.load(vault.db))
    with vault.transaction() as db:
        require_open(stored.load_set(db, set_id))
        opened = admit(vault, typed.intake, now)
        stored.hand_to_file(db, set_id, opened.file_id)
        if one.basis == "task":
            cases.set_basis(db, opened.file_id, "task", typed.intake.held_on)
            journal.note(db, now, vault.actor, "file.basis_task", opened.file_id)
        _give_consent(vault, one, opened.file_id, typed, now)
        if typed.agreed is not None:
            goals = stored.document_ids(db, set_id)["goals"]
            agree_on_paper(vault, opened.case_id, goals, typed.agreed, now)
        stored.set_used(db, set_id, berlin_date(now))
        journal.note(db, now, vault.actor, "blank_set.typed_in", set_id)
    return opened


def discard_set(vault: Vault, set_id: str, now: datetime) -> None:
    """Lost or spoilt: its number is never given again."""
    with vault.transaction() as db:
        require_open(stored.load_set(db, set_id))
        stored.set_discarded(db, set_id, berlin_date(now))
        journal.note(db, now, vault.actor, "blank_set.discarded", set_id)


def found_again(vault: Vault, set_id: str, now: datetime) -> None:
    """A set that was given up for lost can be typed in after all."""
    with vault.transaction() as db:
        stored.set_discarded(db, set_id, None)
        journal.note(db, now, vault.actor, "blank_set.found_again", set_id)


def open_sets(vault: Vault) -> tuple[BlankSet, ...]:
    """Those that are not typed in, discarded ones among them; the newest first."""
    return stored.not_used(vault.db)


def used_count(vault: Vault) -> int:
    """How many are typed in."""
    return stored.used_count(vault.db)


def blank_set(vault: Vault, set_id: str) -> BlankSet:
    return stored.load_set(vault.db, set_id)


def find_set(vault: Vault, text: str) -> BlankSet:
    """The open set with this number, or with this number on one of its sheets; a Refusal if there is none."""
    number = number_in(text)
    sheet = "".join(text.split()).upper()
    db = vault.db
    one = stored.by_form_number(db, sheet) if number is None else stored.by_number(db, number)
    if one is None:
        raise Refusal("blank_set.unknown")
    require_open(one)
    return one


def document_ids(vault: Vault, set_id: str) -> tuple[str, ...]:
    """Its sheets in the order in which they lie on each other."""
    return tuple(stored.document_ids(vault.db, set_id).values())


def usual_basis(vault: Vault) -> str:
    """What the newest set said that a file stands on."""
    newest = stored.newest(vault.db)
    return newest.basis if newest else "consent"


def usual_rows(vault: Vault, today: date) -> tuple[WantedRelease, ...]:
    """What the newest set was printed with, where the recipients are still there."""
    newest = stored.newest(vault.db)
    there = {each.id for each in services.services(vault.db) if each.is_valid(today)}
    return tuple(row for row in (newest.rows if newest else ()) if row.service_id in there)


def _check(one: BlankSet, typed: TypedIn, today: date) -> None:
    if typed.signed_on is not None:
        check_signed_on(one, typed.signed_on, today)
    if typed.agreed is not None:
        check_signed_on(one, typed.agreed.signed_on, today, "goals_signed_on")
    check_by_hand(typed.by_hand, frozenset(consent_sheet.BY_HAND))


def _give_consent(vault: Vault, one: BlankSet, file_id: str, typed: TypedIn, now: datetime) -> None:
    """The consent as it was printed; signed, it stands with the rows that got a yes."""
    db, rows = vault.db, (*one.rows, *typed.by_hand)
    if typed.by_hand:
        _check_rows(rows, code_lists.load(db), one.printed_on)
    consent = draft(db, file_id, rows, one.language, None, one.printed_on)
    interpreter = typed.hearing.through if typed.hearing.heard == "interpreted" else ""
    consents.set_printed(db, consent, one.printed_on, interpreter, stored.document_ids(db, one.id)["consent"])
    if typed.signed_on is None:
        return
    said_yes = typed.given | set(typed.by_hand)
    decisions = {
        kept.id: "given" if row in said_yes else "refused"
        for kept, row in zip(consent.rows, rows, strict=True)
    }
    take_signature(vault, consent.id, Signing(typed.signed_on, typed.hearing), decisions, now)


def _check_rows(rows: tuple[WantedRelease, ...], lists: CodeLists, printed_on: date) -> None:
    """What was written in by hand is what can be wrong with them."""
    try:
        check_wanted(rows, None, lists, printed_on)
    except InvalidInput as wrong:
        raise InvalidInput("by_hand", wrong.code, **wrong.facts) from wrong


def _keep_set(db: Connection, one: BlankSet, sheets: tuple[tuple[str, Printed], ...], now: datetime) -> None:
    stored.insert_set(db, one, now)
    for form_number, printed in sheets:
        stored.claim(db, one.id, keep(db, None, printed, form_number, now).id)
