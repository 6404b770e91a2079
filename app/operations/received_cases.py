# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sealed case from another office: looked at first, then taken in whole, and as a whole taken back."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import resources
from app.domain.assessment import Assessment
from app.domain.case import require_unrestricted
from app.domain.case_transfer import FROM_ELSEWHERE, EarlierNote, ReceivedCase
from app.domain.client import Person, check_person
from app.domain.code_lists import CodeLists
from app.domain.dates import berlin_date, german
from app.domain.document import Document
from app.domain.duplicates import Candidate
from app.domain.errors import InvalidInput, Refusal, Trouble
from app.domain.goal import check_goal
from app.domain.household import check_member
from app.domain.intake import Intake
from app.domain.livelihood import check_livelihood
from app.domain.progress import Progress, Silent
from app.domain.residence import require_duty_noted
from app.operations import cases as known_cases
from app.operations import duplicates, goals, livelihoods
from app.operations.assessments import released
from app.operations.case_contents import circles_of, goals_of, members_of, person_of, scores_of
from app.operations.enrolment import kem_keys
from app.operations.known_offices import sender_by_key
from storage import (
    Connection,
    assessments,
    cases,
    code_lists,
    households,
    journal,
    person_rows,
    search,
)
from storage import case_transfers as stored
from storage import documents as kept
from storage.vault import Vault
from sync import case_transfer as sealed
from sync.case_transfer import Content

_SHEET = f"{FROM_ELSEWHERE}handover"
_ACCESS_WAY = "other_counselling"
_NO_TRANSFER = ("packet.not_ours", "packet.wrong_kind", "packet.too_large")
_NOON = 12
_STEPS = 4  # read, verified, opened, checked


@dataclass(frozen=True)
class Arrived:
    """What the file holds, opened and checked; nothing is stored yet. `known`: who here may be meant."""

    packet: str
    content: Content
    person: Person
    known: tuple[Candidate, ...]

    @property
    def notices(self) -> int:
        """Signed elsewhere: evidence, valid there alone."""
        return sum(note.kind == "notice" for note in self.content.notes)


def look_at(vault: Vault, path: Path, now: datetime, progress: Progress | None = None) -> Arrived:
    """Size, signature, seal, bounded parse, then the rules of each field; each with its Refusal transfer.*"""
    step = progress or Silent()
    with _in_own_words():
        step.advance(0, _STEPS, "")
        raw = _read(path)
        step.advance(1, _STEPS, "")
        sender = sender_by_key(vault.db, sealed.sender_of(raw), now)
        seen = sealed.verify(raw, sender)
        step.advance(2, _STEPS, "")
        content = sealed.unseal(seen, kem_keys(vault.db))
        step.advance(3, _STEPS, "")
        return arrived(vault, seen.outside.packet, content, now)


def arrived(vault: Vault, packet: str, content: Content, now: datetime) -> Arrived:
    """`content` as it could be taken in here; Refusal where it was already, or a rule does not hold."""
    before = stored.by_packet(vault.db, packet)
    if before is not None:
        raise Refusal("transfer.already_here", day=before.received_on)
    person = _checked(content, code_lists.load(vault.db), berlin_date(now))
    return Arrived(packet, content, person, duplicates.perhaps_known(vault, person))


def take_in(
    vault: Vault,
    arrived: Arrived,
    site_id: str,
    client_id: str | None,
    now: datetime,
    duty_noted: bool = False,
) -> str:
    """A new case, in a new preliminary file or in that of `client_id`; returns the case's id.

    The person counts here from today on. No notice of the other office opens a gate here; what Art. 9
    DSGVO protects waits on its sheet until there is one.
    """
    with vault.transaction():
        return put_in(vault, arrived, site_id, client_id, now, duty_noted)


def put_in(
    vault: Vault, arrived: Arrived, site_id: str, client_id: str | None, now: datetime, duty_noted: bool
) -> str:
    """`take_in` within the caller's transaction."""
    db = vault.db
    if stored.by_packet(db, arrived.packet) is not None:
        raise Refusal("transfer.already_here", day=berlin_date(now))
    before = person_rows.rows_of(db, client_id) if client_id else {}
    case_id = _open_case(vault, arrived, site_id, client_id, now, duty_noted)
    _put_of_case(vault, case_id, arrived.content, now)
    journal.note(db, now, vault.actor, "case.received_sealed", case_id)
    after = person_rows.rows_of(db, cases.file_of(db, case_id).client_id)
    source = _source(case_id, arrived, berlin_date(now))
    stored.insert_received(db, source, after.keys() - before.keys(), person_rows.digest(after))
    return case_id


def source_of(vault: Vault, case_id: str) -> ReceivedCase | None:
    """Where the case came from; None for one that began here."""
    return stored.received(vault.db, case_id)


def take_back(vault: Vault, case_id: str, now: datetime) -> None:
    """As if the case had never been taken in; Refusal once anything about the person has changed since."""
    with vault.transaction() as db:
        client_id = cases.file_of(db, case_id).client_id
        keys, stood = stored.came_with(db, case_id)
        stored.forget_received(db, case_id)
        if stored.is_being_written(db, client_id) or stood != person_rows.digest(
            person_rows.rows_of(db, client_id)
        ):
            raise Refusal("transfer.worked_on")
        search.forget_case(db, case_id)
        person_rows.delete(db, keys)
        journal.note(db, now, vault.actor, "case.reception_undone", case_id)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(sealed.CAP + 1)
    except OSError as error:
        raise Trouble("transfer.not_readable") from error
    if len(raw) > sealed.CAP:
        raise Refusal("transfer.no_transfer")
    return raw


