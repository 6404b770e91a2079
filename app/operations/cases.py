# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sites, persons, files and cases: taking in, finding, looking, changing, closing."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta

from app.domain.authorisation import Authorisation, standing
from app.domain.case import (
    Case,
    CaseLine,
    CaseOfFile,
    Closing,
    File,
    Opened,
    check_basis,
    erase_day,
    file_number,
    require_open,
    require_unrestricted,
)
from app.domain.case_view import CaseView, FileNotice
from app.domain.client import Client, Person, Residence, check_person
from app.domain.code_lists import CodeLists
from app.domain.consent import Consent, current_consent, released_categories
from app.domain.controller import Controller, check_controller
from app.domain.dates import berlin_date
from app.domain.disclosure import SpokenAnswer, spoken_answer
from app.domain.errors import Refusal
from app.domain.household import shown
from app.domain.intake import Intake, check_intake, check_target_groups, groups_to_see
from app.domain.residence import WARN_DAYS, ends_on, require_duty_noted, warn_days
from app.domain.site import Site, check_site
from app.domain.timeline import NoteHit, TimelineEntry
from app.operations.acts import go_on_in_case
from app.operations.livelihoods import begin as begin_livelihood
from app.operations.livelihoods import keep_deadlines
from storage import (
    Connection,
    authorisations,
    clients,
    code_lists,
    consents,
    follow_ups,
    households,
    journal,
    livelihoods,
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


def take_in(
    vault: Vault,
    intake: Intake,
    now: datetime,
    duty_noted: bool = False,
    short_advice_id: str | None = None,
) -> Opened:
    """A person with a preliminary file and a case; one who is not accepted gets the case closed at once.

    `duty_noted`: § 87 AufenthG was pointed out, where the residence status asks for that.
    `short_advice_id`: the Kurzberatung that goes on in the case, so that nobody is counted twice.
    """
    require_duty_noted(None, _status(intake.person), duty_noted, lists(vault))
    with vault.transaction() as db:
        opened = admit(vault, intake, now)
        if short_advice_id is not None and intake.decision == "accepted":
            go_on_in_case(db, short_advice_id, opened.case_id)
            journal.note(db, now, vault.actor, "short_advice.continued", short_advice_id)
        return opened


def admit(vault: Vault, intake: Intake, now: datetime) -> Opened:
    """Takes in within the caller's transaction."""
    db, today = vault.db, berlin_date(now)
    check_intake(intake, lists(vault), today)
    client = Client(str(uuid.uuid4()), check_person(intake.person, lists(vault), today))
    site = stored_sites.site(db, intake.site_id)
    year = intake.held_on.year
    number = file_number(site.code, year, stored.next_file_number(db, site.code, year))
    opened = _open_file(vault, client, number, intake, now)
    journal.note(db, now, vault.actor, f"intake.{intake.decision}", opened.case_id)
    return opened


def reopen(vault: Vault, file_id: str, site_id: str, now: datetime) -> str:
    """A new case in a file whose cases are closed; returns the case's id."""
    with vault.transaction() as db:
        require_unrestricted(stored.load_file(db, file_id))
        if stored.has_open_case(db, file_id):
            raise Refusal("case.still_open")
        case_id = stored.insert_case(db, file_id, site_id, berlin_date(now), vault.actor.id)
        keep_deadlines(db, case_id, berlin_date(now))
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


def change_person(
    vault: Vault, client_id: str, person: Person, now: datetime, duty_noted: bool = False
) -> None:
    """Corrections and changes; a changed address or residence begins a new period today.

    `duty_noted` as in `take_in`.
    """
    today = berlin_date(now)
    client = Client(client_id, check_person(person, lists(vault), today))
    with vault.transaction() as db:
        require_unrestricted(stored.file_of_client(db, client_id))
        before = clients.load_client(db, client_id, today).person
        require_duty_noted(_status(before), _status(person), duty_noted, lists(vault))
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


def case_list(
    vault: Vault,
    query: str = "",
    status: str = "open",
    *,
    mine: bool = False,
    at_most: int = case_lines.EVERY,
) -> tuple[CaseLine, ...]:
    """Cases found while typing: names, file number, birth date, phone; `status` is open, closed or all.

    `mine`: those for which the acting person answers.
    """
    return case_lines.find(vault.db, query, status, vault.actor.id if mine else None, at_most)


def case_count(vault: Vault, query: str = "", status: str = "open", *, mine: bool = False) -> int:
    """How many cases `case_list` would give."""
    return case_lines.count(vault.db, query, status, vault.actor.id if mine else None)


def cases_of_file(vault: Vault, file_id: str) -> tuple[CaseOfFile, ...]:
    """All cases of a person's file, the first one first."""
    return stored.of_file(vault.db, file_id)


def require_case(vault: Vault, case_id: str) -> None:
    """Refusal `case.gone` once its file is erased."""
    stored.load_case(vault.db, case_id)


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
        target_groups=groups_to_see(
            stored.target_groups(db, case_id), released_categories(notices, today), lists(vault)
        ),
        consent=current_consent(notices),
        spoken=_spoken(db, file, notices, today),
        next_follow_up=follow_ups.next_of_case(db, case_id),
        livelihood=livelihoods.of_client(db, file.client_id),
        household=tuple(shown(member, today) for member in households.of_client(db, file.client_id)),
        authorised=_authorised(db, case, today),
        excluded_on=clients.excluded_on(db, file.client_id),
    )


