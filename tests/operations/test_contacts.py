# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Contacts with topics, language and company; put right on their day; the Verlauf that tells all."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from app.domain.appointment import NewAppointment
from app.domain.contact import Contact, NewContact
from app.domain.errors import InvalidInput, Refusal
from app.domain.text_block import TextBlock
from app.operations import appointments, bin, cases, contacts, follow_ups, text_blocks
from app.operations.vaults import Vault

from .conftest import TODAY, Office

FULL = NewContact(
    "outreach",
    TODAY,
    "Hausbesuch, Schimmel im Bad",
    50,
    2,
    1,
    topics=("housing", "family", "work", "language"),
    language="vi",
    present="Lê Thu Trang, die Nachbarin",
)


def kept(vault: Vault, contact_id: str) -> Contact:
    return contacts.contact(vault, contact_id)


def test_everything_about_a_contact_comes_back(case_vault: Vault, office: Office, now: datetime) -> None:
    contact = kept(case_vault, contacts.add_contact(case_vault, office.case_id, FULL, now))
    assert (contact.topics, contact.language, contact.present) == (FULL.topics, "vi", FULL.present)
    assert (contact.minutes, contact.target_participants, contact.partner_participants) == (50, 2, 1)
    (entry,) = cases.timeline(case_vault, office.case_id, ("contact",))
    assert entry.facts == {
        "minutes": 50,
        "present": FULL.present,
        "language": "vi",
        "topics": ["housing", "family", "work", "language"],
    }