@contextmanager
def _in_own_words() -> Iterator[None]:
    """Which of the few things is wrong that a person can do something about."""
    try:
        yield
    except InvalidInput as wrong:
        raise Refusal("transfer.newer") from wrong
    except Refusal as refusal:
        if not refusal.code.startswith(("packet.", "keys.", "household.")):
            raise
        raise Refusal(_said(refusal.code)) from refusal


def _said(code: str) -> str:
    if code in _NO_TRANSFER:
        return "transfer.no_transfer"
    known = {"packet.not_for_us": "transfer.not_for_us", "packet.newer": "transfer.newer"}
    return known.get(code, "transfer.damaged")


def _checked(content: Content, lists: CodeLists, today: date) -> Person:
    """Every rule that a form would ask; InvalidInput or Refusal at the first that does not hold."""
    person = check_person(person_of(content.person), lists, today)
    for member in members_of(content.household):
        check_member(member, person.family_name, lists, today)
    for circle in circles_of(content.livelihood):
        check_livelihood(circle, lists, today)
    for score in content.assessment.scores if content.assessment else ():
        lists.require("life_dimension", score.dimension, "scores", today)
    for goal in goals_of(content.goals):
        check_goal(goal, frozenset({goal.dimension}), max(today, goal.set_on))
    return person


def _open_case(
    vault: Vault, arrived: Arrived, site_id: str, client_id: str | None, now: datetime, duty_noted: bool
) -> str:
    """In a new file with everything about the person; in a known one what stands there stays as it is."""
    db, today, content = vault.db, berlin_date(now), arrived.content
    inside = content.basis == "inside"
    intake = Intake(
        arrived.person,
        site_id,
        today,
        _ACCESS_WAY,
        request=_word("request", office=content.office, day=german(content.sent_on)),
        sender="" if inside else content.office,
        sender_basis=None if inside else content.basis,
    )
    if client_id is not None:
        return _join(vault, client_id, intake)
    stays = arrived.person.residence
    require_duty_noted(None, stays.status if stays else None, duty_noted, code_lists.load(db))
    opened = known_cases.admit(vault, intake, now)
    for circle in circles_of(content.livelihood):
        livelihoods.begin(db, opened.client_id, circle, now)
    for member in members_of(content.household):
        new = check_member(member, arrived.person.family_name, code_lists.load(db), today)
        households.insert(db, str(uuid.uuid4()), opened.client_id, new)
    livelihoods.keep_deadlines(db, opened.case_id, today)
    return opened.case_id


def _join(vault: Vault, client_id: str, intake: Intake) -> str:
    db, file = vault.db, cases.file_of_client(vault.db, client_id)
    require_unrestricted(file)
    if cases.has_open_case(db, file.id):
        raise Refusal("transfer.case_still_open")
    case_id = cases.insert_case(db, file.id, intake.site_id, intake.held_on, vault.actor.id)
    search.index_note(db, cases.insert_intake(db, case_id, intake), case_id, intake.request)
    livelihoods.keep_deadlines(db, case_id, intake.held_on)
    return case_id


def _put_of_case(vault: Vault, case_id: str, content: Content, now: datetime) -> None:
    db, today = vault.db, berlin_date(now)
    may_be_written = released(db, case_id, today)
    if content.assessment is not None:
        _put_assessment(db, case_id, content.assessment, may_be_written)
    for goal in goals_of(content.goals):
        if goal.dimension in may_be_written:
            goals.insert_goal(db, case_id, goal, None, max(today, goal.set_on))
    for note in content.notes:
        note_id = str(uuid.uuid4())
        stored.insert_note(db, note_id, case_id, EarlierNote(note.day, note.kind, note.text))
        search.index_note(db, note_id, case_id, note.text)
    _put_papers(vault, cases.file_of(db, case_id).id, content, now)


def _put_assessment(
    db: Connection, case_id: str, told: sealed.Assessment, may_be_written: frozenset[str]
) -> None:
    scores = tuple(score for score in scores_of(told) if score.dimension in may_be_written)
    if any(score.discussed for score in scores):
        new = Assessment(str(uuid.uuid4()), case_id, told.held_on, scores)
        assessments.insert_assessment(db, new)
        search.index_note(db, new.id, case_id, *(score.note for score in scores))


def _put_papers(vault: Vault, file_id: str, content: Content, now: datetime) -> None:
    """Without their numbers, which are another office's; the sheet says everything that came."""
    for paper in content.papers:
        made = now.replace(
            year=paper.created_on.year,
            month=paper.created_on.month,
            day=paper.created_on.day,
            hour=_NOON,
        )
        one = _paper(f"{FROM_ELSEWHERE}{paper.form}", paper.language, paper.pdf, made)
        kept.insert_document(vault.db, file_id, one, paper.template_version, paper.text_version)
    kept.insert_document(vault.db, file_id, _paper(_SHEET, "de", content.sheet, now), "", "")


def _paper(form: str, language: str, pdf: bytes, made: datetime) -> Document:
    return Document(str(uuid.uuid4()), form, None, language, sha256(pdf).hexdigest(), made, pdf)


def _source(case_id: str, arrived: Arrived, today: date) -> ReceivedCase:
    content = arrived.content
    return ReceivedCase(
        case_id, arrived.packet, content.office, content.file_number, content.basis, content.sent_on, today
    )


def _word(name: str, **values: object) -> str:
    words: Mapping[str, str] = resources.toml("texts", "case_transfer.toml")
    return words[name].format_map(values)
