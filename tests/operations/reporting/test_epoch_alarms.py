# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two followers of one Kreis are a named alarm; the way back to work; what comes back keeps its own day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import Cancelled
from app.operations import backups, district, district_epochs, epochs, reporting
from storage import journal, restore
from storage.vault import Vault
from tests.answering import answering
from tests.operations.reporting.conftest import Outstation, noon
from tests.operations.reporting.test_epochs import back_up

JANUARY, FEBRUARY, MARCH = date(2022, 1, 31), date(2022, 2, 28), date(2022, 3, 31)


@pytest.fixture
def bring_back(tmp_path: Path) -> Iterator[Callable[..., Vault]]:
    """Another file from the same backup, open."""
    opened: list[Vault] = []

    def make(copy: backups.Copy, template: Any) -> Vault:
        inside = backups.look_into(copy, template.code, template.password)
        path = tmp_path / f"wieder-{len(opened)}.kim"
        opened.append(backups.restore_file(inside, path, template.password, noon(FEBRUARY)))
        return opened[-1]

    yield make
    for vault in opened:
        vault.close()


@pytest.fixture
def two(
    kreis: Any, district_template: Any, tmp_path: Path, bring_back: Callable[..., Vault]
) -> tuple[Outstation, list[Vault]]:
    """An office, and two files of its Kreis from one backup; neither has begun again."""
    office = kreis.outstations[0]
    office.release(JANUARY)
    kreis.exchange(JANUARY)
    copy = back_up(kreis.vault, tmp_path, JANUARY)
    return office, [bring_back(copy, district_template) for _ in range(2)]


def trouble(office: Outstation) -> str | None:
    found = office.deliver(MARCH).trouble
    return found.code if found else None


def trusted(office: Outstation) -> str:
    state = reporting.enrolment_state(office.vault)
    assert state is not None
    return state.fingerprint


def test_two_takeovers_at_once_are_an_alarm_and_nobody_is_followed(
    two: tuple[Outstation, list[Vault]],
) -> None:
    office, files = two
    before = trusted(office)
    for file in files:
        district_epochs.begin_again(file, noon(FEBRUARY))
    assert trouble(office) == "epochs.two_districts"
    assert trusted(office) == before
    state = reporting.delivery_state(office.vault)
    assert state is not None
    assert state.trouble == "epochs.two_districts"


def test_a_second_takeover_after_the_first_was_followed_is_an_alarm_too(
    two: tuple[Outstation, list[Vault]],
) -> None:
    office, files = two
    district_epochs.begin_again(files[0], noon(FEBRUARY))
    assert trouble(office) is None
    office.release(FEBRUARY)
    district_epochs.begin_again(files[1], noon(MARCH))
    assert trouble(office) == "epochs.two_districts"
    assert reporting.outbox(office.vault)[-1].delivered_at is None


def test_whoever_was_compared_again_ends_the_alarm(two: tuple[Outstation, list[Vault]]) -> None:
    """The office had followed nobody; the second file is the one that goes on."""
    office, files = two
    for file in files:
        district_epochs.begin_again(file, noon(FEBRUARY))
    assert trouble(office) == "epochs.two_districts"
    raw = district.enrol(files[1], reporting.pairing_file(office.vault, noon(MARCH)), "", noon(MARCH))
    fingerprint = reporting.take_certificate(office.vault, raw, noon(MARCH))
    reporting.confirm_district(office.vault, fingerprint, noon(MARCH))
    assert trouble(office) is None
    office.release(FEBRUARY)
    assert trouble(office) is None
    assert district.fetch(files[1], noon(MARCH)).accepted >= 1


def test_a_kreis_that_begins_twice_one_after_the_other_is_none(
    two: tuple[Outstation, list[Vault]],
    district_template: Any,
    tmp_path: Path,
    bring_back: Callable[..., Vault],
) -> None:
    office, files = two
    district_epochs.begin_again(files[0], noon(FEBRUARY))
    assert trouble(office) is None
    copy = back_up(files[0], tmp_path, FEBRUARY)
    later = bring_back(copy, district_template)
    district_epochs.begin_again(later, noon(MARCH))
    assert trouble(office) is None
    assert district.fetch(later, noon(MARCH)).trouble is None


def test_beginning_again_before_a_silent_server_can_be_stopped_and_changes_nothing(
    two: tuple[Outstation, list[Vault]],
) -> None:
    kreis = two[1][0]
    before = [line.action for line in journal.lines(kreis.db, 5)]
    asked = 0

    def stop() -> None:
        nonlocal asked
        asked += 1
        raise Cancelled

    with answering() as server:
        server.is_silent()
        kreis.db.execute("UPDATE transport SET kind = 'webdav', address = ?", (server.address,))
        with pytest.raises(Cancelled):
            district_epochs.begin_again(kreis, noon(FEBRUARY), "", stop)
        server.speaks_again()
    assert asked == 1
    assert restore.is_open(kreis.db, restore.RELEASES_OPEN)
    assert [line.action for line in journal.lines(kreis.db, 5)] == before


def test_a_release_that_came_back_stands_with_its_own_last_day(
    kreis: Any, case_template: Any, tmp_path: Path, bring_back: Callable[..., Vault]
) -> None:
    office = kreis.outstations[0]
    copy = back_up(office.vault, tmp_path, date(2022, 1, 5))
    office.release(JANUARY, noon(date(2022, 2, 4)))
    kreis.exchange(FEBRUARY)
    office.vault.close()
    office.vault = bring_back(copy, case_template)
    with closing(office.vault):
        epochs.begin_after_restore(office.vault, noon(MARCH))
        kreis.exchange(MARCH)
        kreis.exchange(MARCH)
        (back,) = reporting.ledger(office.vault)
        assert back.released_at == noon(JANUARY)
