# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gate beside a second writing of its rules, over consents of every state and in every order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.consent import Consent, ReleaseRow
from app.domain.disclosure import Request, ask_gate
from app.domain.service import Service

TODAY = date(2026, 11, 22)
CATEGORIES = {"benefits": False, "housing": False, "health": True}
PURPOSES = ("counselling", "housing_search")
RECIPIENTS = ("club", "jobcenter")

days = st.integers(-20, 0).map(lambda n: TODAY + timedelta(days=n))
ends = st.none() | st.integers(-2, 2).map(lambda n: TODAY + timedelta(days=n))


@st.composite
def rows(draw: st.DrawFn) -> ReleaseRow:
    category = draw(st.sampled_from(sorted(CATEGORIES)))
    decision = draw(st.sampled_from(("given", "given", "given", "refused", "withdrawn", "open")))
    return ReleaseRow(
        id="",
        service_id=draw(st.sampled_from(RECIPIENTS)),
        category=category,
        art9=CATEGORIES[category],
        purpose=draw(st.sampled_from(PURPOSES)),
        direction=draw(st.sampled_from(("to", "both", "both", "from"))),
        valid_until=draw(ends),
        decision=decision,
        withdrawn_on=draw(days) if decision == "withdrawn" else None,
    )


@st.composite
def notices(draw: st.DrawFn, version: int) -> Consent:
    status = draw(st.sampled_from(("printed", "oral", "signed", "signed", "withdrawn", "replaced")))
    oral_on = draw(days) if status == "oral" else draw(st.none() | days)
    signed_on = draw(days) if status == "signed" else draw(st.none() | days)
    return Consent(
        id=str(version),
        file_id="f",
        version=version,
        language="de",
        status=status,
        created_on=TODAY - timedelta(days=30),
        rows=tuple(
            replace(row, id=f"{n}")
            for n, row in enumerate(
                draw(st.lists(rows(), max_size=4, unique_by=lambda row: (row.service_id, row.category)))
            )
        ),
        oral_on=oral_on if status not in ("printed",) else None,
        signed_on=signed_on if status in ("signed", "withdrawn", "replaced") else None,
        withdrawn_on=draw(days) if status == "withdrawn" else None,
        valid_until=draw(ends),
    )


def heard(notice: Consent) -> bool:
    return notice.oral_on is not None or notice.signed_on is not None


def words(known: list[Consent], asked: Request, category: str) -> Iterator[tuple[Consent, ReleaseRow]]:
    for notice in known:
        for row in notice.rows:
            if (row.service_id, row.category, row.purpose) == (asked.service_id, category, asked.purpose):
                yield notice, row


def carries(notice: Consent, row: ReleaseRow, written: bool, day: date) -> bool:
    if row.decision != "given" or row.direction == "from":
        return False
    if min(row.valid_until or day, notice.valid_until or day) < day:
        return False
    if notice.status == "signed" and notice.signed_on is not None and notice.signed_on <= day:
        return True
    if notice.status not in ("oral", "signed") or notice.oral_on is None or row.art9 or written:
        return False
    return timedelta(0) <= day - notice.oral_on <= timedelta(days=14)


def is_a_no(notice: Consent, row: ReleaseRow) -> bool:
    if not heard(notice) or notice.status in ("printed", "replaced"):
        return False
    return row.decision in ("refused", "withdrawn") or (
        notice.status == "withdrawn" and row.decision == "given"
    )


def when(notice: Consent, row: ReleaseRow) -> tuple[date, int]:
    said = (notice.oral_on, notice.signed_on, notice.withdrawn_on, row.withdrawn_on, notice.created_on)
    return max(day for day in said if day is not None), notice.version


@settings(max_examples=600, deadline=None)
@given(
    st.tuples(notices(1), notices(2), notices(3)),
    st.sampled_from(RECIPIENTS),
    st.sampled_from(PURPOSES),
    st.sampled_from(("spoken", "letter")),
    days,
)
def test_it_says_what_the_rules_say(
    known: tuple[Consent, ...], recipient: str, purpose: str, channel: str, day: date
) -> None:
    written = recipient == "jobcenter"
    service = Service(id=recipient, institution="X", referral_target="other", needs_written_consent=written)
    asked = Request(recipient, tuple(CATEGORIES), purpose, channel, day)
    on = {day} if channel == "spoken" else {day, TODAY}
    expected = []
    for category in CATEGORIES:
        said = list(words(list(known), asked, category))
        noes = [when(*word) for word in said if is_a_no(*word)]
        yeses = [when(*word) for word in said if all(carries(*word, written, each) for each in on)]
        if any(all(no <= yes for no in noes) for yes in yeses):
            expected.append(category)
    assert ask_gate(known, service, asked, TODAY).covered == tuple(expected)
