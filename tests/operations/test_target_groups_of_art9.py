# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Belonging to a group may tell of health or orientation: also in a group that the office made itself."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.domain.errors import InvalidInput
from app.domain.target_groups import NewGroup
from app.operations import cases, consents, target_groups
from app.operations.vaults import Vault

from .conftest import TODAY, Office
from .test_consents import signed


def test_a_group_of_art9_is_chosen_and_seen_only_while_it_is_released(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    vault, case_id = case_vault, office.case_id
    own = target_groups.add_group(vault, NewGroup("Menschen mit Sehbehinderung", data_category="health"), now)

    def seen() -> tuple[str, ...]:
        return cases.case_view(vault, case_id, TODAY).target_groups

    for groups in (own,), ("refugees", "disability_18_27"):
        with pytest.raises(InvalidInput, match=r"case\.group_not_released"):
            cases.set_target_groups(vault, case_id, groups, now)
    signed(vault, office, now, "name_contact")
    consent_id = signed(vault, office, now, "health", "name_contact", to=office.club)
    cases.set_target_groups(vault, case_id, ("refugees", own), now)
    assert seen() == ("refugees", own)
    (health,) = (row for row in consents.consents(vault, office.file_id)[0].rows if row.category == "health")
    assert consents.consents(vault, office.file_id)[0].id == consent_id
    consents.withdraw_row(vault, health.id, TODAY, now)
    assert seen() == ("refugees",)


def test_it_does_not_suggest_itself_and_its_category_is_a_known_one(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    new = NewGroup("Menschen mit Sehbehinderung", min_age=18, data_category="health")
    own = target_groups.add_group(case_vault, new, now)
    person = cases.case_view(case_vault, office.case_id, TODAY).client.person
    suggested = target_groups.suggestions(case_vault, office.site_id, person, TODAY)
    assert own not in {group.code for group in suggested}
    with pytest.raises(InvalidInput, match=r"code\."):
        target_groups.add_group(case_vault, NewGroup("Andere", data_category="blood"), now)
