# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The household of a person; members get files of their own, and both files know each other."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.case import Opened, require_unrestricted
from app.domain.client import Address, Person
from app.domain.dates import PartialDate, berlin_date
from app.domain.household import (
    Member,
    NewMember,
    check_linked,
    check_member,
    inverse,
    require_linkable,
    shown,
    without_adult_name,
)
from app.domain.intake import Intake
from app.operations.cases import admit
from storage import Connection, cases, clients, code_lists, journal
from storage import households as stored
from storage.vault import Vault


@dataclass(frozen=True)
class OwnFile:
    """What is asked when a member gets a file; address, languages and Standort are those of the household."""

    family_name: str
    given_names: str = ""
    birth_date: PartialDate | None = None
    sex: str = "unknown"
    access_way: str = "self"


def household(vault: Vault, client_id: str, today: date) -> tuple[Member, ...]:
    """In the order in which they were entered, each as it may be seen today."""
    return tuple(shown(member, today) for member in stored.of_client(vault.db, client_id))


def told_household(vault: Vault, client_id: str, today: date) -> tuple[Member, ...]:
    """The household as a third party may be told of it: adults without name and day."""
    return tuple(without_adult_name(member, today) for member in stored.of_client(vault.db, client_id))


def add_member(vault: Vault, client_id: str, new: NewMember, now: datetime) -> str:
    """A child with its name, an adult with relation and year; returns the member's id."""
    member_id, today = str(uuid.uuid4()), berlin_date(now)
    with vault.transaction() as db:
        person = _require_unrestricted(db, client_id, today)
        new = check_member(new, person.family_name, code_lists.load(db), today)
        stored.insert(db, member_id, client_id, new)
        journal.note(db, now, vault.actor, "household.added", member_id)
    return member_id


def change_member(vault: Vault, member_id: str, new: NewMember, now: datetime) -> None:
    """Of a member with a file of his or her own only relation and dwelling, on both sides."""
    today = berlin_date(now)
    with vault.transaction() as db:
        client_id, member = stored.load(db, member_id)
        person, lists = _require_unrestricted(db, client_id, today), code_lists.load(db)
        if member.member_client_id is None:
            stored.update(db, member_id, check_member(new, person.family_name, lists, today))
        else:
            stored.update(db, member_id, check_linked(new, lists, today))
            other = stored.other_side(db, client_id, member.member_client_id)
            if other is not None:
                back = NewMember(inverse(new.relation, lists), lives_here=new.lives_here)
                stored.update(db, other, back)
        journal.note(db, now, vault.actor, "household.changed", member_id)


def add_member_with_file(
    vault: Vault, client_id: str, new: NewMember, site_id: str, own: OwnFile, now: datetime
) -> Opened:
    """Someone who joins the household with a name needs a file from the start."""
    bare = NewMember(new.relation, lives_here=new.lives_here)
    with vault.transaction() as db:
        today = berlin_date(now)
        member_id = str(uuid.uuid4())
        stored.insert(db, member_id, client_id, check_member(bare, "", code_lists.load(db), today))
        return _open_file(vault, member_id, site_id, own, now)


def open_file_for(vault: Vault, member_id: str, site_id: str, own: OwnFile, now: datetime) -> Opened:
    """The member becomes a person with a file and a case; both households name each other."""
    with vault.transaction():
        return _open_file(vault, member_id, site_id, own, now)


def link_member(vault: Vault, member_id: str, case_id: str, now: datetime) -> None:
    """The member is the person of this case, who has a file already."""
    with vault.transaction() as db:
        client_id, member = stored.load(db, member_id)
        _require_unrestricted(db, client_id, berlin_date(now))
        _link(db, client_id, member, cases.file_of(db, case_id).client_id)
        journal.note(db, now, vault.actor, "household.linked", member_id)


def forget_adult_names(vault: Vault, now: datetime) -> int:
    """Whoever came of age without a file keeps relation and year here; returns how many that were."""
    today = berlin_date(now)
    said = stored.said_without_file(vault.db)
    grown = [told for each in said if (told := without_adult_name(each, today)) != each]
    if grown:
        with vault.transaction() as db:
            for member in grown:
                stored.forget_name(db, member)
                journal.note(db, now, vault.actor, "household.name_erased", member.id)
    return len(grown)


def newest_case(vault: Vault, client_id: str) -> str:
    """The case to open for a member with a file."""
    return cases.newest_case(vault.db, client_id)


def _open_file(vault: Vault, member_id: str, site_id: str, own: OwnFile, now: datetime) -> Opened:
    db, today = vault.db, berlin_date(now)
    client_id, member = stored.load(db, member_id)
    person = _require_unrestricted(db, client_id, today)
    opened = admit(vault, _intake(own, person, member, site_id, today), now)
    _link(db, client_id, member, opened.client_id)
    journal.note(db, now, vault.actor, "household.file_opened", member_id)
    return opened


def _require_unrestricted(db: Connection, client_id: str, today: date) -> Person:
    """The person, unless the file is restricted."""
    require_unrestricted(cases.file_of_client(db, client_id))
    return clients.load_client(db, client_id, today).person


def _link(db: Connection, client_id: str, member: Member, other_id: str) -> None:
    """Both ways; a line that already stands for the person on the other side stays."""
    require_unrestricted(cases.file_of_client(db, other_id))
    require_linkable(member, client_id, other_id, stored.of_client(db, client_id))
    stored.link(db, member.id, other_id)
    if stored.other_side(db, client_id, other_id) is None:
        back = NewMember(inverse(member.relation, code_lists.load(db)), lives_here=member.lives_here)
        stored.insert(db, str(uuid.uuid4()), other_id, back, client_id)


def _intake(own: OwnFile, person: Person, member: Member, site_id: str, today: date) -> Intake:
    """Who lives elsewhere inherits the languages only."""
    new = Person(
        family_name=own.family_name,
        given_names=own.given_names,
        birth_date=own.birth_date,
        sex=own.sex,
        languages=person.languages,
        address=person.address if member.lives_here else Address(),
    )
    return Intake(person=new, site_id=site_id, held_on=today, access_way=own.access_way)
