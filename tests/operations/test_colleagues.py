# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A case goes to a colleague of the same office, and back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from app.domain.case_handover import NewHandover
from app.domain.errors import InvalidInput, Refusal
from app.operations import cases, colleagues, follow_ups, vaults
from app.operations.vaults import FLOOR, Actor, Vault

TODAY = date(2026, 11, 22)


@pytest.fixture
def colleague(case_vault: Vault, now: datetime) -> Actor:
    return vaults.add_person(case_vault, "TW", "Tomasz Wójcik", "ein ganz neues Kennwort", now, FLOOR)


def responsible(vault: Vault, case_id: str) -> str | None:
    return cases.case_view(vault, case_id, TODAY).case.responsible


def test_who_takes_in_answers_for_the_case(case_vault: Vault, office: Any) -> None:
    assert responsible(case_vault, office.case_id) == case_vault.actor.id


def test_a_colleague_answers_from_now_on(
    case_vault: Vault, office: Any, colleague: Actor, now: datetime
) -> None:
    assert [each.code for each in colleagues.colleagues(case_vault)] == ["MB", "TW"]
    new = NewHandover(colleague.id, TODAY, TODAY, "  Urlaub bis Januar ")
    colleagues.hand_over(case_vault, office.case_id, new, now)
    assert responsible(case_vault, office.case_id) == colleague.id
    assert not cases.case_list(case_vault, mine=True)
    assert len(cases.case_list(case_vault)) == 1
    (made,) = colleagues.handovers(case_vault, office.case_id)
    assert (made.from_staff, made.to_staff) == (case_vault.actor.id, colleague.id)
    assert (made.client_told_on, made.note) == (TODAY, "Urlaub bis Januar")
    assert cases.search_notes(case_vault, "urlaub")
    assert not follow_ups.due(case_vault, None)


def test_until_the_person_is_told_a_follow_up_says_so_and_undo_takes_all_back(
    case_vault: Vault, office: Any, colleague: Actor, now: datetime
) -> None:
    handed = colleagues.hand_over(
        case_vault, office.case_id, NewHandover(colleague.id, TODAY, note="Vertretung"), now
    )
    (to_tell,) = follow_ups.due(case_vault, None)
    assert (to_tell.title, to_tell.due_on) == ("Person über die Übergabe informieren", date(2026, 11, 23))
    colleagues.undo_hand_over(case_vault, handed, now)
    assert responsible(case_vault, office.case_id) == case_vault.actor.id
    assert not follow_ups.due(case_vault, None)
    assert not colleagues.handovers(case_vault, office.case_id)
    assert not cases.search_notes(case_vault, "Vertretung")


def test_only_to_somebody_else_who_works_here(
    case_vault: Vault, office: Any, colleague: Actor, now: datetime
) -> None:
    for new, field in (
        (NewHandover("", TODAY), "to_staff"),
        (NewHandover(colleague.id, date(2026, 11, 23)), "day"),
        (NewHandover(colleague.id, TODAY, date(2026, 11, 23)), "client_told_on"),
    ):
        with pytest.raises(InvalidInput) as wrong:
            colleagues.hand_over(case_vault, office.case_id, new, now)
        assert wrong.value.field == field
    with pytest.raises(Refusal, match=r"handover\.already_responsible"):
        colleagues.hand_over(case_vault, office.case_id, NewHandover(case_vault.actor.id, TODAY), now)
