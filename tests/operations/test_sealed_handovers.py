# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A case goes sealed from one real file into another: only what is covered, and as a whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from app.domain.assessment import Score
from app.domain.contact import NewContact
from app.domain.disclosure import Norm
from app.domain.errors import Refusal
from app.domain.goal import NewGoal
from app.forms import handover_sheet
from app.operations import (
    assessments,
    case_transfers,
    cases,
    consents,
    contacts,
    disclosure_info,
    documents,
    follow_ups,
    goals,
    information_sheets,
    intake_sheets,
    known_offices,
    livelihoods,
    received_cases,
)
from app.operations.case_transfers import Wish
from app.operations.vaults import Vault
from sync import case_transfer as sealed
from tests.operations.neighbours import DANGER, Neighbour, filled, sent, taken, wish

from .conftest import TODAY, Office, huong, intake
from .test_consents import signed
from .test_handovers import SAID, encodings, raw, words

CODES = {
    "residence": ("AGST", '"432"', "2027-01-10"),
    "benefits": ('"asylblg"', "2026-02-01"),
    "education_work": ('"A2"', '"work"'),
    "housing": ('"housing"',),
    "family": ("Linh", '"child"'),
}
"""How the same stands in the file that travels."""


def everything(vault: Vault) -> dict[str, int]:
    names = [name for (name,) in vault.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    left_out = ("sqlite_", "note_search_", "journal", "file_number")
    counted = [name for name in names if not name.startswith(left_out)]
    return {name: vault.db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in counted}


def test_a_released_case_arrives_with_what_is_covered(
    case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime
) -> None:
    filled(case_vault, office, now)
    covered = ("name_contact", "housing", "family")
    signed(case_vault, office, now, *covered, to=office.club)
    sent(case_vault, office, wish(neighbour, *covered), neighbour, now)
    case_id = taken(neighbour, now)
    view = cases.case_view(neighbour.vault, case_id, TODAY)
    assert view.client.display_name == "Thị Hương Nguyễn-Łukaszewicz"
    assert view.client.person.residence is None
    assert not view.client.person.nationalities
    assert not view.livelihood
    assert [goal.dimension for goal in goals.goals(neighbour.vault, case_id)] == ["housing", "family"]
    assert [member.given_names for member in view.household] == ["Linh"]
    (found,) = assessments.assessments(neighbour.vault, case_id, TODAY)
    assert found.scores == (Score("housing", 4, 2),)
    assert view.file.preliminary
    assert not consents.consents(neighbour.vault, view.file.id)
    assert view.intake is not None
    assert (view.intake.sender, view.intake.sender_basis) == (
        "Fachdienst Integration, Stadt Musterstadt",
        "consent",
    )


def test_what_left_stands_at_home_with_its_hash_and_somebody_has_to_tell_the_person(
    case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime
) -> None:
    signed(case_vault, office, now, "name_contact", to=office.club)
    sent(case_vault, office, wish(neighbour, "name_contact"), neighbour, now)
    (recorded,) = case_transfers.sent_cases(case_vault, office.case_id)
    (told,) = consents.disclosures(case_vault, office.file_id)
    assert recorded.sha256 == told.sha256 == sha256(neighbour.file.read_bytes()).hexdigest()
    assert (recorded.disclosure_id, told.channel) == (told.id, "handover")
    due = follow_ups.due_of_case(case_vault, office.case_id)
    assert "Person über die Übergabe informieren" in {each.title for each in due}


def test_the_person_hears_nothing_of_what_protects_a_child(
    case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime
) -> None:
    child = Norm("sgb8_8a", "Elsterngrund")
    sent(case_vault, office, wish(neighbour, "name_contact", norm=child), neighbour, now)
    (told,) = consents.disclosures(case_vault, office.file_id)
    assert told.withheld
    assert case_transfers.sent_cases(case_vault, office.case_id)
    assert not documents.documents(case_vault, office.file_id)
    assert "Person über die Übergabe informieren" not in {
        each.title for each in follow_ups.due_of_case(case_vault, office.case_id)
    }
    chapters = disclosure_info.gather(case_vault, office.case_id, now).chapters
    assert not {each.name for each in chapters} & {"disclosure", "sent_case", "document"}


def test_a_paper_that_was_printed_before_the_bar_stays_with_its_address(
    case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime
) -> None:
    """The handbook: a barred address never goes along."""
    known_offices.change_place(case_vault, neighbour.unit, None, True, now)
    intake_sheets.print_intake(case_vault, office.case_id, "de", now)
    information_sheets.print_information(case_vault, office.file_id, "de", now)
    assert " 2 Unterlagen" in case_transfers.preview(case_vault, office.case_id, Wish(neighbour.unit), TODAY)
    barred = replace(huong().address, blocked=True)
    cases.change_person(case_vault, office.client_id, replace(huong(), address=barred), now)
    assert " 1 Unterlagen" in case_transfers.preview(case_vault, office.case_id, Wish(neighbour.unit), TODAY)
    sent(case_vault, office, Wish(neighbour.unit), neighbour, now)
    arrived = received_cases.look_at(neighbour.vault, neighbour.file, now)
    assert [each.form for each in arrived.content.papers] == ["information"]


def test_what_changed_while_it_was_sealed_does_not_leave(
    case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime
) -> None:
    known_offices.change_place(case_vault, neighbour.unit, None, True, now)

    class Meanwhile:
        def advance(self, done: int, _total: int, _label: str) -> None:
            if done == 1:
                contacts.add_contact(case_vault, office.case_id, NewContact("talk", TODAY, "Nein"), now)

    wanted, path = Wish(neighbour.unit), neighbour.file
    with pytest.raises(Refusal, match=r"transfer\.changed_meanwhile"):
        case_transfers.hand_over(case_vault, office.case_id, wanted, None, path, now, Meanwhile())
    assert not path.exists()
    assert not case_transfers.sent_cases(case_vault, office.case_id)


def test_a_case_that_moved_away_goes_too_and_nothing_is_left_to_do(
    case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime
) -> None:
    case_vault.db.execute(
        "UPDATE client_case SET status = 'closed', closed_on = ?, closing_reason = 'moved'",
        (TODAY.isoformat(),),
    )
    known_offices.change_place(case_vault, neighbour.unit, None, True, now)
    sent(case_vault, office, Wish(neighbour.unit), neighbour, now)
    assert not follow_ups.due_of_case(case_vault, office.case_id)
    assert taken(neighbour, now)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(released=st.sets(st.sampled_from(sorted(set(SAID) - {"name_contact"}))))
def test_no_character_of_an_uncovered_field_is_in_what_is_sealed(
    case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime, released: set[str]
) -> None:
    filled(case_vault, office, now)
    covered = ("name_contact", *sorted(released))
    signed(case_vault, office, now, *covered, to=office.club)
    for asked in (covered, tuple(SAID)):
        going = case_transfers._going(case_vault, office.case_id, wish(neighbour, *asked), TODAY)
        sheet = handover_sheet.render(case_transfers._sheet(case_vault, going), now).pdf
        content = case_transfers._content(case_vault, office.case_id, going, b"-")
        whole = sealed.encode(content).decode() + words(sheet)
        hidden = set(SAID) - set(covered)
        said = [each for category in hidden for each in SAID[category]]
        codes = [each for category in hidden for each in CODES.get(category, ())]
        notes = ("Schimmel", "sucht eine", "Unterlagen")
        assert not [each for each in (*said, *codes, *notes) if each in whole]
        inside = raw(sheet)
        assert not [each for each in said for form in encodings(each) if form in inside]
    if hidden:
        with pytest.raises(Refusal, match=r"disclosure\.no_consent"):
            sent(case_vault, office, wish(neighbour, *SAID), neighbour, now)
        assert not neighbour.file.exists()


def test_without_the_name_nothing_goes(
    case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime
) -> None:
    with pytest.raises(Refusal, match=r"transfer\.name_missing"):
        case_transfers.preview(case_vault, office.case_id, wish(neighbour, "housing"), TODAY)
    signed(case_vault, office, now, "housing", to=office.club)
    with pytest.raises(Refusal, match=r"transfer\.name_missing"):
        sent(case_vault, office, wish(neighbour, "housing"), neighbour, now)


def test_a_norm_carries_a_case_too(
    case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime
) -> None:
    sent(case_vault, office, wish(neighbour, "name_contact", "residence", norm=DANGER), neighbour, now)
    view = cases.case_view(neighbour.vault, taken(neighbour, now), TODAY)
    assert view.client.person.residence is not None
    assert view.intake is not None
    assert view.intake.sender_basis == "norm"


def test_inside_one_controller_the_whole_case_goes_without_a_disclosure(
    case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime
) -> None:
    known_offices.change_place(case_vault, neighbour.unit, None, True, now)
    filled(case_vault, office, now)
    signed(case_vault, office, now, "housing", to=office.jobcenter)
    told = now.date()
    case_transfers.hand_over(case_vault, office.case_id, Wish(neighbour.unit), told, neighbour.file, now)
    assert not consents.disclosures(case_vault, office.file_id)
    case_id = taken(neighbour, now)
    entries = [e for e in cases.timeline(neighbour.vault, case_id) if e.kind == "earlier"]
    assert {(entry.code, entry.day) for entry in entries} == {("contact", TODAY), ("notice", TODAY)}
    texts = " ".join(entry.text for entry in entries)
    assert "Sie sucht eine Wohnung" in texts
    assert "Jobcenter Musterstadt, Wohnen" in texts
    assert {
        line.form
        for line in documents.documents(
            neighbour.vault, cases.case_view(neighbour.vault, case_id, TODAY).file.id
        )
    } == {"received_consent", "received_handover"}
    (goal, *_) = goals.goals(neighbour.vault, case_id)
    assert [step.text for step in goal.steps] == ["Unterlagen besorgen"]
    assert [period.legal_circle for period in livelihoods.livelihoods(neighbour.vault, case_id)] == [
        "asylblg"
    ]
    view = cases.case_view(neighbour.vault, case_id, TODAY)
    assert view.consent is None
    assert not view.spoken


def test_an_internal_act_to_another_controller_is_refused_by_rule_and_file(
    case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime
) -> None:
    with pytest.raises(dbapi2.IntegrityError, match="nothing allows this hand-over"):
        case_vault.db.execute(
            """INSERT INTO sent_case (id, case_id, unit, office, sent_on, sha256)
            VALUES ('s', ?, ?, 'x', '2026-11-22', 'h')""",
            (office.case_id, neighbour.unit),
        )
    with pytest.raises(Refusal, match=r"transfer\.name_missing"):
        sent(case_vault, office, Wish(neighbour.unit), neighbour, now)


def test_what_is_taken_in_is_taken_back_whole(
    case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime
) -> None:
    filled(case_vault, office, now)
    known_offices.change_place(case_vault, neighbour.unit, None, True, now)
    sent(case_vault, office, Wish(neighbour.unit), neighbour, now)
    before = everything(neighbour.vault)
    case_id = taken(neighbour, now)
    assert cases.search_notes(neighbour.vault, "sucht eine Wohnung")
    received_cases.take_back(neighbour.vault, case_id, now)
    assert everything(neighbour.vault) == before
    assert not cases.search_notes(neighbour.vault, "sucht eine Wohnung")
    assert taken(neighbour, now), "and the file can be taken in again"


def test_once_something_was_added_it_stays(
    case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime
) -> None:
    sent(case_vault, office, wish(neighbour, "name_contact", norm=DANGER), neighbour, now)
    case_id = taken(neighbour, now)
    contacts.add_contact(neighbour.vault, case_id, NewContact("phone", TODAY, ""), now)
    before = everything(neighbour.vault)
    with pytest.raises(Refusal, match=r"transfer\.worked_on"):
        received_cases.take_back(neighbour.vault, case_id, now)
    assert everything(neighbour.vault) == before
    assert received_cases.source_of(neighbour.vault, case_id) is not None


def test_the_same_person_gets_a_new_case_in_the_known_file(
    case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime
) -> None:
    filled(case_vault, office, now)
    known_offices.change_place(case_vault, neighbour.unit, None, True, now)
    person = cases.case_view(case_vault, office.case_id, TODAY).client.person
    known = cases.take_in(
        neighbour.vault, intake(neighbour.site_id, replace(person, works_in="Bäckerei")), now
    )
    sent(case_vault, office, Wish(neighbour.unit), neighbour, now)
    arrived = received_cases.look_at(neighbour.vault, neighbour.file, now)
    assert [each.known.client_id for each in arrived.known] == [known.client_id]
    with pytest.raises(Refusal, match=r"transfer\.case_still_open"):
        taken(neighbour, now, known.client_id)
    neighbour.vault.db.execute(
        "UPDATE client_case SET status = 'closed', closed_on = ?, closing_reason = 'moved'",
        (TODAY.isoformat(),),
    )
    before = everything(neighbour.vault)
    case_id = taken(neighbour, now, known.client_id)
    view = cases.case_view(neighbour.vault, case_id, TODAY)
    assert (view.client.id, view.case.number) == (known.client_id, 2)
    assert view.client.person.works_in == "Bäckerei"
    assert len(goals.goals(neighbour.vault, case_id)) == 3
    received_cases.take_back(neighbour.vault, case_id, now)
    assert everything(neighbour.vault) == before


def test_health_waits_on_the_sheet_for_a_consent_of_this_office(
    case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime
) -> None:
    signed(case_vault, office, now, "name_contact", "health", to=office.club)
    goals.set_goal(case_vault, office.case_id, NewGoal("Gesund werden", "health", TODAY), now)
    sent(case_vault, office, wish(neighbour, "name_contact", "health"), neighbour, now)
    arrived = received_cases.look_at(neighbour.vault, neighbour.file, now)
    assert "Gesundwerden" in words(arrived.content.sheet)
    assert not goals.goals(neighbour.vault, taken(neighbour, now))


def test_it_counts_from_the_day_on_which_it_came(
    case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime
) -> None:
    filled(case_vault, office, now)
    known_offices.change_place(case_vault, neighbour.unit, None, True, now)
    sent(case_vault, office, Wish(neighbour.unit), neighbour, now)
    later = now + timedelta(days=10)
    case_id = taken(neighbour, later)
    assert cases.case_view(neighbour.vault, case_id, TODAY).case.opened_on == later.date()
    assert not neighbour.vault.db.execute("SELECT 1 FROM contact").fetchone()
