# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sites, persons, files and cases: taking in, finding, looking, changing, closing."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from app.domain.case import (
    CaseLine,
    Closing,
    File,
    Opened,
    check_basis,
    check_closing,
    erase_day,
    file_number,
    require_open,
    require_unrestricted,
)
from app.domain.case_view import CaseView, FileNotice
from app.domain.client import Client, Person, check_person
from app.domain.code_lists import CodeLists
from app.domain.consent import Consent, current_consent, released_categories
from app.domain.controller import Controller, check_controller
from app.domain.dates import berlin_date
from app.domain.disclosure import SpokenAnswer, spoken_answer
from app.domain.errors import Refusal
from app.domain.intake import Intake, check_intake, check_target_groups
from app.domain.site import Site, check_site
from app.domain.timeline import NoteHit, TimelineEntry
from storage import (
    Connection,
    clients,
    code_lists,
    consents,
    follow_ups,
    journal,
    search,
    services,
)
from storage import (
    case_list as case_lines,
)
from storage import cases as stored
from storage import sites as stored_sites
from storage import (
    timeline as history,
)
from storage.vault import Vault

RESIDENCE_WARNING = timedelta(days=90)
CONSENT_WARNING = timedelta(days=30)


def add_site(vault: Vault, code: str, name: str, municipality: str, now: datetime) -> str:
    """A further Standort; returns its id."""
    site = Site(str(uuid.uuid4()), code.strip().upper(), name.strip(), municipality)
    check_site(site, sites(vault), lists(vault), berlin_date(now))
    with vault.transaction() as db:
        stored_sites.insert_site(db, site)
        journal.note(db, now, vault.actor, "site.added", site.id)
    return site.id


def sites(vault: Vault) -> tuple[Site, ...]:
    return stored_sites.sites(vault.db)


def lists(vault: Vault) -> CodeLists:
    return code_lists.load(vault.db)


def set_controller(vault: Vault, controller: Controller, now: datetime) -> None:
    check_controller(controller)
    with vault.transaction() as db:
        stored_sites.set_controller(db, controller)
        journal.note(db, now, vault.actor, "controller.set")


def controller(vault: Vault) -> Controller | None:
    """Who answers for the file; None until it was set."""
    return stored_sites.controller(vault.db)


def take_in(vault: Vault, intake: Intake, now: datetime) -> Opened:
    """A person with a preliminary file and a case; one who is not accepted gets the case closed at once."""
    today = berlin_date(now)
    check_intake(intake, lists(vault), today)
    client = Client(str(uuid.uuid4()), check_person(intake.person, lists(vault), today))
    with vault.transaction() as db:
        site = stored_sites.site(db, intake.site_id)
        year = intake.held_on.year
        number = file_number(site.code, year, stored.next_file_number(db, site.code, year))
        opened = _open_file(db, client, number, intake, now)
        journal.note(db, now, vault.actor, f"intake.{intake.decision}", opened.case_id)
    return opened


def reopen(vault: Vault, file_id: str, site_id: str, now: datetime) -> str:
    """A new case in a file whose cases are closed; returns the case's id."""
    with vault.transaction() as db:
        require_unrestricted(stored.load_file(db, file_id))
        if stored.has_open_case(db, file_id):
            raise Refusal("case.still_open")
        case_id = stored.insert_case(db, file_id, site_id, berlin_date(now))
        journal.note(db, now, vault.actor, "case.reopened", case_id)
    return case_id


def set_basis(vault: Vault, file_id: str, basis: str, day: date, now: datetime) -> None:
    """What the file stands on; the file is no longer preliminary.

    After a withdrawal a task is no way round it: only a new signature opens the file.
    """
    with vault.transaction() as db:
        require_unrestricted(stored.load_file(db, file_id))
        consent = current_consent(consents.load_consents(db, file_id))
        signed = consent is not None and consent.status == "signed"
        check_basis(basis, day, signed, berlin_date(now))
        stored.set_basis(db, file_id, basis, day)
        journal.note(db, now, vault.actor, f"file.basis_{basis}", file_id)


def change_person(vault: Vault, client_id: str, person: Person, now: datetime) -> None:
    """Corrections and changes; a changed address, residence or livelihood begins a new period today."""
    today = berlin_date(now)
    client = Client(client_id, check_person(person, lists(vault), today))
    with vault.transaction() as db:
        clients.update_client(db, client, today, now)
        journal.note(db, now, vault.actor, "client.changed", client_id)


