# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A restored file releases nothing until it is certain that it holds all the Kreis received (rule 5c)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import InvalidInput, Refusal, Trouble
from app.operations import backups, district, restored
from app.operations.reporting import seal_again
from storage.vault import open_with_key
from tests.operations.reporting.conftest import noon

JANUARY, FEBRUARY = date(2022, 1, 31), date(2022, 2, 28)


@contextmanager
def restored_from(copy: backups.Copy, outstation: Any, template: Any, folder: Path) -> Iterator[Any]:
    """The outstation on the file that comes from a backup; the former file is gone."""
    outstation.vault.close()
    opened = backups.look_into(copy, template.code, template.password)
    path = folder / "wieder.kim"
    with closing(backups.restore_file(opened, path, template.password, noon(FEBRUARY))) as vault:
        yield type(outstation)(vault, outstation.site_id, outstation.unit)


def back_up(outstation: Any, folder: Path, day: date) -> backups.Copy:
    place = folder / "stick"
    place.mkdir(exist_ok=True)
    backups.set_place(outstation.vault, str(place), noon(day))
    return backups.back_up(outstation.vault, noon(day))


def confirm(again: Any, said: str) -> None:
    """First a look into the exchange, then what the Kreis reads out."""
    found = restored.last_in_exchange(again.vault)
    restored.confirm_releases(again.vault, said, found, noon(FEBRUARY))


def test_a_restored_file_releases_nothing_of_itself(kreis: Any, case_template: Any, tmp_path: Path) -> None:
    outstation = kreis.outstations[0]
    outstation.release(JANUARY)
    kreis.exchange(JANUARY)
    copy = back_up(outstation, tmp_path, JANUARY)
    with restored_from(copy, outstation, case_template, tmp_path) as again:
        with pytest.raises(Refusal, match=r"restored\.releases_open"):
            again.release(FEBRUARY)
        assert again.preview(FEBRUARY).closed is False, "looking is allowed"
        assert again.release(JANUARY).period == "2022-01", "what is closed gives its stored bytes"
        assert len(again.vault.db.execute("SELECT 1 FROM outbox").fetchall()) == 1


def test_with_all_packets_known_the_chain_goes_on(kreis: Any, case_template: Any, tmp_path: Path) -> None:
    outstation = kreis.outstations[0]
    outstation.release(JANUARY)
    kreis.exchange(JANUARY)
    copy = back_up(outstation, tmp_path, JANUARY)
    with restored_from(copy, outstation, case_template, tmp_path) as again:
        known = {each.id: each for each in district.outstations(kreis.vault)}[again.unit]
        assert known.last_packet == restored.last_packet(again.vault) == 1
        confirm(again, str(known.last_packet))
        again.release(FEBRUARY)
        again.deliver(FEBRUARY)
        assert district.fetch(kreis.vault, noon(FEBRUARY)).accepted == 1
        assert district.alarms(kreis.vault) == ()


def test_a_release_after_the_backup_keeps_it_closed(kreis: Any, case_template: Any, tmp_path: Path) -> None:
    outstation = kreis.outstations[0]
    copy = back_up(outstation, tmp_path, JANUARY)
    outstation.release(JANUARY)
    kreis.exchange(JANUARY)
    with restored_from(copy, outstation, case_template, tmp_path) as again:
        for said in ("1", "0"):  # what the Kreis says, and what somebody might guess
            with pytest.raises(InvalidInput, match=r"restored\.releases_missing"):
                confirm(again, said)
        with pytest.raises(Refusal, match=r"restored\.releases_open"):
            again.release(JANUARY)


def test_a_packet_the_kreis_has_not_fetched_yet_is_seen_in_the_folder(
    kreis: Any, case_template: Any, tmp_path: Path
) -> None:
    outstation = kreis.outstations[0]
    copy = back_up(outstation, tmp_path, JANUARY)
    outstation.release(JANUARY)
    outstation.deliver(JANUARY)
    with restored_from(copy, outstation, case_template, tmp_path) as again:
        with pytest.raises(InvalidInput, match=r"restored\.releases_missing"):
            confirm(again, "0")


def test_what_the_kreis_has_not_fetched_comes_first(kreis: Any, case_template: Any, tmp_path: Path) -> None:
    outstation = kreis.outstations[0]
    outstation.release(JANUARY)
    copy = back_up(outstation, tmp_path, JANUARY)
    with restored_from(copy, outstation, case_template, tmp_path) as again:
        with pytest.raises(InvalidInput, match=r"restored\.not_fetched"):
            confirm(again, "0")
        again.deliver(FEBRUARY)
        assert district.fetch(kreis.vault, noon(FEBRUARY)).accepted == 1, (
            "sealed before the backup: it may go"
        )
        confirm(again, " 1 ")


def test_without_the_exchange_folder_nothing_is_certain(
    kreis: Any, case_template: Any, tmp_path: Path
) -> None:
    outstation = kreis.outstations[0]
    copy = back_up(outstation, tmp_path, JANUARY)
    (way,) = outstation.vault.db.execute("SELECT address FROM transport").fetchone()
    shutil.rmtree(way)
    with restored_from(copy, outstation, case_template, tmp_path) as again:
        with pytest.raises(Trouble, match=r"transport\.folder_missing"):
            confirm(again, "0")
        for typed in ("", "eins", "-1", "1" * 10, "²"):
            with pytest.raises(InvalidInput, match=r"restored\.number_unreadable"):
                restored.confirm_releases(again.vault, typed, 0, noon(FEBRUARY))


def test_a_refused_release_is_not_sealed_again_either(kreis: Any, case_template: Any, tmp_path: Path) -> None:
    outstation = kreis.outstations[0]
    release = outstation.release(JANUARY)
    outstation.vault.db.execute("UPDATE outbox SET result = 'refused', receipt = x'00', reason = 'x.y'")
    copy = back_up(outstation, tmp_path, JANUARY)
    with restored_from(copy, outstation, case_template, tmp_path) as again:
        with pytest.raises(Refusal, match=r"restored\.releases_open"):
            seal_again(again.vault, release.id, noon(FEBRUARY))


def test_the_offset_key_comes_back_with_the_file(kreis: Any, case_template: Any, tmp_path: Path) -> None:
    outstation = kreis.outstations[0]
    before = outstation.vault.db.execute("SELECT id, offset_key FROM reporting_unit").fetchone()
    copy = back_up(outstation, tmp_path, JANUARY)
    with restored_from(copy, outstation, case_template, tmp_path) as again:
        assert again.vault.db.execute("SELECT id, offset_key FROM reporting_unit").fetchone() == before
    with closing(open_with_key(tmp_path / "wieder.kim", case_template.code, case_template.key)) as later:
        state = restored.restore_state(later)
        assert state is not None
        assert (state.backup_of, state.releases_open) == (noon(JANUARY), True)
