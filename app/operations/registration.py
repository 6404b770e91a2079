# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Erfassungslisten: making a list, its persons, who may stand there twice, and letting the persons go."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.client import Channel, Person
from app.domain.dates import berlin_date
from app.domain.duplicates import Candidate
from app.domain.errors import Refusal
from app.domain.names import search_form
from app.domain.registration import (
    FoundPersons,
    Import,
    ListData,
    ListLine,
    PersonData,
    RegisteredPerson,
    RegistrationList,
    check_list,
    check_person,
    registered,
    require_not_erased,
)
from app.domain.registration_handover import Handover
from app.operations import duplicates
from storage import Connection, code_lists, drafts, journal, services
from storage import registration as stored
from storage.vault import Vault


@dataclass(frozen=True)
class Hints:
    """Who of a list stands there twice, and who has a namesake among the persons with a file."""

    twice: frozenset[str]
    perhaps_in_file: frozenset[str]


def add_list(vault: Vault, data: ListData, now: datetime) -> str:
    """An empty list; returns its id."""
    listed = RegistrationList(
        id=str(uuid.uuid4()), begun_on=berlin_date(now), **vars(_checked(vault, data, now))
    )
    with vault.transaction() as db:
        stored.insert_list(db, listed)
        journal.note(db, now, vault.actor, "registration.list_added", listed.id)
    return listed.id


def change_list(vault: Vault, list_id: str, data: ListData, now: datetime) -> None:
    """Its title or basis; the recipient stays once somebody has signed for it."""
    checked = _checked(vault, data, now)
    with vault.transaction() as db:
        known = _open_list(db, list_id)
        if known.service_id != checked.service_id and stored.has_signatures(db, list_id):
            raise Refusal("registration.recipient_stays")
        stored.update_list(db, replace(known, **vars(checked)))
        journal.note(db, now, vault.actor, "registration.list_changed", list_id)


def lists(vault: Vault) -> tuple[ListLine, ...]:
    """All of them, those of which only counts are left last."""
    return stored.lines(vault.db)


def registration_list(vault: Vault, list_id: str) -> RegistrationList:
    return stored.load_list(vault.db, list_id)


def persons(vault: Vault, list_id: str, words: str, most: int) -> FoundPersons:
    """Those whose names hold the words, in any spelling the search form knows; at most so many."""
    return stored.find_persons(vault.db, list_id, search_form(words), most)


def person(vault: Vault, person_id: str) -> RegisteredPerson:
    """A Refusal where he or she stands in no list any more."""
    found = stored.load_person(vault.db, person_id)
    if found is None:
        raise Refusal("registration.person_gone")
    return found


def add_person(vault: Vault, list_id: str, data: PersonData, now: datetime) -> str:
    """A further row; returns its id."""
    checked = check_person(data, code_lists.load(vault.db), berlin_date(now))
    with vault.transaction() as db:
        _open_list(db, list_id)
        added = registered(checked, str(uuid.uuid4()), list_id, stored.next_position(db, list_id))
        stored.insert_persons(db, [added])
        journal.note(db, now, vault.actor, "registration.person_added", added.id)
    return added.id


def change_person(vault: Vault, person_id: str, data: PersonData, now: datetime) -> None:
    checked = check_person(data, code_lists.load(vault.db), berlin_date(now))
    with vault.transaction() as db:
        known = person(vault, person_id)
        stored.update_person(
            db, registered(checked, known.id, known.list_id, known.position, known.import_id)
        )
        journal.note(db, now, vault.actor, "registration.person_changed", person_id)


def remove_person(vault: Vault, person_id: str, now: datetime) -> RegisteredPerson:
    """The row goes, with what was begun about it; what it was is returned, to be put back at once."""
    with vault.transaction() as db:
        gone = person(vault, person_id)
        stored.delete_person(db, person_id)
        if (begun := drafts.draft_of(db, f"registration_person:{person_id}", gone.list_id)) is not None:
            drafts.delete_draft(db, begun.id)
        journal.note(db, now, vault.actor, "registration.person_removed", person_id)
    return gone


def put_back(vault: Vault, gone: RegisteredPerson, now: datetime) -> None:
    """The row where it was."""
    with vault.transaction() as db:
        _open_list(db, gone.list_id)
        stored.insert_persons(db, [gone])
        journal.note(db, now, vault.actor, "registration.person_returned", gone.id)


def hints(vault: Vault, list_id: str) -> Hints:
    return Hints(
        stored.twice_in_list(vault.db, list_id), stored.with_a_namesake_in_the_file(vault.db, list_id)
    )


def perhaps_known(vault: Vault, data: PersonData) -> tuple[Candidate, ...]:
    """The likeliest persons with a file, with the reasons."""
    channels = (Channel("phone", data.phone),) if data.phone else ()
    return duplicates.perhaps_known(
        vault, Person(data.family_name, data.given_names, birth_date=data.born, channels=channels)
    )


def imports(vault: Vault, list_id: str) -> tuple[Import, ...]:
    """What came in together and can still go together, the newest first."""
    return stored.imports(vault.db, list_id)


def handovers(vault: Vault, list_id: str) -> tuple[Handover, ...]:
    """What left, the last first; it stays when the persons are gone."""
    return stored.handovers(vault.db, list_id)


def erase_list(vault: Vault, list_id: str, now: datetime) -> int:
    """Every person of the list goes for good; counts stay. Returns how many there were."""
    with vault.transaction() as db:
        _open_list(db, list_id)
        return _erase(vault, db, list_id, now)


def erase_due(vault: Vault, now: datetime) -> int:
    """Lets go of the persons of every list whose last day has come; returns how many that were."""
    due = stored.due(vault.db, berlin_date(now))
    if not due:
        return 0
    with vault.transaction() as db:
        return sum(_erase(vault, db, list_id, now) for list_id in due)


def _erase(vault: Vault, db: Connection, list_id: str, now: datetime) -> int:
    gone = stored.erase(db, list_id, berlin_date(now))
    journal.note(db, now, vault.actor, "registration.list_erased", list_id)
    return gone


def _open_list(db: Connection, list_id: str) -> RegistrationList:
    """A list that still takes persons."""
    listed = stored.load_list(db, list_id)
    require_not_erased(listed)
    return listed


def _checked(vault: Vault, data: ListData, now: datetime) -> ListData:
    recipient = services.load_service(vault.db, data.service_id) if data.service_id else None
    return check_list(data, recipient, code_lists.load(vault.db), berlin_date(now))
