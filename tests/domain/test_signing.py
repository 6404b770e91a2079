# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""When a signature counts, and who is a child of the household."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.dates import PartialDate
from app.domain.errors import InvalidInput
from app.domain.household import Member
from app.domain.signing import HEARD, Hearing, Signing, check_signing, child_named

TODAY = date(2026, 11, 22)
DAYS = st.integers(-30, 30).map(lambda days: TODAY + timedelta(days=days))
WORDS = st.sampled_from(("", "  ", "Frau Haddad"))


@given(
    signed_on=DAYS,
    printed_on=DAYS,
    heard=st.sampled_from(HEARD),
    through=WORDS,
    mark=st.booleans(),
    witness=WORDS,
)
@settings(max_examples=200, deadline=None)
def test_a_signature_counts_exactly_when_nothing_is_missing(
    signed_on: date, printed_on: date, heard: str, through: str, mark: bool, witness: str
) -> None:
    signing = Signing(signed_on, Hearing(heard, "ar", through, mark=mark, witness=witness))
    named = (heard == "read" or through.strip()) and (not mark or witness.strip())
    if printed_on <= signed_on <= TODAY and named:
        check_signing(signing, printed_on, TODAY)
        return
    with pytest.raises(InvalidInput) as caught:
        check_signing(signing, printed_on, TODAY)
    assert caught.value.field in ("signed_on", "through", "witness")


@pytest.mark.parametrize(
    ("name", "found"),
    [("amira", True), ("Amira  Haddad", True), ("Rima Haddad", False), ("", False), (" ", False)],
)
def test_only_a_child_of_the_household_is_meant(name: str, found: bool) -> None:
    child = Member("1", "child", "Amira", "Haddad", PartialDate(2014, 5, 1))
    grown = Member("2", "child", "Rima", "Haddad", PartialDate(2000, 5, 1))
    assert (child_named(name, (grown, child), TODAY) == child) is found