def _authorised(db: Connection, case: Case, today: date) -> tuple[Authorisation, ...]:
    """A Vollmacht holds at the longest until the end of the counselling."""
    known = authorisations.of_file(db, case.file_id)
    return () if case.status == "closed" else standing(known, today)


def file_notices(vault: Vault, today: date) -> tuple[FileNotice, ...]:
    """What will not wait: files without basis or signature, consents and residence that end soon.

    A residence status is named as many days before its end as its list says (a Duldung 21, a title 90).
    """
    known = lists(vault)
    found = case_lines.notices(vault.db, today + timedelta(days=WARN_DAYS), today + CONSENT_WARNING)
    ends = (_by_its_end(n, known) for n in found)
    return tuple(n for n in ends if n.kind != "residence" or _near(n.day, n.code, known, today))


def timeline(
    vault: Vault,
    case_id: str,
    kinds: tuple[str, ...] = (),
    until: date | None = None,
    at_most: int = history.EVERY,
) -> tuple[TimelineEntry, ...]:
    """The Verlauf, newest first; `kinds` empty means all, `until` leaves out what is still to come."""
    return history.entries(vault.db, case_id, kinds or history.KINDS, until, at_most)


def timeline_count(vault: Vault, case_id: str, kinds: tuple[str, ...] = (), until: date | None = None) -> int:
    """How long the Verlauf is."""
    return history.count(vault.db, case_id, kinds or history.KINDS, until)


def search_notes(vault: Vault, text: str, at_most: int = case_lines.EVERY) -> tuple[NoteHit, ...]:
    """Notes of all cases that hold the text, however short it is."""
    return search.find_notes(vault.db, text, at_most)


def _by_its_end(notice: FileNotice, known: CodeLists) -> FileNotice:
    """With the day on which a title ends, which may be later than that of its paper."""
    if notice.kind != "residence":
        return notice
    return replace(notice, day=ends_on(Residence(notice.code, notice.day), known) or notice.day)


def _near(expires_on: date, status: str, known: CodeLists, today: date) -> bool:
    return expires_on <= today + timedelta(days=warn_days(status, known))


def _status(person: Person) -> str | None:
    return person.residence.status if person.residence else None


def _open_file(vault: Vault, client: Client, number: str, intake: Intake, now: datetime) -> Opened:
    db, day = vault.db, intake.held_on
    file = File(str(uuid.uuid4()), client.id, number, None, None, day, erase_day(day))
    clients.insert_client(db, client, now)
    stored.insert_file(db, file)
    case_id = stored.insert_case(db, file.id, intake.site_id, day, vault.actor.id)
    intake_id = stored.insert_intake(db, case_id, intake)
    stored.set_target_groups(db, case_id, intake.target_groups)
    search.index_note(db, intake_id, case_id, intake.request, intake.decision_reason)
    if intake.livelihood is not None:
        begin_livelihood(db, client.id, intake.livelihood, now)
    if intake.decision == "not_accepted":
        stored.close(db, case_id, Closing("other", day, intake.decision_reason, "office"))
    else:
        keep_deadlines(db, case_id, berlin_date(now))
    return Opened(client.id, file.id, case_id, number)


def _spoken(
    db: Connection, file: File, notices: tuple[Consent, ...], today: date
) -> tuple[SpokenAnswer, ...]:
    """Who asked for a restriction has nothing told, whatever was released before."""
    recipients = services.named_in_consents(db, file.id)
    answers = tuple(spoken_answer(notices, recipient, today) for recipient in recipients)
    if file.restricted_reason is None:
        return answers
    return tuple(
        replace(each, covered=(), refused=(*each.covered, *each.refused), until=None) for each in answers
    )