@pytest.mark.parametrize(
    ("kind", "counts_as"),
    [
        ("email", "email_phone"),
        ("letter", "email_phone"),
        ("outreach", "outreach"),
        ("walk_in", "counselling"),
    ],
)
def test_each_way_of_meeting_counts_as_its_act(
    case_vault: Vault, office: Office, now: datetime, kind: str, counts_as: str
) -> None:
    contacts.add_contact(case_vault, office.case_id, NewContact(kind, TODAY), now)
    assert case_vault.db.execute("SELECT activity_type FROM contact").fetchone() == (counts_as,)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (NewContact("talk", TODAY, topics=("astrology",)), "topics"),
        (NewContact("talk", TODAY, language="xx"), "language"),
    ],
)
def test_a_wrong_topic_or_language_names_its_field(
    case_vault: Vault, office: Office, now: datetime, wrong: NewContact, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        contacts.add_contact(case_vault, office.case_id, wrong, now)
    assert caught.value.field == field


def test_health_is_no_topic_of_a_contact_before_it_is_released(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    for topics in (("health",), ("housing", "health")):
        with pytest.raises(InvalidInput, match=r"assessment\.not_released"):
            contacts.add_contact(case_vault, office.case_id, NewContact("talk", TODAY, topics=topics), now)
    assert cases.timeline(case_vault, office.case_id, ("contact",)) == ()


def test_a_slip_is_put_right_on_the_same_day(case_vault: Vault, office: Office, now: datetime) -> None:
    wrong = NewContact("phone", TODAY, "Bescheid verloren", follow_up_on=TODAY + timedelta(days=3))
    contact_id = contacts.add_contact(case_vault, office.case_id, wrong, now)
    contacts.correct_contact(case_vault, contact_id, FULL, now)
    assert kept(case_vault, contact_id).text == FULL.text
    assert case_vault.db.execute("SELECT activity_type FROM contact").fetchone() == ("outreach",)
    assert cases.search_notes(case_vault, "verloren") == ()
    assert [hit.record_id for hit in cases.search_notes(case_vault, "Schimmel")] == [contact_id]
    assert len(follow_ups.due(case_vault, None)) == 1


def test_the_next_day_a_contact_stays_as_it_is(case_vault: Vault, office: Office, now: datetime) -> None:
    contact_id = contacts.add_contact(case_vault, office.case_id, FULL, now)
    with pytest.raises(Refusal, match=r"contact\.correction_closed"):
        contacts.correct_contact(case_vault, contact_id, NewContact("talk", TODAY), now + timedelta(days=1))
    assert kept(case_vault, contact_id).kind == "outreach"


def test_what_a_meldung_has_counted_stays_as_it_is(case_vault: Vault, office: Office, now: datetime) -> None:
    contact_id = contacts.add_contact(case_vault, office.case_id, FULL, now)
    case_vault.db.execute("PRAGMA foreign_keys = OFF")
    case_vault.db.execute("INSERT INTO released_act (act_id, release_id) VALUES (?, 'some')", (contact_id,))
    with pytest.raises(Refusal, match=r"contact\.released"):
        contacts.correct_contact(case_vault, contact_id, NewContact("talk", TODAY), now)


def test_a_removed_contact_comes_back_with_topics_and_follow_up(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    new = NewContact("talk", TODAY, "Notiz", topics=("housing",), follow_up_on=TODAY)
    contact_id = contacts.add_contact(case_vault, office.case_id, new, now)
    before = cases.timeline(case_vault, office.case_id), follow_ups.due(case_vault, None)
    taken = bin.remove(case_vault, "contact", contact_id, now)
    assert cases.timeline(case_vault, office.case_id, ("contact",)) == ()
    bin.restore(case_vault, taken, now)
    assert (cases.timeline(case_vault, office.case_id), follow_ups.due(case_vault, None)) == before


# Text blocks


def test_own_blocks_stand_before_the_shipped_and_can_be_changed(case_vault: Vault, now: datetime) -> None:
    shipped = text_blocks.text_blocks(case_vault)
    assert all(block.shipped for block in shipped)
    new = TextBlock("", "Frist läuft", "Frist: …", "residence")
    kept_id = text_blocks.keep_text_block(case_vault, new, now)
    text_blocks.keep_text_block(case_vault, TextBlock(kept_id, "Frist", "Bis …"), now)
    assert text_blocks.own_text_blocks(case_vault) == (TextBlock(kept_id, "Frist", "Bis …"),)
    assert len(text_blocks.text_blocks(case_vault)) == len(shipped) + 1


@pytest.mark.parametrize(("block", "field"), [(("", "x"), "title"), (("x", " "), "text")])
def test_a_block_has_a_name_and_words(
    case_vault: Vault, now: datetime, block: tuple[str, str], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        text_blocks.keep_text_block(case_vault, TextBlock("", *block), now)
    assert caught.value.field == field


# The Verlauf


def test_the_verlauf_tells_of_appointments_benefits_residence_and_hand_overs(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    db = case_vault.db
    first = appointments.make_appointment(case_vault, office.case_id, NewAppointment(TODAY, time(9)), now)
    appointments.move_appointment(case_vault, first, TODAY + timedelta(days=1), time(10), now)
    db.execute("DELETE FROM livelihood_period")
    db.execute(
        """INSERT INTO livelihood_period (id, client_id, legal_circle, state, authority, applied_on,
        valid_from, valid_to)
        VALUES ('l', ?, 'sgb2', 'granted', 'Jobcenter', '2026-05-01', '2026-06-07', '2027-05-31')""",
        (office.client_id,),
    )
    db.execute(
        """INSERT INTO case_handover (id, case_id, to_staff, day, note)
        VALUES ('h', ?, ?, '2026-11-20', 'Urlaub')""",
        (office.case_id, case_vault.actor.id),
    )
    told = cases.timeline(case_vault, office.case_id, ("appointment", "livelihood", "handover"), until=TODAY)
    assert [(entry.kind, entry.code, entry.title) for entry in told] == [
        ("appointment", "moved", ""),
        ("handover", "colleague", "Meral Böhm"),
        ("livelihood", "begins", "sgb2"),
        ("livelihood", "applied", "sgb2"),
    ]
    assert told[0].facts["moved_to"] == "2026-11-23 10:00"
    everything = cases.timeline(case_vault, office.case_id, ("livelihood",))
    assert everything[0].code == "ends"
