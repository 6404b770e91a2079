# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Consent: how a status moves, and on which days a row counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.consent import (
    FORWARD,
    Consent,
    ReleaseRow,
    covers,
    current_consent,
    released_categories,
    require_step,
)
from app.domain.disclosure import spoken_answer
from app.domain.errors import Refusal
from app.domain.service import Service

DAY = date(2026, 11, 22)
ROW = ReleaseRow("row", "s", "housing", False, "housing_search", "to", None, "given")
SIGNED = Consent("c", "f", 1, "de", "signed", DAY, (ROW,), printed_on=DAY, signed_on=DAY)
STATUSES = ("draft", "printed", "oral", "signed", "withdrawn", "expired", "replaced")


def test_a_signed_row_counts_from_its_day_to_its_last() -> None:
    ending = replace(ROW, valid_until=DAY + timedelta(days=5))
    days = [n for n in range(-3, 9) if covers(SIGNED, ending, DAY + timedelta(days=n), True)]
    assert days == [0, 1, 2, 3, 4, 5]
    earlier = replace(SIGNED, valid_until=DAY + timedelta(days=2))
    assert not covers(earlier, ending, DAY + timedelta(days=3), True)


def test_an_oral_row_counts_fourteen_days_beyond_the_day_it_was_said() -> None:
    oral = replace(SIGNED, status="oral", signed_on=None, oral_on=DAY, oral_witness="Z")
    assert [n for n in range(-2, 20) if covers(oral, ROW, DAY + timedelta(days=n), False)] == list(range(15))
    assert not covers(oral, ROW, DAY, True)
    assert not covers(oral, replace(ROW, art9=True), DAY, False)


def test_the_oral_word_keeps_counting_beside_the_later_signature() -> None:
    both = replace(SIGNED, oral_on=DAY - timedelta(days=3), oral_witness="Z")
    assert covers(both, ROW, DAY - timedelta(days=2), False)
    assert not covers(both, ROW, DAY - timedelta(days=2), True)


@pytest.mark.parametrize("status", [s for s in STATUSES if s not in ("oral", "signed")])
def test_no_other_status_lets_anything_out(status: str) -> None:
    assert not covers(replace(SIGNED, status=status, oral_on=DAY, oral_witness="Z"), ROW, DAY, False)


@pytest.mark.parametrize(
    "row",
    [
        replace(ROW, decision="open"),
        replace(ROW, decision="refused"),
        replace(ROW, decision="withdrawn"),
        replace(ROW, direction="from"),
    ],
)
def test_no_other_row_lets_anything_out(row: ReleaseRow) -> None:
    assert not covers(SIGNED, row, DAY, False)


@given(st.sampled_from(STATUSES), st.sampled_from(STATUSES))
def test_no_way_leads_back(start: str, end: str) -> None:
    """From wherever one may go, one never returns."""

    def reachable(status: str) -> set[str]:
        return {s for n in FORWARD.get(status, set()) for s in (n, *reachable(n))}

    assert start not in reachable(start)
    if end not in FORWARD.get(start, set()):
        with pytest.raises(Refusal):
            require_step(replace(SIGNED, status=start), end)


def test_recording_art9_needs_a_signature_and_a_decision() -> None:
    health = replace(ROW, category="health", art9=True, direction="from")
    signed = replace(SIGNED, rows=(health, replace(ROW, decision="refused")))
    assert released_categories([signed], DAY) == {"health"}
    assert released_categories([signed], DAY - timedelta(days=1)) == frozenset()
    assert released_categories([replace(signed, status="oral", oral_on=DAY)], DAY) == frozenset()
    assert released_categories([replace(signed, valid_until=DAY)], DAY + timedelta(days=1)) == frozenset()


def test_art9_is_not_recorded_on_a_release_to_which_the_person_says_no_later() -> None:
    health = replace(ROW, category="health", art9=True)
    signed = replace(SIGNED, rows=(health, replace(health, id="b", service_id="t")))
    refused = replace(health, decision="refused")
    later = replace(SIGNED, id="d", version=2, status="oral", signed_on=None, oral_on=DAY, rows=(refused,))
    assert released_categories([later, signed], DAY) == {"health"}
    both = replace(later, rows=(refused, replace(refused, service_id="t")))
    assert released_categories([both, signed], DAY) == frozenset()
    assert released_categories([replace(both, version=0), signed], DAY) == {"health"}


def test_the_notice_that_stands_is_the_strongest_then_the_newest() -> None:
    notices = [
        replace(SIGNED, id=f"{n}", version=n, status=status)
        for n, status in enumerate(("signed", "replaced", "printed", "oral", "draft", "withdrawn"), start=1)
    ]
    assert current_consent(notices) == notices[0]
    assert current_consent(notices[1:]) == notices[3]
    assert current_consent(notices[5:]) is None


def test_the_banner_says_what_may_be_said() -> None:
    recipient = Service(id="s", institution="Wohnhilfe", referral_target="other")
    until = DAY + timedelta(days=30)
    rows = (
        replace(ROW, valid_until=until),
        replace(ROW, id="b", category="benefits", decision="refused"),
        replace(ROW, id="c", category="family", service_id="another"),
    )
    answer = spoken_answer((replace(SIGNED, rows=rows),), recipient, DAY)
    assert (answer.covered, answer.refused, answer.until) == (("housing",), ("benefits",), until)
    late = spoken_answer((replace(SIGNED, rows=rows),), recipient, until + timedelta(days=1))
    assert (late.covered, late.refused) == ((), ("benefits", "housing"))
