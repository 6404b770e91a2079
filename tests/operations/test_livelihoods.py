# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Legal circles on a real file: what is granted, the change, and the follow-ups that periods own."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from app.domain.case import Closing
from app.domain.client import Person
from app.domain.errors import InvalidInput, Refusal
from app.domain.livelihood import NewLivelihood
from app.operations import bin, cases, closing, follow_ups, livelihoods
from app.operations.vaults import Vault
from storage import journal

from .conftest import TODAY, Office, intake

OCTOBER_31, NOVEMBER_1 = date(2026, 10, 31), date(2026, 11, 1)


def owned(vault: Vault) -> list[tuple[str, date]]:
    """The open follow-ups that periods own."""
    found = follow_ups.due(vault, None)
    return [(f.title, f.due_on) for f in found if f.source == "livelihood"]


def periods(vault: Vault, office: Office) -> list[tuple[str, str, date | None, date | None]]:
    found = livelihoods.livelihoods(vault, office.case_id)
    return [(p.legal_circle, p.state, p.since, p.until) for p in found]


def asylblg(vault: Vault, office: Office) -> str:
    """The one with which the person came."""
    return livelihoods.livelihoods(vault, office.case_id)[-1].id


def uncovered(vault: Vault, office: Office) -> int:
    return livelihoods.overview(vault, office.case_id, TODAY).uncovered


def test_the_intake_begins_the_first(case_vault: Vault, office: Office) -> None:
    (first,) = cases.case_view(case_vault, office.case_id, TODAY).livelihood
    assert (first.legal_circle, first.state, first.since) == ("asylblg", "granted", date(2026, 2, 1))
    assert owned(case_vault) == []


def test_a_wrong_one_leaves_no_intake(case_vault: Vault, office: Office, now: datetime) -> None:
    sheet = intake(office.site_id, Person("Kaya"), livelihood=NewLivelihood("none"))
    with pytest.raises(InvalidInput, match=r"livelihood\.nothing_since"):
        cases.take_in(case_vault, sheet, now)
    assert len(cases.case_list(case_vault)) == 1


