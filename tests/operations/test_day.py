# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a day is made of: contacts, short advice, activities, follow-ups, gaps, drafts, the Verlauf."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from app.domain.act import NewActivity, NewShortAdvice
from app.domain.case import Closing
from app.domain.contact import NewContact
from app.domain.errors import InvalidInput, Refusal
from app.domain.follow_up import NewFollowUp
from app.domain.gap import NewGap
from app.domain.goal import NewGoal
from app.operations import acts, cases, closing, contacts, drafts, follow_ups, gaps, goals
from app.operations.vaults import Vault
from storage import journal

from .conftest import TODAY, Office


def test_a_contact_counts_as_what_its_kind_stands_for(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    for kind in ("talk", "phone", "attempt"):
        contacts.add_contact(case_vault, office.case_id, NewContact(kind, TODAY, "Notiz"), now)
    rows = case_vault.db.execute("SELECT kind, activity_type, site_id FROM contact ORDER BY rowid").fetchall()
    assert rows == [
        ("talk", "counselling", office.site_id),
        ("phone", "email_phone", office.site_id),
        ("attempt", None, office.site_id),
    ]


def test_a_contact_owns_its_follow_up(case_vault: Vault, office: Office, now: datetime) -> None:
    contacts.add_contact(
        case_vault, office.case_id, NewContact("talk", TODAY, follow_up_on=date(2026, 11, 30)), now
    )
    (line,) = follow_ups.due(case_vault, None)
    assert (line.title, line.source, line.due_on) == ("Wiedervorlage", "contact", date(2026, 11, 30))
    assert (line.initials, line.file_number) == ("T. N.", "SU-2026-1")


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewContact("telepathy", TODAY), "kind"),
        (NewContact("talk", TODAY + timedelta(days=1)), "held_on"),
        (NewContact("talk", TODAY, minutes=1441), "minutes"),
        (NewContact("talk", TODAY, partner_participants=-1), "target_participants"),
        (NewContact("talk", TODAY, follow_up_on=TODAY - timedelta(days=1)), "follow_up_on"),
    ],
)
def test_a_wrong_contact_names_its_field(
    case_vault: Vault, office: Office, now: datetime, new: NewContact, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        contacts.add_contact(case_vault, office.case_id, new, now)
    assert caught.value.field == field


def test_short_advice_is_continued_once(case_vault: Vault, office: Office, now: datetime) -> None:
    new = NewShortAdvice(
        office.site_id, "counselling", TODAY, "uk", ("housing", "groups"), ("jobcenter",), 20
    )
    advice = acts.add_short_advice(case_vault, new, now)
    acts.continue_short_advice(case_vault, advice, office.case_id, now)
    with pytest.raises(Refusal, match=r"short_advice\.continued_already"):
        acts.continue_short_advice(case_vault, advice, office.case_id, now)
    (line,) = acts.acts(case_vault, TODAY, TODAY)
    assert (line.id, line.kind, line.activity_type, line.participants) == (
        advice,
        "short_advice",
        "counselling",
        1,
    )


def test_activities_are_those_without_clients(case_vault: Vault, office: Office, now: datetime) -> None:
    new = NewActivity(office.site_id, "working_group", TODAY, "AK Ukraine", 90, 0, 12)
    activity = acts.add_activity(case_vault, new, now)
    with pytest.raises(InvalidInput, match=r"activity\.with_clients"):
        acts.add_activity(case_vault, NewActivity(office.site_id, "counselling", TODAY), now)
    with pytest.raises(InvalidInput, match=r"activity\.without_clients"):
        acts.add_short_advice(
            case_vault, NewShortAdvice(office.site_id, "workshop", TODAY, "uk", ("housing",)), now
        )
    (line,) = acts.acts(case_vault, TODAY, TODAY)
    assert (line.id, line.title, line.participants) == (activity, "AK Ukraine", 12)
    assert acts.acts(case_vault, TODAY - timedelta(days=9), TODAY - timedelta(days=1)) == ()


def test_follow_ups_come_in_order_and_can_be_undone(case_vault: Vault, office: Office, now: datetime) -> None:
    titles = {
        title: follow_ups.add_follow_up(case_vault, NewFollowUp(office.case_id, day, title, at), now)
        for title, day, at in (
            ("ohne Uhrzeit", TODAY, None),
            ("später", TODAY + timedelta(days=30), None),
            ("früh", TODAY, time(9, 30)),
            ("überfällig", TODAY - timedelta(days=3), None),
        )
    }
    until = TODAY + timedelta(days=7)
    assert [f.title for f in follow_ups.due(case_vault, until)] == ["überfällig", "früh", "ohne Uhrzeit"]
    assert follow_ups.due(case_vault, until)[1].due_at == time(9, 30)
    follow_ups.done(case_vault, titles["früh"], now)
    assert "früh" not in [f.title for f in follow_ups.due(case_vault, None)]
    follow_ups.undo_done(case_vault, titles["früh"], now)
    assert "früh" in [f.title for f in follow_ups.due(case_vault, None)]
    view = cases.case_view(case_vault, office.case_id, TODAY)
    assert view.next_follow_up is not None
    assert view.next_follow_up.title == "überfällig"


def test_rescheduling_moves_off_holidays(case_vault: Vault, office: Office, now: datetime) -> None:
    first = follow_ups.add_follow_up(case_vault, NewFollowUp(office.case_id, TODAY, "Anruf"), now)
    assert follow_ups.reschedule(case_vault, first, date(2026, 12, 25), now) == date(2026, 12, 28)
    assert follow_ups.due(case_vault, None)[0].due_on == date(2026, 12, 28)


def test_a_follow_up_says_what_to_do(case_vault: Vault, office: Office, now: datetime) -> None:
    with pytest.raises(InvalidInput, match=r"follow_up\.title_missing"):
        follow_ups.add_follow_up(case_vault, NewFollowUp(office.case_id, TODAY, " "), now)


def test_gaps_are_noted_with_and_without_a_case(case_vault: Vault, office: Office, now: datetime) -> None:
    gaps.note_gap(case_vault, NewGap(office.site_id, "language", "waiting", TODAY), now)
    gaps.note_gap(
        case_vault, NewGap(office.site_id, "housing", "missing", TODAY, office.case_id, note="zu klein"), now
    )
    assert [(gap.dimension, gap.kind, gap.note) for gap in gaps.gaps(case_vault)] == [
        ("housing", "missing", "zu klein"),
        ("language", "waiting", ""),
    ]
    with pytest.raises(InvalidInput, match=r"gap\.dimension_missing"):
        gaps.note_gap(case_vault, NewGap(office.site_id, "groups", "missing", TODAY), now)


def test_a_draft_is_kept_once_per_form_and_record(case_vault: Vault, office: Office, now: datetime) -> None:
    lines_before = journal.head(case_vault.db).seq
    first = drafts.keep(case_vault, "contact", office.case_id, '{"text": "Sie sag"}', 7, now)
    later = now + timedelta(seconds=2)
    assert drafts.keep(case_vault, "contact", office.case_id, '{"text": "Sie sagt"}', 8, later) == first
    blank = drafts.keep(case_vault, "intake", None, "{}", 0, now)
    assert drafts.keep(case_vault, "intake", None, "{}", 0, now) == blank
    draft = drafts.draft(case_vault, "contact", office.case_id)
    assert draft is not None
    assert (draft.json, draft.caret, draft.at) == ('{"text": "Sie sagt"}', 8, later)
    assert [d.id for d in drafts.drafts(case_vault)] == [first, blank]
    drafts.discard(case_vault, first, now)
    assert drafts.draft(case_vault, "contact", office.case_id) is None
    assert journal.head(case_vault.db).seq == lines_before


def test_the_timeline_tells_everything_newest_first(case_vault: Vault, office: Office, now: datetime) -> None:
    yesterday = TODAY - timedelta(days=1)
    contacts.add_contact(case_vault, office.case_id, NewContact("talk", TODAY, "zweites"), now)
    contacts.add_contact(case_vault, office.case_id, NewContact("phone", TODAY, "drittes"), now)
    contacts.add_contact(case_vault, office.case_id, NewContact("walk_in", yesterday, "erstes"), now)
    goals.set_goal(case_vault, office.case_id, NewGoal("Ich will eine Wohnung", "housing", TODAY), now)
    gaps.note_gap(case_vault, NewGap(office.site_id, "housing", "missing", TODAY, office.case_id), now)
    closing.close_case(case_vault, office.case_id, Closing("moved", TODAY, "nach Bonn"), now)
    told = [(e.kind, e.code, e.title, e.text) for e in cases.timeline(case_vault, office.case_id)]
    assert told == [
        ("closing", "moved", "", "nach Bonn"),
        ("contact", "phone", "", "drittes"),
        ("contact", "talk", "", "zweites"),
        ("gap", "missing", "housing", ""),
        ("goal", "set", "Ich will eine Wohnung", ""),
        ("intake", "accepted", "", "Sucht eine größere Wohnung"),
        ("contact", "walk_in", "", "erstes"),
        ("livelihood", "begins", "asylblg", ""),
    ]
    only = cases.timeline(case_vault, office.case_id, ("goal", "gap"))
    assert [entry.kind for entry in only] == ["gap", "goal"]


@pytest.mark.parametrize("text", ["Vermieterin", "ng", "GRÖßERE", "vermieterin zahlt", '"Frist" AND', "ß"])
def test_notes_are_found_however_short(case_vault: Vault, office: Office, now: datetime, text: str) -> None:
    note = 'Frau Ng rief an: Vermieterin zahlt nicht. "Frist" AND größere Sorge'
    contact = contacts.add_contact(case_vault, office.case_id, NewContact("phone", TODAY, note), now)
    hits = {hit.record_id: hit for hit in cases.search_notes(case_vault, text)}
    assert contact in hits
    assert text.casefold() in hits[contact].excerpt.casefold()
    assert (hits[contact].initials, hits[contact].file_number) == ("T. N.", "SU-2026-1")


@pytest.mark.parametrize("text", ["", "  ", "Mieterhöhung", "NEAR(", "x*"])
def test_what_nobody_wrote_is_not_found(case_vault: Vault, office: Office, text: str) -> None:
    assert cases.search_notes(case_vault, text) == ()


def test_every_verb_leaves_one_line_in_the_journal(case_vault: Vault, office: Office, now: datetime) -> None:
    before = journal.head(case_vault.db).seq
    contacts.add_contact(case_vault, office.case_id, NewContact("talk", TODAY, "privat"), now)
    assert journal.head(case_vault.db).seq == before + 1
    (line,) = journal.lines(case_vault.db, 1)
    assert line.action == "contact.added"
    assert line.staff_code == "MB"
    assert journal.check_chain(case_vault.db) is None
