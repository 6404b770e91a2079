# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Household, files of members, representatives, special categories and network in a real file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from app.domain.case import Opened
from app.domain.client import Address, Person
from app.domain.consent import WantedRelease
from app.domain.dates import PartialDate
from app.domain.errors import InvalidInput, Refusal
from app.domain.household import Member, NewMember
from app.domain.intake import Intake
from app.domain.network import NewNetworkPerson
from app.domain.referral import NewReferral
from app.domain.representation import NewRepresentative, OwnCapacity
from app.operations import (
    addresses,
    cases,
    consents,
    households,
    networks,
    referrals,
    representatives,
    special_facts,
    transfers,
)
from app.operations import bin as paper_bin
from app.operations.households import OwnFile
from app.operations.vaults import Vault
from storage import clients, identities

TODAY = date(2026, 11, 22)
ELIF = NewMember("child", "Elif", born=PartialDate(2019, 3, 1))


def household(vault: Vault, client_id: str, today: date = TODAY) -> list[Member]:
    return list(households.household(vault, client_id, today))


def sign(vault: Vault, office: Any, now: datetime, *categories: str) -> str:
    """A signed notice towards the club that gives these categories; its id."""
    rows = tuple(WantedRelease(office.club, c, "counselling", "both") for c in categories)
    consent_id = consents.prepare(vault, office.file_id, rows, "de", TODAY + timedelta(days=365), now)
    consents.print_notice(vault, consent_id, "", now)
    notice = next(c for c in consents.consents(vault, office.file_id) if c.id == consent_id)
    consents.sign(vault, consent_id, TODAY, {row.id: "given" for row in notice.rows}, now)
    return consent_id