def set_target_groups(vault: Vault, case_id: str, codes: tuple[str, ...], now: datetime) -> None:
    """The groups the person belongs to; health or orientation only with a signed release of it."""
    today = berlin_date(now)
    with vault.transaction() as db:
        require_open(stored.load_case(db, case_id))
        file = stored.file_of(db, case_id)
        require_unrestricted(file)
        released = released_categories(consents.load_consents(db, file.id), today)
        check_target_groups(codes, released, lists(vault), today)
        stored.set_target_groups(db, case_id, codes)
        journal.note(db, now, vault.actor, "case.target_groups_set", case_id)


def exclude_from_statistics(vault: Vault, client_id: str, excluded: bool, now: datetime) -> None:
    """The person's objection (Art. 21 DSGVO), or its end."""
    with vault.transaction() as db:
        clients.exclude_from_statistics(db, client_id, excluded)
        journal.note(db, now, vault.actor, f"client.{'excluded' if excluded else 'counted'}", client_id)


def close_case(vault: Vault, case_id: str, closing: Closing, now: datetime) -> int:
    """Closes the case; returns how many open follow-ups were dropped with it."""
    with vault.transaction() as db:
        check_closing(stored.load_case(db, case_id), closing, lists(vault), berlin_date(now))
        stored.close(db, case_id, closing)
        dropped = follow_ups.drop_all(db, case_id)
        journal.note(db, now, vault.actor, "case.closed", case_id)
    return dropped


def case_list(vault: Vault, query: str = "", status: str = "open") -> tuple[CaseLine, ...]:
    """Cases found while typing: names, file number, birth date, phone; `status` is open, closed or all."""
    return case_lines.find(vault.db, query, status)


def case_view(vault: Vault, case_id: str, today: date) -> CaseView:
    db = vault.db
    case, file = stored.load_case(db, case_id), stored.file_of(db, case_id)
    notices = consents.load_consents(db, file.id)
    return CaseView(
        client=clients.load_client(db, file.client_id, today),
        file=file,
        case=case,
        site=stored_sites.site(db, case.site_id),
        intake=stored.intake_note(db, case_id),
        target_groups=stored.target_groups(db, case_id),
        consent=current_consent(notices),
        spoken=_spoken(db, file.id, notices, today),
        next_follow_up=follow_ups.next_of_case(db, case_id),
    )


def file_notices(vault: Vault, today: date) -> tuple[FileNotice, ...]:
    """What will not wait: files without basis or signature, consents and residence that end soon.

    A residence status is named as many days before its end as its list says (a Duldung 21, a title 90).
    """
    known = lists(vault)
    found = case_lines.notices(vault.db, today + RESIDENCE_WARNING, today + CONSENT_WARNING)
    return tuple(n for n in found if n.kind != "residence" or n.day <= today + _warning(known, n.code))


def timeline(vault: Vault, case_id: str, kinds: tuple[str, ...] = ()) -> tuple[TimelineEntry, ...]:
    """The Verlauf, newest first; `kinds` empty means all of them."""
    file = stored.file_of(vault.db, case_id)
    return history.entries(vault.db, case_id, file.id, kinds or history.KINDS)


def search_notes(vault: Vault, text: str) -> tuple[NoteHit, ...]:
    """Notes of all cases that hold the text, however short it is."""
    return search.find_notes(vault.db, text)


def _warning(known: CodeLists, status: str) -> timedelta:
    return timedelta(days=int(known.fact("residence_status", status, "warn_days") or RESIDENCE_WARNING.days))


def _open_file(db: Connection, client: Client, number: str, intake: Intake, now: datetime) -> Opened:
    day = intake.held_on
    file = File(str(uuid.uuid4()), client.id, number, None, None, day, erase_day(day))
    clients.insert_client(db, client, now)
    stored.insert_file(db, file)
    case_id = stored.insert_case(db, file.id, intake.site_id, day)
    intake_id = stored.insert_intake(db, case_id, intake)
    stored.set_target_groups(db, case_id, intake.target_groups)
    search.index_note(db, intake_id, case_id, intake.request, intake.decision_reason)
    if intake.decision == "not_accepted":
        stored.close(db, case_id, Closing("other", day, intake.decision_reason))
    return Opened(client.id, file.id, case_id, number)


def _spoken(
    db: Connection, file_id: str, notices: tuple[Consent, ...], today: date
) -> tuple[SpokenAnswer, ...]:
    recipients = services.named_in_consents(db, file_id)
    return tuple(spoken_answer(notices, recipient, today) for recipient in recipients)