def test_an_end_without_successor_is_seen_to_42_days_before(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    livelihoods.end_livelihood(
        case_vault, office.case_id, asylblg(case_vault, office), date(2027, 3, 31), now
    )
    title = "Weiterbewilligung oder Wechsel klären: AsylbLG endet am 31.03.2027"
    assert owned(case_vault) == [(title, date(2027, 2, 17))]
    livelihoods.end_livelihood(
        case_vault, office.case_id, asylblg(case_vault, office), date(2027, 4, 30), now
    )
    assert owned(case_vault) == [(title.replace("31.03.", "30.04."), date(2027, 3, 19))]


def test_what_was_postponed_or_done_stays_so_until_the_end_moves(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    first = asylblg(case_vault, office)
    livelihoods.end_livelihood(case_vault, office.case_id, first, date(2027, 3, 31), now)
    (due,) = [f for f in follow_ups.due(case_vault, None) if f.source == "livelihood"]
    follow_ups.reschedule(case_vault, due.id, date(2027, 3, 1), now)
    livelihoods.add_livelihood(case_vault, office.case_id, NewLivelihood("kindergeld"), now)
    assert [day for _, day in owned(case_vault)] == [date(2027, 3, 1)]
    follow_ups.done(case_vault, due.id, now)
    livelihoods.add_livelihood(case_vault, office.case_id, NewLivelihood("wohngeld"), now)
    assert owned(case_vault) == []
    livelihoods.end_livelihood(case_vault, office.case_id, first, date(2027, 5, 31), now)
    assert len(owned(case_vault)) == 1


def test_a_successor_drops_it_and_removing_the_successor_brings_it_back(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    livelihoods.end_livelihood(
        case_vault, office.case_id, asylblg(case_vault, office), date(2027, 3, 31), now
    )
    before = owned(case_vault)
    new = NewLivelihood("sgb2", since=date(2027, 4, 1))
    after = livelihoods.add_livelihood(case_vault, office.case_id, new, now)
    assert owned(case_vault) == []
    removed = bin.remove(case_vault, "livelihood_period", after, now)
    assert owned(case_vault) == before
    bin.restore(case_vault, removed, now)
    assert owned(case_vault) == []


def test_an_application_waits_28_days_for_its_answer(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    asked = NewLivelihood("wohngeld", "applied", applied_on=TODAY)
    wohngeld = livelihoods.add_livelihood(case_vault, office.case_id, asked, now)
    assert owned(case_vault) == [
        ("Antwort auf Antrag vom 22.11.2026 nachfragen: Wohngeld", date(2026, 12, 21))
    ]
    livelihoods.refuse(case_vault, office.case_id, wohngeld, now)
    assert owned(case_vault) == []
    with pytest.raises(InvalidInput, match=r"livelihood\.answered"):
        livelihoods.grant(case_vault, office.case_id, wohngeld, TODAY, None, now)


def test_what_is_long_past_is_due_on_the_next_working_day(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    """22.11.2026 is a Sunday."""
    livelihoods.end_livelihood(case_vault, office.case_id, asylblg(case_vault, office), OCTOBER_31, now)
    assert [day for _, day in owned(case_vault)] == [TODAY + timedelta(days=1)]


def test_a_change_is_one_act_and_a_retroactive_grant_closes_the_gap(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    asked = NewLivelihood("sgb2", "applied", applied_on=NOVEMBER_1, authority=" Jobcenter ")
    lines = len(journal.lines(case_vault.db, 100))
    sgb2 = livelihoods.change_circle(
        case_vault, office.case_id, asylblg(case_vault, office), OCTOBER_31, asked, now
    )
    assert len(journal.lines(case_vault.db, 100)) == lines + 1
    assert periods(case_vault, office) == [
        ("sgb2", "applied", None, None),
        ("asylblg", "granted", date(2026, 2, 1), OCTOBER_31),
    ]
    assert uncovered(case_vault, office) == 22
    assert len(owned(case_vault)) == 2
    livelihoods.grant(case_vault, office.case_id, sgb2, NOVEMBER_1, date(2027, 4, 30), now)
    assert uncovered(case_vault, office) == 0
    (end,) = owned(case_vault)
    assert end[0].endswith("SGB II endet am 30.04.2027")
    granted = livelihoods.livelihoods(case_vault, office.case_id)[0]
    assert (granted.authority, granted.applied_on) == ("Jobcenter", NOVEMBER_1)


def test_a_change_that_cannot_be_changes_nothing(case_vault: Vault, office: Office, now: datetime) -> None:
    first, before = asylblg(case_vault, office), periods(case_vault, office)
    for last_day, new, code in (
        (OCTOBER_31, NewLivelihood("sgb2", since=OCTOBER_31), "livelihood.begins_after_end"),
        (date(2026, 1, 31), NewLivelihood("sgb2"), "history.ends_before_begin"),
        (OCTOBER_31, NewLivelihood("sgb99"), "code.unknown"),
    ):
        with pytest.raises(InvalidInput) as caught:
            livelihoods.change_circle(case_vault, office.case_id, first, last_day, new, now)
        assert caught.value.code == code
    assert periods(case_vault, office) == before


def test_only_what_is_granted_ends(case_vault: Vault, office: Office, now: datetime) -> None:
    asked = NewLivelihood("alg", "applied", applied_on=TODAY)
    alg = livelihoods.add_livelihood(case_vault, office.case_id, asked, now)
    with pytest.raises(InvalidInput, match=r"livelihood\.not_granted"):
        livelihoods.end_livelihood(case_vault, office.case_id, alg, TODAY, now)
    with pytest.raises(InvalidInput, match=r"history\.ends_before_begin"):
        livelihoods.grant(case_vault, office.case_id, alg, TODAY, OCTOBER_31, now)


def test_one_is_put_right_whole(case_vault: Vault, office: Office, now: datetime) -> None:
    right = NewLivelihood(
        "sgb12", "granted", NOVEMBER_1, date(2026, 12, 31), OCTOBER_31, "Sozialamt", "Frau Ö", "1/2"
    )
    livelihoods.change_livelihood(case_vault, office.case_id, asylblg(case_vault, office), right, now)
    (period,) = livelihoods.livelihoods(case_vault, office.case_id)
    assert period.said == right


def test_a_closed_or_restricted_case_takes_nothing_new(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    first = asylblg(case_vault, office)
    livelihoods.end_livelihood(case_vault, office.case_id, first, date(2027, 3, 31), now)
    closing.close_case(case_vault, office.case_id, Closing("moved", TODAY), now)
    assert owned(case_vault) == []
    for act in (
        lambda: livelihoods.add_livelihood(case_vault, office.case_id, NewLivelihood("sgb2"), now),
        lambda: livelihoods.end_livelihood(case_vault, office.case_id, first, TODAY, now),
    ):
        with pytest.raises(Refusal, match=r"case\.closed"):
            act()
    bin.remove(case_vault, "livelihood_period", first, now)
    assert owned(case_vault) == []


def test_the_next_case_goes_on_with_what_ends(case_vault: Vault, office: Office, now: datetime) -> None:
    livelihoods.end_livelihood(
        case_vault, office.case_id, asylblg(case_vault, office), date(2027, 3, 31), now
    )
    closing.close_case(case_vault, office.case_id, Closing("moved", TODAY), now)
    again = cases.reopen(case_vault, office.file_id, office.site_id, now)
    (due,) = follow_ups.due_of_case(case_vault, again)
    assert due.title.endswith("AsylbLG endet am 31.03.2027")


def test_who_is_not_accepted_leaves_no_follow_up(case_vault: Vault, office: Office, now: datetime) -> None:
    asked = NewLivelihood("sgb2", "applied", applied_on=TODAY)
    sheet = intake(
        office.site_id, Person("Kaya"), livelihood=asked, decision="not_accepted", decision_reason="hat MBE"
    )
    cases.take_in(case_vault, sheet, now)
    assert owned(case_vault) == []
