# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Papierkorb: whole out, whole back, refused where something stands on it, gone after thirty days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from app.domain.act import NewActivity, NewShortAdvice
from app.domain.assessment import NewAssessment, Score
from app.domain.case import Closing
from app.domain.contact import NewContact
from app.domain.errors import Refusal
from app.domain.follow_up import NewFollowUp
from app.domain.gap import NewGap
from app.domain.goal import NewGoal, NewStep
from app.operations import (
    acts,
    agreements,
    assessments,
    bin,
    cases,
    closing,
    contacts,
    follow_ups,
    gaps,
    goals,
)
from app.operations.vaults import Vault
from storage import journal
from storage.bin_kinds import KINDS

TODAY = date(2026, 11, 22)
WORD = "Kanarienwort"


def dump(vault: Vault) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the file but those of bin and journal, by table."""
    tables = [
        name
        for (name,) in vault.db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND name NOT LIKE 'note_search_%'"
        )
        if name not in {"bin", "journal"}
    ]
    return {
        name: sorted(vault.db.execute(f"SELECT rowid, * FROM {name}").fetchall(), key=repr) for name in tables
    }


def insert(vault: Vault, table: str, **values: object) -> str:
    with vault.transaction() as db:
        marks = ", ".join("?" * len(values))
        db.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))
    return str(values["id"])


def a_goal(vault: Vault, office: Any, now: datetime) -> str:
    steps = (NewStep(f"{WORD} anrufen", "client", date(2026, 12, 1)), NewStep("Warten", "third_party"))
    return goals.set_goal(vault, office.case_id, NewGoal(WORD, "housing", TODAY, "Schlüssel", steps), now)


def make(vault: Vault, office: Any, kind: str, now: datetime) -> str:
    """One record of each kind with all that can hang on it."""
    case_id, client_id = office.case_id, office.client_id
    if kind == "contact":
        new = NewContact("talk", TODAY, WORD, follow_up_on=date(2026, 12, 1))
        return contacts.add_contact(vault, case_id, new, now)
    if kind == "short_advice":
        advice = NewShortAdvice(office.site_id, "counselling", TODAY, "ar", ("housing",), ("jobcenter",))
        return acts.add_short_advice(vault, advice, now)
    if kind == "activity":
        return acts.add_activity(vault, NewActivity(office.site_id, "workshop", TODAY, WORD), now)
    if kind == "goal":
        return a_goal(vault, office, now)
    if kind == "step":
        goal_id = a_goal(vault, office, now)
        return goals.add_step(vault, goal_id, NewStep(WORD, "client", date(2026, 12, 2)), now)
    if kind == "assessment":
        score = Score("housing", 3, 2, WORD)
        return assessments.record_assessment(vault, case_id, NewAssessment(TODAY, (score,)), now)
    if kind == "gap":
        gap = NewGap(
            site_id=office.site_id,
            dimension="housing",
            kind="missing",
            noted_on=TODAY,
            case_id=case_id,
            note=WORD,
        )
        return gaps.note_gap(vault, gap, now)
    if kind == "follow_up":
        return follow_ups.add_follow_up(vault, NewFollowUp(case_id, date(2026, 12, 3), WORD), now)
    rows: dict[str, dict[str, object]] = {
        "appointment": {"case_id": case_id, "day": "2026-12-01", "at": "10:00", "title": WORD},
        "livelihood_period": {"client_id": client_id, "legal_circle": "wohngeld"},
        "residence_period": {"client_id": client_id, "status": "AGST"},
        "address_period": {"client_id": client_id, "street": WORD},
        "household_member": {"client_id": client_id, "relation": "child"},
        "representative": {"client_id": client_id, "name": WORD, "custody": "sole"},
        "network_person": {"client_id": client_id, "words": WORD, "area": "friends", "ring": 1},
        "text_block": {"title": WORD, "text": "Ein Satz."},
    }
    return insert(vault, kind, id=f"id-{kind}", **rows[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_removed_comes_back_to_the_byte(
    case_vault: Vault, office: Any, kind: str, now: datetime
) -> None:
    record_id = make(case_vault, office, kind, now)
    before = dump(case_vault)
    bin_id = bin.remove(case_vault, kind, record_id, now)
    table = KINDS[kind].table
    assert case_vault.db.execute(f"SELECT 1 FROM {table} WHERE id = ?", (record_id,)).fetchone() is None
    (line,) = bin.contents(case_vault)
    assert (line.id, line.kind, line.record_id) == (bin_id, kind, record_id)
    assert line.title
    assert line.erase_on == TODAY + timedelta(days=30)
    bin.restore(case_vault, bin_id, now)
    assert dump(case_vault) == before
    assert not bin.contents(case_vault)


def test_it_is_shown_with_initials_and_file_number(case_vault: Vault, office: Any, now: datetime) -> None:
    bin.remove(case_vault, "contact", make(case_vault, office, "contact", now), now)
    bin.remove(case_vault, "text_block", make(case_vault, office, "text_block", now), now)
    block, contact = bin.contents(case_vault)
    assert (contact.initials, contact.file_number) == ("T. N.", "SU-2026-1")
    assert contact.title == f"22.11.2026: {WORD}"
    assert (block.initials, block.case_id) == ("", None)


def test_removed_words_are_found_no_more_and_then_again(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    contact_id = make(case_vault, office, "contact", now)
    bin_id = bin.remove(case_vault, "contact", contact_id, now)
    assert not cases.search_notes(case_vault, WORD)
    assert not follow_ups.due(case_vault, None)
    bin.restore(case_vault, bin_id, now)
    assert [hit.record_id for hit in cases.search_notes(case_vault, WORD)] == [contact_id]
    assert len(follow_ups.due(case_vault, None)) == 1


def test_what_stands_in_a_signed_agreement_stays(case_vault: Vault, office: Any, now: datetime) -> None:
    goal_id = a_goal(case_vault, office, now)
    agreements.print_agreement(case_vault, office.case_id, "de", date(2027, 2, 1), now)
    (agreement,) = agreements.agreements(case_vault, office.case_id)
    printed = bin.remove(case_vault, "goal", goal_id, now)
    bin.restore(case_vault, printed, now)
    agreements.sign_agreement(case_vault, agreement.id, TODAY, TODAY, now)
    step_id = goals.goals(case_vault, office.case_id)[0].steps[0].id
    before = dump(case_vault)
    for kind, record_id in (("goal", goal_id), ("step", step_id)):
        with pytest.raises(Refusal, match=r"bin\.agreed"):
            bin.remove(case_vault, kind, record_id, now)
    assert dump(case_vault) == before


def test_owned_follow_ups_and_released_sentences_stay(case_vault: Vault, office: Any, now: datetime) -> None:
    make(case_vault, office, "contact", now)
    (owned,) = follow_ups.due(case_vault, None)
    with pytest.raises(Refusal, match=r"bin\.owned"):
        bin.remove(case_vault, "follow_up", owned.id, now)
    gap_id = make(case_vault, office, "gap", now)
    with case_vault.transaction() as db:
        db.execute("UPDATE gap SET sentence = 'x', sentence_released_on = '2026-11-22'")
    with pytest.raises(Refusal, match=r"bin\.released"):
        bin.remove(case_vault, "gap", gap_id, now)


def test_what_something_builds_on_stays_and_nothing_is_half_removed(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    first = make(case_vault, office, "appointment", now)
    with case_vault.transaction() as db:
        db.execute(
            "INSERT INTO appointment (id, case_id, day, at, state, state_on, moved_to)"
            " VALUES ('earlier', ?, '2026-11-23', '10:00', 'moved', '2026-11-22', ?)",
            (office.case_id, first),
        )
    before = dump(case_vault)
    with pytest.raises(Refusal, match=r"bin\.in_use"):
        bin.remove(case_vault, "appointment", first, now)
    assert dump(case_vault) == before
    assert not bin.contents(case_vault)


def test_removing_or_restoring_twice_is_said(case_vault: Vault, office: Any, now: datetime) -> None:
    record_id = make(case_vault, office, "contact", now)
    bin_id = bin.remove(case_vault, "contact", record_id, now)
    bin.restore(case_vault, bin_id, now)
    for again in (
        lambda: bin.restore(case_vault, bin_id, now),
        lambda: bin.empty(case_vault, bin_id, now),
        lambda: bin.remove(case_vault, "contact", "no such", now),
    ):
        with pytest.raises(Refusal, match=r"bin\.gone"):
            again()


def test_its_place_may_be_taken_meanwhile(case_vault: Vault, office: Any, now: datetime) -> None:
    bin_id = bin.remove(case_vault, "contact", make(case_vault, office, "contact", now), now)
    newer = make(case_vault, office, "contact", now)
    bin.restore(case_vault, bin_id, now)
    ids = [entry.record_id for entry in cases.timeline(case_vault, office.case_id, ("contact",))]
    assert len(ids) == 2
    assert newer in ids


def test_what_cannot_return_stays_in_the_bin(case_vault: Vault, office: Any, now: datetime) -> None:
    goal_id = a_goal(case_vault, office, now)
    step_id = goals.add_step(case_vault, goal_id, NewStep("Anruf", "client"), now)
    bin_id = bin.remove(case_vault, "step", step_id, now)
    bin.remove(case_vault, "goal", goal_id, now)
    with pytest.raises(Refusal, match=r"bin\.cannot_return"):
        bin.restore(case_vault, bin_id, now)
    assert len(bin.contents(case_vault)) == 2


def test_nothing_comes_back_into_a_restricted_file(case_vault: Vault, office: Any, now: datetime) -> None:
    bin_id = bin.remove(case_vault, "contact", make(case_vault, office, "contact", now), now)
    with case_vault.transaction() as db:
        db.execute("UPDATE file SET restricted_on = '2026-11-22'")
    with pytest.raises(Refusal, match=r"case\.restricted"):
        bin.restore(case_vault, bin_id, now)


def test_a_closed_case_gets_nothing_to_do(case_vault: Vault, office: Any, now: datetime) -> None:
    bin_id = bin.remove(case_vault, "contact", make(case_vault, office, "contact", now), now)
    closing.close_case(case_vault, office.case_id, Closing("other", TODAY), now)
    bin.restore(case_vault, bin_id, now)
    assert not follow_ups.due(case_vault, None)


def test_after_thirty_days_it_is_gone(case_vault: Vault, office: Any, now: datetime) -> None:
    bin.remove(case_vault, "contact", make(case_vault, office, "contact", now), now)
    assert bin.empty_overdue(case_vault, now + timedelta(days=29)) == 0
    assert bin.empty_overdue(case_vault, now + timedelta(days=30)) == 1
    assert not bin.contents(case_vault)
    assert bin.empty_overdue(case_vault, now + timedelta(days=31)) == 0


def test_every_way_is_in_the_journal(case_vault: Vault, office: Any, now: datetime) -> None:
    record_id = make(case_vault, office, "contact", now)
    bin.restore(case_vault, bin.remove(case_vault, "contact", record_id, now), now)
    bin.empty(case_vault, bin.remove(case_vault, "contact", record_id, now), now)
    noted = [(line.action, line.record_id) for line in journal.lines(case_vault.db, 4)]
    assert noted == [
        ("contact.erased", record_id),
        ("contact.removed", record_id),
        ("contact.restored", record_id),
        ("contact.removed", record_id),
    ]


def test_consents_and_disclosures_are_no_kind_of_the_bin() -> None:
    untouchable = {"consent", "release_row", "disclosure", "referral", "release", "document", "journal"}
    assert untouchable.isdisjoint(part.table for kind in KINDS.values() for part in kind.parts)