def test_children_stand_with_their_names_in_the_order_of_entry(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    for name, year in (("Elif", 2019), ("Can", 2021), ("Derya", 2023)):
        new = NewMember("child", name, born=PartialDate(year))
        households.add_member(case_vault, office.client_id, new, now)
    households.add_member(case_vault, office.client_id, NewMember("spouse", born=PartialDate(1988)), now)
    found = household(case_vault, office.client_id)
    assert [(m.name, m.born) for m in found] == [
        ("Elif Nguyễn-Łukaszewicz", PartialDate(2019)),
        ("Can Nguyễn-Łukaszewicz", PartialDate(2021)),
        ("Derya Nguyễn-Łukaszewicz", PartialDate(2023)),
        ("", PartialDate(1988)),
    ]
    assert cases.case_view(case_vault, office.case_id, TODAY).household == tuple(found)


def test_a_line_is_corrected_and_goes_into_the_bin_and_back(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    member_id = households.add_member(case_vault, office.client_id, ELIF, now)
    changed = NewMember("foster_child", "Élif", "Kaya", PartialDate(2018), lives_here=False)
    households.change_member(case_vault, member_id, changed, now)
    (found,) = household(case_vault, office.client_id)
    assert found == Member(member_id, "foster_child", "Élif", "Kaya", PartialDate(2018), False)
    bin_id = paper_bin.remove(case_vault, "household_member", member_id, now)
    assert household(case_vault, office.client_id) == []
    paper_bin.restore(case_vault, bin_id, now)
    assert household(case_vault, office.client_id) == [found]


def test_a_wrong_link_goes_from_both_files_and_comes_back_into_both(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    """Else the file of somebody of the same name would go on naming this person."""
    member_id = households.add_member(case_vault, office.client_id, NewMember("sibling"), now)
    own = OwnFile("Kaya", "Jan")
    other = households.open_file_for(case_vault, member_id, office.site_id, own, now)
    households.add_member(case_vault, other.client_id, ELIF, now)
    before = (household(case_vault, office.client_id), household(case_vault, other.client_id))
    bin_id = paper_bin.remove(case_vault, "household_member", member_id, now)
    assert household(case_vault, office.client_id) == []
    assert [each.given_names for each in household(case_vault, other.client_id)] == ["Elif"]
    paper_bin.restore(case_vault, bin_id, now)
    assert (household(case_vault, office.client_id), household(case_vault, other.client_id)) == before


def test_the_name_of_a_child_is_hidden_on_the_eighteenth_birthday(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    households.add_member(case_vault, office.client_id, ELIF, now)
    (day_before,) = household(case_vault, office.client_id, date(2037, 2, 28))
    (birthday,) = household(case_vault, office.client_id, date(2037, 3, 1))
    assert day_before.given_names == "Elif"
    assert (birthday.name, birthday.born) == ("", PartialDate(2019))


def test_an_adult_gets_a_file_that_inherits_and_both_know_each_other(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    spouse = NewMember("spouse", born=PartialDate(1988))
    member_id = households.add_member(case_vault, office.client_id, spouse, now)
    own = OwnFile("Łukaszewicz", "Jan", PartialDate(1988, 5, 4), "male")
    opened = households.open_file_for(case_vault, member_id, office.site_id, own, now)
    view = cases.case_view(case_vault, opened.case_id, TODAY)
    first = cases.case_view(case_vault, office.case_id, TODAY)
    assert view.client.person.address == first.client.person.address
    assert view.client.person.languages == first.client.person.languages
    assert view.site.id == office.site_id
    (member,) = first.household
    assert (member.name, member.born) == ("Jan Łukaszewicz", PartialDate(1988, 5, 4))
    assert member.member_client_id == opened.client_id
    (back,) = view.household
    assert (back.relation, back.member_client_id) == ("spouse", office.client_id)
    assert households.newest_case(case_vault, opened.client_id) == opened.case_id
    with pytest.raises(Refusal) as refused:
        households.open_file_for(case_vault, member_id, office.site_id, own, now)
    assert refused.value.code == "household.has_file"
    assert len(cases.case_list(case_vault)) == 2  # the refused one left nothing behind


def test_a_name_in_the_own_file_is_the_name_in_the_household(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    opened = households.add_member_with_file(
        case_vault, office.client_id, NewMember("parent"), office.site_id, OwnFile("Trần", "Văn"), now
    )
    cases.change_person(case_vault, opened.client_id, Person("Trần", "Văn Đức"), now)
    (member,) = household(case_vault, office.client_id)
    assert member.name == "Văn Đức Trần"
    (back,) = household(case_vault, opened.client_id)
    assert back.relation == "child"


def test_relation_and_dwelling_of_a_linked_member_change_on_both_sides(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    opened = households.add_member_with_file(
        case_vault, office.client_id, NewMember("parent"), office.site_id, OwnFile("Trần"), now
    )
    (member,) = household(case_vault, office.client_id)
    new = NewMember("grandparent", "Somebody", "Else", PartialDate(1999, 1, 1), lives_here=False)
    households.change_member(case_vault, member.id, new, now)
    (member,), (back,) = household(case_vault, office.client_id), household(case_vault, opened.client_id)
    assert (member.relation, member.lives_here, member.name) == ("grandparent", False, "Trần")
    assert (back.relation, back.lives_here, back.name) == (
        "grandchild",
        False,
        "Thị Hương Nguyễn-Łukaszewicz",
    )


def test_who_lives_elsewhere_inherits_no_address(case_vault: Vault, office: Any, now: datetime) -> None:
    away = NewMember("parent", lives_here=False)
    opened = households.add_member_with_file(
        case_vault, office.client_id, away, office.site_id, OwnFile("Trần"), now
    )
    person = cases.case_view(case_vault, opened.case_id, TODAY).client.person
    assert (person.address.street, person.languages[0].code) == ("", "vi")


def test_a_member_is_linked_to_the_file_there_is(case_vault: Vault, office: Any, now: datetime) -> None:
    other = cases.take_in(case_vault, Intake(Person("Trần", "Văn Đức"), office.site_id, TODAY, "self"), now)
    member_id = households.add_member(case_vault, office.client_id, NewMember("sibling"), now)
    households.link_member(case_vault, member_id, other.case_id, now)
    assert household(case_vault, office.client_id)[0].name == "Văn Đức Trần"
    assert household(case_vault, other.client_id)[0].relation == "sibling"
    again = households.add_member(case_vault, office.client_id, NewMember("friend"), now)
    for case_id in (other.case_id, office.case_id):
        with pytest.raises(Refusal):
            households.link_member(case_vault, again, case_id, now)


def test_a_file_that_cannot_be_opened_leaves_no_member_behind(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    with pytest.raises(InvalidInput):
        households.add_member_with_file(
            case_vault, office.client_id, NewMember("parent"), office.site_id, OwnFile(""), now
        )
    assert household(case_vault, office.client_id) == []


def test_a_referral_tells_children_by_name_and_of_adults_the_year(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    households.add_member(case_vault, office.client_id, ELIF, now)
    own = OwnFile("Łukaszewicz", "Jan", PartialDate(1988, 5, 4))
    households.add_member_with_file(
        case_vault, office.client_id, NewMember("spouse"), office.site_id, own, now
    )
    new = NewReferral(office.club, "family", TODAY, ("family", "name_contact"), "counselling")
    sign(case_vault, office, now, "name_contact")
    assert "Elif" not in referrals.transfer_text(case_vault, office.case_id, new, TODAY)
    sign(case_vault, office, now, "family")
    told = referrals.transfer_text(case_vault, office.case_id, new, TODAY)
    assert "Kind Elif Nguyễn-Łukaszewicz, geboren 01.03.2019" in told
    assert "Ehefrau oder Ehemann, geboren 1988" in told
    assert "Jan" not in told


def test_names_of_children_and_representatives_are_known_to_the_check_before_a_release(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    households.add_member(case_vault, office.client_id, ELIF, now)
    young = Person("Kaya", "Can", birth_date=PartialDate(2012, 5, 1))
    child = cases.take_in(case_vault, Intake(young, office.site_id, TODAY, "self"), now)
    for name in ("Hülya Kaya", "Jobcenter Musterstadt"):
        new = NewRepresentative(name, "guardian")
        representatives.add_representative(case_vault, child.client_id, new, now)
    assert {"Elif", "Hülya Kaya"} <= identities.names(case_vault.db)
    assert "Jobcenter Musterstadt" not in identities.names(case_vault.db)
    assert {"2019-03-01", "2012-05-01"} <= identities.birth_dates(case_vault.db)


def test_a_minor_with_a_guardian(case_vault: Vault, office: Any, now: datetime) -> None:
    young = Person("Kaya", "Can", birth_date=PartialDate(2012, 5, 1))
    child = cases.take_in(case_vault, Intake(young, office.site_id, TODAY, "self"), now)
    state = representatives.representation(case_vault, child.client_id, TODAY)
    assert (state.minor, state.missing, state.own_capacity) == (True, 1, None)
    new = NewRepresentative("Jugendamt", "supplementary")
    one = representatives.add_representative(case_vault, child.client_id, new, now)
    assert representatives.representation(case_vault, child.client_id, TODAY).missing == 1
    new = NewRepresentative("Jugendamt", "guardian", "02241 1")
    representatives.change_representative(case_vault, one, new, now)
    judged = OwnCapacity(True, TODAY, "Kann Zweck und Widerruf erklären.")
    representatives.judge_capacity(case_vault, child.client_id, OwnCapacity(False, TODAY, "Noch nicht."), now)
    representatives.judge_capacity(case_vault, child.client_id, judged, now)
    state = representatives.representation(case_vault, child.client_id, TODAY)
    assert (state.missing, state.own_capacity) == (0, judged)
    assert [(r.name, r.custody, r.phone) for r in state.representatives] == [
        ("Jugendamt", "guardian", "02241 1")
    ]
    paper_bin.remove(case_vault, "representative", one, now)
    assert representatives.representation(case_vault, child.client_id, TODAY).missing == 1


def test_special_facts_need_a_signature_and_vanish_with_its_withdrawal(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    def seen() -> dict[str, tuple[bool, tuple[str, ...]]]:
        found = special_facts.special_categories(case_vault, office.client_id, TODAY)
        return {each.category: (each.released, each.noted) for each in found}

    assert seen() == {"health": (False, ()), "orientation": (False, ())}
    with pytest.raises(Refusal) as refused:
        special_facts.note_special(case_vault, office.client_id, "pregnancy", now)
    assert refused.value.code == "special.not_released"
    consent_id = sign(case_vault, office, now, "name_contact", "health")
    special_facts.note_special(case_vault, office.client_id, "pregnancy", now)
    special_facts.note_special(case_vault, office.client_id, "pregnancy", now)
    with pytest.raises(Refusal):
        special_facts.note_special(case_vault, office.client_id, "lgbtiq", now)
    assert seen() == {"health": (True, ("pregnancy",)), "orientation": (False, ())}
    notice = next(c for c in consents.consents(case_vault, office.file_id) if c.id == consent_id)
    health = next(row for row in notice.rows if row.category == "health")
    consents.withdraw_row(case_vault, health.id, TODAY, now)
    assert seen() == {"health": (False, ()), "orientation": (False, ())}
    special_facts.drop_special(case_vault, office.client_id, "pregnancy", now)
    assert case_vault.db.execute("SELECT count(*) FROM special_fact").fetchone() == (0,)


def test_the_file_itself_refuses_what_the_rule_would_refuse(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    def insert(category: str) -> None:
        with case_vault.transaction() as db:
            db.execute(
                "INSERT INTO special_fact (client_id, code, category, noted_on) VALUES (?, 'x', ?, ?)",
                (office.client_id, category, TODAY.isoformat()),
            )

    with pytest.raises(dbapi2.IntegrityError):
        insert("health")
    sign(case_vault, office, now, "health")
    with pytest.raises(dbapi2.IntegrityError):
        insert("orientation")
    insert("health")


def test_the_network_is_drawn_and_redrawn(case_vault: Vault, office: Any, now: datetime) -> None:
    neighbour = NewNetworkPerson("Nachbarin", "neighbourhood", 3, "passt auf die Kinder auf")
    one = networks.add_network_person(case_vault, office.client_id, neighbour, now)
    networks.add_network_person(case_vault, office.client_id, NewNetworkPerson("Bruder", "family", 2), now)
    assert [p.words for p in networks.network(case_vault, office.client_id)] == ["Bruder", "Nachbarin"]
    nearer = NewNetworkPerson("Nachbarin", "friends", 1)
    networks.change_network_person(case_vault, one, nearer, now)
    assert [(p.words, p.area, p.ring) for p in networks.network(case_vault, office.client_id)] == [
        ("Nachbarin", "friends", 1),
        ("Bruder", "family", 2),
    ]


def test_nothing_new_comes_into_a_restricted_file(case_vault: Vault, office: Any, now: datetime) -> None:
    consent_id = sign(case_vault, office, now, "name_contact")
    consents.withdraw(case_vault, consent_id, TODAY, "spoken", now)
    client_id = office.client_id
    acts: list[Any] = [
        lambda: households.add_member(case_vault, client_id, ELIF, now),
        lambda: networks.add_network_person(case_vault, client_id, NewNetworkPerson("x", "family", 1), now),
        lambda: representatives.add_representative(
            case_vault, client_id, NewRepresentative("x", "legal_care"), now
        ),
        lambda: special_facts.note_special(case_vault, client_id, "pregnancy", now),
    ]
    for act in acts:
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "case.restricted"


def test_who_did_what_stands_in_the_journal_without_a_name(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    households.add_member(case_vault, office.client_id, ELIF, now)
    rows = case_vault.db.execute("SELECT * FROM journal").fetchall()
    assert any("household.added" in row for row in rows)
    assert not any("Elif" in str(row) for row in rows)


def kept(vault: Vault) -> list[tuple[object, ...]]:
    """What the file holds of members, whatever is shown."""
    found = vault.db.execute("SELECT given_names, family_name, born FROM household_member ORDER BY position")
    return list(found)


def test_on_the_eighteenth_birthday_the_name_goes_for_good(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    grown = NewMember("child", "Elif", "Şahin", born=PartialDate(2008, 11, 23))
    for each in (grown, replace(grown, given_names="Can", born=PartialDate(2012, 1, 1))):
        households.add_member(case_vault, office.client_id, each, now)
    assert households.forget_adult_names(case_vault, now) == 0
    birthday = now + timedelta(days=1)
    assert households.forget_adult_names(case_vault, birthday) == 1
    assert kept(case_vault) == [("", "", "2008"), ("Can", "Şahin", "2012-01-01")]
    assert households.forget_adult_names(case_vault, birthday) == 0
    assert households.forget_adult_names(case_vault, birthday.replace(year=2040)) == 1
    assert [name for name, *_ in kept(case_vault)] == ["", ""]


HOME = Address("Wiesenweg 3", "53721", "Siegburg")


def open_files_of_a_family(vault: Vault, office: Any, now: datetime) -> list[Opened]:
    """Two grown children of one mother, who know each other only by way of her."""
    opened = []
    for name in ("Elif", "Can"):
        own = OwnFile("Şahin", name, PartialDate(1999))
        member = NewMember("child")
        opened.append(
            households.add_member_with_file(vault, office.client_id, member, office.site_id, own, now)
        )
    return opened


def move(vault: Vault, client_id: str, address: Address, now: datetime) -> None:
    person = replace(clients.load_client(vault.db, client_id, TODAY).person, address=address)
    cases.change_person(vault, client_id, person, now)


def test_a_barred_address_is_told_of_nobody_who_lives_there(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    elif_, can = open_files_of_a_family(case_vault, office, now)
    move(case_vault, elif_.client_id, replace(HOME, blocked=True), now)
    move(case_vault, can.client_id, replace(HOME, street="wiesenweg 3", postcode=""), now)
    for client_id in (office.client_id, elif_.client_id, can.client_id):
        assert addresses.told_address(case_vault.db, client_id, TODAY).blocked
    assert transfers.facts_of(case_vault, can.case_id, TODAY).person.address.blocked
    assert not clients.load_client(case_vault.db, can.client_id, TODAY).person.address.blocked


def test_whoever_has_moved_out_is_told_of_again(case_vault: Vault, office: Any, now: datetime) -> None:
    elif_, can = open_files_of_a_family(case_vault, office, now)
    move(case_vault, elif_.client_id, replace(HOME, blocked=True), now)
    move(case_vault, can.client_id, replace(HOME, street="Amselgasse 1"), now)
    assert not addresses.told_address(case_vault.db, can.client_id, TODAY).blocked
    for line in households.household(case_vault, office.client_id, TODAY):
        if line.member_client_id == elif_.client_id:
            households.change_member(case_vault, line.id, NewMember("child", lives_here=False), now)
    assert not addresses.told_address(case_vault.db, office.client_id, TODAY).blocked
    assert addresses.told_address(case_vault.db, elif_.client_id, TODAY).blocked


@pytest.mark.parametrize("street", ["Hauptstr. 5a", "HAUPTSTRASSE 5 a", "Haupt-Straße 5a"])
def test_another_spelling_of_the_street_is_no_other_place(
    case_vault: Vault, office: Any, now: datetime, street: str
) -> None:
    elif_, can = open_files_of_a_family(case_vault, office, now)
    move(case_vault, elif_.client_id, replace(HOME, street="Hauptstraße 5a", blocked=True), now)
    move(case_vault, can.client_id, replace(HOME, street=street), now)
    assert addresses.told_address(case_vault.db, can.client_id, TODAY).blocked
    move(case_vault, can.client_id, replace(HOME, street="Hauptstraße 5b"), now)
    assert not addresses.told_address(case_vault.db, can.client_id, TODAY).blocked


def test_a_letter_that_is_dated_before_the_bar_does_not_tell_the_address(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    elif_, can = open_files_of_a_family(case_vault, office, now)
    move(case_vault, elif_.client_id, replace(HOME, blocked=True), now)
    yesterday = TODAY - timedelta(days=1)
    for case_id in (office.case_id, elif_.case_id, can.case_id):
        assert transfers.facts_of(case_vault, case_id, yesterday).person.address.blocked
    move(case_vault, elif_.client_id, HOME, now)
    assert not transfers.facts_of(case_vault, can.case_id, yesterday).person.address.blocked
