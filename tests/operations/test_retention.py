# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""When files go: by basis, withdrawal or closing reason; kept longer, offered to the archive, erased."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.case import Closing
from app.domain.client import Person
from app.domain.errors import InvalidInput, Refusal
from app.domain.retention import Ending, Periods, due, years_later
from app.operations import cases, closing, consents, erasures, retention, rights
from app.operations.vaults import Vault

from .conftest import TODAY, Office, controller, intake
from .test_consents import signed
from .test_no_way_round import spoken


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def end(vault: Vault, office: Office, now: datetime, reason: str = "goals_reached") -> None:
    """The file stands on its task, and its case is closed."""
    cases.set_basis(vault, office.file_id, "task", TODAY, now)
    closing.close_case(vault, office.case_id, Closing(reason, TODAY), now)


def left(vault: Vault) -> int:
    return int(vault.db.execute("SELECT count(*) FROM file").fetchone()[0])


def test_a_closed_file_is_due_after_its_years_and_goes_once_it_was_offered(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    end(case_vault, office, now)
    last = date(2029, 11, 22)
    assert retention.due_files(case_vault, last - timedelta(days=40)) == ()
    (soon,) = retention.due_files(case_vault, last)
    assert (soon.last_day, soon.reason, soon.is_over(last), soon.initials) == (last, "period", False, "T. N.")
    with pytest.raises(Refusal, match=r"retention\.not_over"):
        erasures.erase_due(case_vault, [office.file_id], noon(last))
    after = noon(last + timedelta(days=1))
    with pytest.raises(Refusal, match=r"retention\.not_offered"):
        erasures.erase_due(case_vault, [office.file_id], after)
    retention.offer(case_vault, office.file_id, True, after)
    assert erasures.erase_due(case_vault, [office.file_id], after) == 1
    assert left(case_vault) == 0
    (stub,) = erasures.erased_until_now(case_vault)
    assert (stub.reason, stub.erased_on) == ("period", last + timedelta(days=1))


def test_a_standing_decision_of_the_archive_needs_no_offer(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    end(case_vault, office, now)
    retention.set_archive(case_vault, "standing", now)
    assert erasures.erase_due(case_vault, [office.file_id], noon(date(2029, 11, 23))) == 1
    with pytest.raises(InvalidInput, match=r"retention\.archive_unknown"):
        retention.set_archive(case_vault, "never", now)


def test_years_by_closing_reason_are_never_longer_than_the_notice_says(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    end(case_vault, office, now, "contact_lost")
    retention.set_years(case_vault, "contact_lost", 1, now)
    (found,) = retention.due_files(case_vault, date(2027, 11, 1))
    assert found.last_day == date(2027, 11, 22)
    for years in (0, 4):
        with pytest.raises(InvalidInput, match=r"retention\.years_out_of_range"):
            retention.set_years(case_vault, "contact_lost", years, now)
    retention.set_years(case_vault, "moved", 3, now)
    cases.set_controller(case_vault, replace(controller(), storage_years=2), now)
    assert retention.periods(case_vault).by_reason == {"contact_lost": 1, "moved": 2}
    retention.set_years(case_vault, "contact_lost", None, now)
    assert retention.periods(case_vault).years("contact_lost") == 2


def test_a_file_without_basis_goes_after_its_days_and_not_before(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    last = TODAY + timedelta(days=14)
    assert retention.due_files(case_vault, last) == ()
    (found,) = retention.due_files(case_vault, last + timedelta(days=1))
    assert (found.reason, found.last_day, found.must_be_offered) == ("no_basis", last, False)
    assert erasures.erase_due(case_vault, [office.file_id], noon(last + timedelta(days=1))) == 1
    assert left(case_vault) == 0


def test_an_oral_word_puts_it_off_and_then_it_goes_too(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    later = now + timedelta(days=5)
    spoken(case_vault, office, later, "given")
    (found,) = retention.due_files(case_vault, TODAY + timedelta(days=30))
    assert (found.reason, found.ending.basis) == ("no_basis", None)


def test_after_the_withdrawal_of_everything_there_are_thirty_days(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    consents.withdraw(case_vault, signed(case_vault, office, now), TODAY, "mündlich", now)
    (found,) = retention.due_files(case_vault, TODAY + timedelta(days=31))
    assert (found.reason, found.last_day) == ("withdrawn", TODAY + timedelta(days=30))
    assert erasures.erase_due(case_vault, [office.file_id], noon(TODAY + timedelta(days=31))) == 1
    form, version, withdrawn = case_vault.db.execute(
        "SELECT form_number, text_version, withdrawn_on FROM consent_proof"
    ).fetchone()
    assert form.startswith("E")
    assert version
    assert withdrawn == TODAY.isoformat()


def test_kept_longer_needs_a_day_to_come_and_a_reason(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    end(case_vault, office, now)
    day = date(2029, 11, 23)
    for until, reason, code in (
        (None, "Klage", "keep_until"),
        (day, "Klage", "keep_until"),
        (date(2040, 1, 1), "Klage", "keep_until"),
        (date(2031, 1, 1), "  ", "keep_reason"),
    ):
        with pytest.raises(InvalidInput, match=f"retention.{code}"):
            retention.keep_longer(case_vault, office.file_id, until, reason, noon(day))
    retention.keep_longer(case_vault, office.file_id, date(2031, 1, 1), " Klage läuft ", noon(day))
    assert retention.due_files(case_vault, day) == ()
    found = retention.due_of(case_vault, office.file_id)
    assert found is not None
    assert (found.last_day, found.ending.keep_reason) == (date(2031, 1, 1), "Klage läuft")


def test_what_the_person_wants_restricted_is_not_due(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    end(case_vault, office, now)
    rights.restrict(case_vault, office.file_id, "claims", now)
    assert retention.due_files(case_vault, date(2040, 1, 1)) == ()
    with pytest.raises(Refusal, match=r"retention\.not_over"):
        erasures.erase_due(case_vault, [office.file_id], noon(date(2040, 1, 1)))


def test_one_that_is_not_over_keeps_the_whole_list(case_vault: Vault, office: Office, now: datetime) -> None:
    other = cases.take_in(case_vault, intake(office.site_id, Person("Sow", "Awa"), held_on=TODAY), now)
    cases.set_basis(case_vault, other.file_id, "task", TODAY, now)
    after = noon(TODAY + timedelta(days=15))
    with pytest.raises(Refusal, match=r"retention\.not_over"):
        erasures.erase_due(case_vault, [office.file_id, other.file_id], after)
    assert left(case_vault) == 2


DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(closed=DAYS, years=st.integers(1, 30), keep=st.none() | DAYS, offered=st.none() | DAYS)
def test_a_decision_never_shortens_a_period(
    closed: date, years: int, keep: date | None, offered: date | None
) -> None:
    ending = Ending("f", "c", "x", "y", "SU-1", "task", None, None, closed, "moved", keep, "", offered)
    found = due(ending, Periods(30, {"moved": years}))
    assert found is not None
    assert found.last_day == max(years_later(closed, years), keep or closed)
    assert found.must_be_offered == (offered is None)
    assert (years_later(closed, years) - closed).days >= 365 * years
