# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A case rests and goes on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from app.domain.case import Closing
from app.domain.errors import Refusal
from app.domain.follow_up import NewFollowUp
from app.operations import cases, closing, follow_ups, pausing
from app.operations.vaults import Vault

TODAY = date(2026, 11, 22)


def status(vault: Vault, case_id: str) -> str:
    return cases.case_view(vault, case_id, TODAY).case.status


def test_a_case_rests_and_goes_on_with_all_its_follow_ups(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    follow_ups.add_follow_up(
        case_vault, NewFollowUp(office.case_id, date(2026, 12, 1), "Bescheid abwarten"), now
    )
    due = follow_ups.due(case_vault, None)
    pausing.pause(case_vault, office.case_id, now)
    assert status(case_vault, office.case_id) == "paused"
    assert follow_ups.due(case_vault, None) == due
    (line,) = cases.case_list(case_vault, "")
    assert line.status == "paused"
    pausing.resume(case_vault, office.case_id, now)
    assert status(case_vault, office.case_id) == "active"


def test_neither_in_a_closed_case(case_vault: Vault, office: Any, now: datetime) -> None:
    closing.close_case(case_vault, office.case_id, Closing("other", TODAY, "", "office"), now)
    for act in (pausing.pause, pausing.resume):
        with pytest.raises(Refusal, match=r"case\.closed"):
            act(case_vault, office.case_id, now)
    assert status(case_vault, office.case_id) == "closed"
