# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Devices change: new keys, a restored file, a lost computer, a restored Kreis; real files, a folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import Refusal
from app.operations import backups, cases, district, district_epochs, epochs, reporting, restored
from app.operations.enrolment import district_of, outstation_party, own_keys
from storage import closed_devices, devices, packets, released, releases, slot_files
from storage.vault import Vault, open_with_key
from sync import key_list, packet, protection, revocation, rotation, tables
from tests.operations.reporting.conftest import noon

JANUARY, FEBRUARY, MARCH, APRIL = (
    date(2022, month, day) for month, day in ((1, 31), (2, 28), (3, 31), (4, 30))
)
DAY = date(2022, 1, 10)


@pytest.fixture
def bring_back(tmp_path: Path) -> Iterator[Callable[..., Vault]]:
    """The file of a backup as a new one, open; the former file is gone."""
    opened: list[Vault] = []

    def make(copy: backups.Copy, template: Any, day: date) -> Vault:
        path = tmp_path / f"wieder-{len(opened)}.kim"
        inside = backups.look_into(copy, template.code, template.password)
        opened.append(backups.restore_file(inside, path, template.password, noon(day)))
        return opened[-1]

    yield make
    for vault in opened:
        vault.close()


def back_up(vault: Vault, folder: Path, day: date) -> backups.Copy:
    place = folder / f"stick-{day}"
    place.mkdir(exist_ok=True)
    backups.set_place(vault, str(place), noon(day))
    return backups.back_up(vault, noon(day))


def stored(kreis: Any) -> list[bytes]:
    """What the Kreis has, byte for byte, each once."""
    rows = kreis.vault.db.execute("SELECT payload FROM release ORDER BY payload")
    return [bytes(payload) for (payload,) in rows]


def ledger(vault: Vault) -> list[bytes]:
    return sorted(each.payload for each in reporting.ledger(vault))


def device_of(vault: Vault) -> str:
    own = devices.own_device(vault.db)
    assert own is not None
    return own.id


def reasons(kreis: Any) -> set[str]:
    return {alarm.reason for alarm in district.alarms(kreis.vault)}


def folder_of(kreis: Any, outstation: Any) -> Path:
    return Path(kreis.folder, outstation.unit, device_of(outstation.vault))


def same_keys(kreis: Any, outstation: Any) -> bool:
    """Both sides show the same fingerprint, and nobody had to compare it anew."""
    (line,) = [each for each in district.outstations(kreis.vault) if each.id == outstation.unit]
    state = reporting.enrolment_state(outstation.vault)
    return bool(state and state.confirmed and line.confirmed and state.fingerprint == line.fingerprint)


def rotation_of(vault: Vault) -> tuple[str, bytes]:
    return vault.db.execute("SELECT name, bytes FROM rotation ORDER BY rowid DESC LIMIT 1").fetchone()


def copied(outstation: Any, template: Any, folder: Path) -> Any:
    """The outstation's file as it is now, once more: somebody kept a copy."""
    outstation.vault.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    folder.mkdir()
    path = folder / outstation.vault.path.name
    for source in (outstation.vault.path, *slot_files.paths(outstation.vault.path)):
        shutil.copy(source, folder / source.name)
    return replace(outstation, vault=open_with_key(path, template.code, template.key))


# New keys


def test_new_keys_need_no_telephone(kreis: Any) -> None:
    outstation = kreis.outstations[0]
    outstation.release(JANUARY)
    kreis.exchange(JANUARY)
    old = device_of(outstation.vault)
    epochs.renew_keys(outstation.vault, noon(FEBRUARY))
    assert epochs.key_state(outstation.vault, noon(FEBRUARY)).announced
    outstation.release(FEBRUARY)
    assert kreis.exchange(FEBRUARY).accepted == 1
    assert kreis.exchange(FEBRUARY) == district.Fetched(), "delivered twice, taken once"
    assert device_of(outstation.vault) != old
    assert same_keys(kreis, outstation)
    assert not epochs.key_state(outstation.vault, noon(FEBRUARY)).announced
    assert stored(kreis) == ledger(outstation.vault)
    assert reasons(kreis) == set()


def test_what_the_old_device_sealed_in_vain_comes_from_the_new_one(kreis: Any) -> None:
    outstation = kreis.outstations[0]
    for until in (JANUARY, FEBRUARY):
        outstation.release(until)
    epochs.renew_keys(outstation.vault, noon(FEBRUARY))
    assert kreis.exchange(FEBRUARY).accepted == 2
    assert [sealed.result for sealed in reporting.outbox(outstation.vault)] == ["accepted", "accepted"]
    assert stored(kreis) == ledger(outstation.vault)


def test_a_packet_that_comes_after_its_device_was_closed_is_no_alarm(kreis: Any, tmp_path: Path) -> None:
    """A synced folder brings files in any order."""
    outstation = kreis.outstations[0]
    outstation.release(JANUARY)
    outstation.deliver(JANUARY)
    (late,) = kreis.packets()
    aside = shutil.move(late, tmp_path / late.name)
    epochs.renew_keys(outstation.vault, noon(JANUARY))
    assert kreis.exchange(JANUARY).accepted == 1
    shutil.move(aside, late)
    assert kreis.exchange(FEBRUARY) == district.Fetched()
    assert reasons(kreis) == set()


def test_many_new_keys_are_followed_in_one_go(kreis: Any) -> None:
    outstation = kreis.outstations[0]
    for _ in range(3):
        epochs.renew_keys(outstation.vault, noon(JANUARY))
    outstation.release(JANUARY)
    assert kreis.exchange(JANUARY).accepted == 1
    assert same_keys(kreis, outstation)


def test_an_older_takeover_replayed_changes_nothing(kreis: Any) -> None:
    outstation = kreis.outstations[0]
    epochs.renew_keys(outstation.vault, noon(JANUARY))
    name, raw = rotation_of(outstation.vault)
    epochs.renew_keys(outstation.vault, noon(JANUARY))
    outstation.release(JANUARY)
    kreis.exchange(JANUARY)
    Path(folder_of(kreis, outstation), name).write_bytes(raw)
    outstation.release(FEBRUARY)
    fetched = kreis.exchange(FEBRUARY)
    assert (fetched.accepted, fetched.waiting) == (1, 1)
    assert same_keys(kreis, outstation)


def test_a_strangers_takeover_waits_and_is_named_after_days(kreis: Any) -> None:
    outstation, other = kreis.outstations[:2]
    outstation.release(JANUARY)
    kreis.exchange(JANUARY)
    epochs.renew_keys(other.vault, noon(JANUARY))
    name, raw = rotation_of(other.vault)
    Path(folder_of(kreis, outstation), name).write_bytes(raw)
    assert kreis.exchange(FEBRUARY).waiting == 1
    kreis.exchange(FEBRUARY + timedelta(days=4))
    assert reasons(kreis) == {"packet.bad_signature"}
    outstation.release(FEBRUARY)
    assert kreis.exchange(MARCH).accepted == 1, "the outstation itself goes on"


def test_a_takeover_of_another_unit_is_refused(kreis: Any) -> None:
    """Signed by the outstation's own key: an insider who wants to speak for another office."""
    outstation, other = kreis.outstations[:2]
    party = outstation_party(outstation.vault.db, outstation.unit)
    foreign = outstation_party(other.vault.db, other.unit)
    written = rotation.compose(party, foreign, None, "rotated")
    sealed = rotation.write(written, own_keys(outstation.vault.db).signing)
    outstation.release(JANUARY)
    outstation.deliver(JANUARY)
    Path(folder_of(kreis, outstation), sealed.name).write_bytes(sealed.bytes)
    district.fetch(kreis.vault, noon(JANUARY))
    (waits,) = packets.waiting(kreis.vault.db)
    assert waits.reason == "rotation.other_unit"


def test_the_file_of_the_old_device_is_an_alarm_when_it_sends(
    kreis: Any, case_template: Any, tmp_path: Path
) -> None:
    outstation = kreis.outstations[0]
    outstation.release(JANUARY)
    kreis.exchange(JANUARY)
    old = copied(outstation, case_template, tmp_path / "alt")
    epochs.renew_keys(outstation.vault, noon(FEBRUARY))
    kreis.exchange(FEBRUARY)
    before = stored(kreis)
    old.release(FEBRUARY)
    old.deliver(FEBRUARY)
    assert district.fetch(kreis.vault, noon(FEBRUARY)).forks == 1
    assert district.fetch(kreis.vault, noon(FEBRUARY)).forks == 0, "named once"
    assert reasons(kreis) == {"packet.device_closed"}
    epochs.renew_keys(old.vault, noon(MARCH))
    old.deliver(MARCH)
    assert district.fetch(kreis.vault, noon(MARCH)).forks == 1, "its own takeover too"
    assert stored(kreis) == before
    assert same_keys(kreis, outstation)
    old.vault.close()


def test_a_takeover_that_contradicts_the_packets_is_an_alarm(
    kreis: Any, case_template: Any, tmp_path: Path
) -> None:
    outstation = kreis.outstations[0]
    old = copied(outstation, case_template, tmp_path / "alt")
    outstation.release(JANUARY)
    kreis.exchange(JANUARY)
    old.release(JANUARY)
    epochs.renew_keys(old.vault, noon(FEBRUARY))
    old.deliver(FEBRUARY)
    district.fetch(kreis.vault, noon(FEBRUARY))
    assert "rotation.fork" in reasons(kreis)
    assert same_keys(kreis, outstation), "the device that reported stays the one that is heard"
    old.vault.close()


# A restored office


def fill(outstation: Any, day: date, first: int, count: int) -> None:
    for number in range(first, first + count):
        opened = outstation.person(day, number)
        outstation.contact(opened.case_id, day)


def figures_of(payload: bytes) -> dict[str, tuple[int, dict[str, int | None]]]:
    found = reporting.decode(payload).person_tables()
    return {
        table.id: (table.n, {str(sorted(cell.key.items())): cell.value for cell in table.cells})
        for table in found
    }


def three_months(outstation: Any, kreis: Any, folder: Path) -> backups.Copy:
    """Three releases; the backup is of the first."""
    fill(outstation, DAY, 0, 24)
    outstation.workshop(DAY, target=7)
    outstation.release(JANUARY)
    kreis.exchange(JANUARY)
    copy = back_up(outstation.vault, folder, JANUARY)
    for until in (FEBRUARY, MARCH):
        fill(outstation, until.replace(day=3), 100 * until.month, 12)
        outstation.workshop(until.replace(day=5), target=9)
        outstation.release(until)
        kreis.exchange(until)
    return copy


def test_3b_after_a_restore_no_figure_moves_without_persons_moving(
    kreis: Any, case_template: Any, tmp_path: Path, bring_back: Callable[..., Vault]
) -> None:
    outstation = kreis.outstations[0]
    copy = three_months(outstation, kreis, tmp_path)
    kept, march = ledger(outstation.vault), outstation.release(MARCH).payload
    outstation.vault.close()
    outstation.vault = bring_back(copy, case_template, APRIL)
    epochs.begin_after_restore(outstation.vault, noon(APRIL))
    for _ in range(2):  # until the Kreis has answered nothing is sealed
        outstation.deliver(APRIL)
        with pytest.raises(Refusal, match=r"restored\.releases_open"):
            outstation.release(APRIL)
    with pytest.raises(Refusal, match=r"restored\.return_awaited"):
        restored.confirm_releases(outstation.vault, "0", 0, noon(APRIL))
    kreis.exchange(APRIL)
    assert ledger(outstation.vault) == kept, "byte for byte what was released"
    state = restored.restore_state(outstation.vault)
    assert state is not None
    assert not state.releases_open
    kreis.exchange(APRIL)
    before = figures_of(march)

    april = outstation.release(APRIL)
    assert figures_of(april.payload) == before, "nobody came or went: every figure repeats"
    (workshops,) = [
        line for line in reporting.decode(april.payload).activities() if line.key.type == "workshop"
    ]
    assert workshops.acts == 0, "acts of the months that came back are not counted twice"
    assert kreis.exchange(APRIL).accepted == 1
    assert stored(kreis) == ledger(outstation.vault)
    assert reasons(kreis) == set()


def test_3b_whoever_is_entered_again_gives_the_figure_that_had_left(
    kreis: Any, case_template: Any, tmp_path: Path, bring_back: Callable[..., Vault]
) -> None:
    """Refreshed or repeated: N of the 48 is what 48 persons give under this unit's offset, in every case."""
    outstation = kreis.outstations[0]
    copy = three_months(outstation, kreis, tmp_path)
    outstation.vault.close()
    outstation.vault = bring_back(copy, case_template, APRIL)
    epochs.begin_after_restore(outstation.vault, noon(APRIL))
    outstation.deliver(APRIL)
    kreis.exchange(APRIL)
    for month in (FEBRUARY, MARCH):
        fill(outstation, month.replace(day=3), 100 * month.month, 12)
        outstation.workshop(month.replace(day=5), target=9)
    april = reporting.decode(outstation.release(APRIL).payload)
    (total,) = [table for table in april.person_tables() if table.id == "open"]
    unit = releases.unit(outstation.vault.db)
    assert unit is not None
    catalogue = tables.shipped(1)
    (table,) = [each for each in catalogue.tables if each.id == "open"]
    offset = protection.offset(unit.offset_key, protection.cell_id(table, outstation.site_id, 2022, ()))
    true = protection.published(48, offset)
    assert total.n in {true - 5, true, true + 5}
    assert (total.state, total.n) == ("refreshed", true) or total.state == "repeated" or total.n != true
    assert all(line.acts == 0 for line in april.activities()), "the acts of these months have left already"


def test_the_return_is_taken_once_and_for_one_device(
    kreis: Any, case_template: Any, tmp_path: Path, bring_back: Callable[..., Vault]
) -> None:
    outstation = kreis.outstations[0]
    copy = three_months(outstation, kreis, tmp_path)
    outstation.vault.close()
    outstation.vault = bring_back(copy, case_template, APRIL)
    epochs.begin_after_restore(outstation.vault, noon(APRIL))
    epochs.begin_after_restore(outstation.vault, noon(APRIL))
    outstation.deliver(APRIL)
    district.fetch(kreis.vault, noon(APRIL))
    place = Path(kreis.folder, "ack", device_of(outstation.vault))
    (given,) = place.iterdir()
    raw = given.read_bytes()
    assert b"served" not in raw
    outstation.deliver(APRIL)
    after = ledger(outstation.vault)
    place.joinpath(given.name).write_bytes(raw)
    kreis.exchange(APRIL)
    assert ledger(outstation.vault) == after
    other = Path(kreis.folder, "ack", device_of(kreis.outstations[1].vault), given.name)
    other.parent.mkdir(parents=True, exist_ok=True)
    other.write_bytes(raw)
    kreis.exchange(APRIL)
    assert ledger(kreis.outstations[1].vault) == []
    waiting = [each for each in closed_devices.outgoing(kreis.vault.db) if not key_list.is_one(each.raw)]
    assert not waiting, "read, so it is not put again"


def test_a_site_of_after_the_backup_comes_back_with_its_releases(
    kreis: Any, case_template: Any, tmp_path: Path, bring_back: Callable[..., Vault]
) -> None:
    outstation = kreis.outstations[0]
    copy = back_up(outstation.vault, tmp_path, JANUARY)
    site = cases.add_site(outstation.vault, "Z", "Altstadt", "05382060", noon(FEBRUARY))
    reporting.release(outstation.vault, site, "2022-02", FEBRUARY, noon(FEBRUARY))
    kreis.exchange(FEBRUARY)
    district.enrol(kreis.vault, reporting.pairing_file(outstation.vault, noon(MARCH)), "", noon(MARCH))
    kept = ledger(outstation.vault)
    outstation.vault.close()
    outstation.vault = bring_back(copy, case_template, APRIL)
    epochs.begin_after_restore(outstation.vault, noon(APRIL))
    outstation.deliver(APRIL)
    kreis.exchange(APRIL)
    assert ledger(outstation.vault) == kept
    assert {each.id: each.name for each in cases.sites(outstation.vault)}[site] == "Altstadt"


def test_what_contradicts_the_ledger_is_not_taken(
    kreis: Any, case_template: Any, tmp_path: Path, bring_back: Callable[..., Vault]
) -> None:
    outstation = kreis.outstations[0]
    copy = three_months(outstation, kreis, tmp_path)
    february = next(each for each in reporting.ledger(outstation.vault) if each.period == "2022-02")
    outstation.vault.close()
    outstation.vault = bring_back(copy, case_template, APRIL)
    epochs.begin_after_restore(outstation.vault, noon(APRIL))
    outstation.deliver(APRIL)
    district.fetch(kreis.vault, noon(APRIL))
    with outstation.vault.transaction() as db:
        other = replace(february, payload=february.payload + b" ")
        releases.insert_release(db, other, 1, outstation.vault.actor.id, ())
    trouble = outstation.deliver(APRIL).trouble
    assert trouble is not None
    assert trouble.code == "returned.contradicts"
    assert len(ledger(outstation.vault)) == 2, "nothing of it was taken"
    assert epochs.key_state(outstation.vault, noon(APRIL)).awaiting


def test_two_files_from_one_backup_are_an_alarm(
    kreis: Any, case_template: Any, tmp_path: Path, bring_back: Callable[..., Vault]
) -> None:
    outstation = kreis.outstations[0]
    outstation.release(JANUARY)
    kreis.exchange(JANUARY)
    copy = back_up(outstation.vault, tmp_path, JANUARY)
    outstation.vault.close()
    outstation.vault, second = (bring_back(copy, case_template, FEBRUARY) for _ in range(2))
    for vault in (outstation.vault, second):
        epochs.begin_after_restore(vault, noon(FEBRUARY))
        reporting.deliver(vault, noon(FEBRUARY))
        district.fetch(kreis.vault, noon(FEBRUARY))
    assert reasons(kreis) == {"packet.device_closed"}
    reporting.deliver(second, noon(FEBRUARY))
    assert epochs.key_state(second, noon(FEBRUARY)).awaiting, "the second gets nothing back"


# A lost computer


def lock(kreis: Any, outstation: Any, day: date) -> None:
    district_epochs.lock_device(kreis.vault, outstation.unit, noon(day))
    district.fetch(kreis.vault, noon(day))


def test_a_locked_device_says_so_and_nothing_of_it_counts(kreis: Any) -> None:
    outstation, other = kreis.outstations[:2]
    outstation.release(JANUARY)
    other.release(JANUARY)
    kreis.exchange(JANUARY)
    lock(kreis, outstation, FEBRUARY)
    outstation.release(FEBRUARY)
    result = outstation.deliver(FEBRUARY)
    assert result.trouble is not None
    assert result.trouble.code == "epochs.locked"
    assert epochs.key_state(outstation.vault, noon(FEBRUARY)).locked
    assert len(list(folder_of(kreis, outstation).iterdir())) == 1, "what it sealed since stays here"
    with pytest.raises(Refusal, match=r"epochs\.locked"):
        outstation.release(MARCH)
    with pytest.raises(Refusal, match=r"epochs\.locked"):
        epochs.renew_keys(outstation.vault, noon(MARCH))
    other.release(FEBRUARY)
    other.deliver(FEBRUARY)
    assert district.fetch(kreis.vault, noon(FEBRUARY)).accepted == 1
    other.deliver(FEBRUARY)
    receipts = [sealed.result for sealed in reporting.outbox(other.vault)]
    assert receipts == ["accepted", "accepted"]
    assert not epochs.key_state(other.vault, noon(FEBRUARY)).locked


def test_a_spy_who_ignores_the_list_is_an_alarm(kreis: Any) -> None:
    outstation = kreis.outstations[0]
    outstation.release(JANUARY)
    kreis.exchange(JANUARY)
    district_epochs.lock_device(kreis.vault, outstation.unit, noon(FEBRUARY))
    outstation.release(FEBRUARY)
    outstation.deliver(FEBRUARY)  # the list does not lie in the folder yet
    before = stored(kreis)
    assert district.fetch(kreis.vault, noon(FEBRUARY)).forks == 1
    assert reasons(kreis) == {"packet.device_locked"}
    assert stored(kreis) == before


def test_whoever_was_locked_comes_back_by_telephone(
    kreis: Any, case_template: Any, tmp_path: Path, bring_back: Callable[..., Vault]
) -> None:
    """The computer is gone: the file comes from the backup, keys are new, two people compare again."""
    outstation = kreis.outstations[0]
    copy = three_months(outstation, kreis, tmp_path)
    kept = ledger(outstation.vault)
    outstation.vault.close()
    lock(kreis, outstation, APRIL)
    outstation.vault = bring_back(copy, case_template, APRIL)
    assert outstation.deliver(APRIL).trouble is not None
    with pytest.raises(Refusal, match=r"district\.device_closed"):
        district.enrol(kreis.vault, reporting.pairing_file(outstation.vault, noon(APRIL)), "", noon(APRIL))
    epochs.enrol_anew(outstation.vault, noon(APRIL))
    assert reporting.enrolment_state(outstation.vault) is None
    pairing = reporting.pairing_file(outstation.vault, noon(APRIL))
    certificate = district.enrol(kreis.vault, pairing, "Nordstadt neu", noon(APRIL))
    fingerprint = reporting.take_certificate(outstation.vault, certificate, noon(APRIL))
    reporting.confirm_district(outstation.vault, fingerprint, noon(APRIL))
    assert kreis.exchange(APRIL) == district.Fetched(), "nothing is given back before both have compared"
    district.confirm_outstation(kreis.vault, outstation.unit, fingerprint, noon(APRIL))
    kreis.exchange(APRIL)
    assert ledger(outstation.vault) == kept
    assert outstation.release(APRIL).period == "2022-04"
    kreis.exchange(APRIL)
    kreis.exchange(APRIL)
    assert stored(kreis) == ledger(outstation.vault)
    assert [each.name for each in district.outstations(kreis.vault)].count("Nordstadt neu") == 1


def test_a_list_with_a_lower_number_or_another_hash_is_refused(kreis: Any) -> None:
    outstation, other = kreis.outstations[:2]
    place = Path(kreis.folder, "catalogue")
    lock(kreis, other, JANUARY)
    (first,) = place.glob("00000001-*")
    kept = first.read_bytes()
    outstation.deliver(JANUARY)
    lock(kreis, kreis.outstations[2], FEBRUARY)
    outstation.deliver(FEBRUARY)
    assert outstation.vault.db.execute("SELECT number FROM revocation_list").fetchone() == (2,)
    for path in place.iterdir():
        path.unlink()
    first.write_bytes(kept)
    assert outstation.deliver(MARCH).trouble is None
    assert outstation.vault.db.execute("SELECT number FROM revocation_list").fetchone() == (2,)

    own = own_keys(kreis.vault.db)
    empty = revocation.Revocations(revocation.SCHEMA, district_of(kreis.vault).id, 2, MARCH, ())
    other_list = revocation.write(empty, own.signing)
    place.joinpath(other_list.name).write_bytes(other_list.bytes)
    trouble = outstation.deliver(MARCH).trouble
    assert trouble is not None
    assert trouble.code == "revocations.fork"


# A restored Kreis


def test_the_kreis_of_march_in_june_has_every_release_once(
    kreis: Any, district_template: Any, tmp_path: Path, bring_back: Callable[..., Vault]
) -> None:
    months = [date(2022, month, 28) for month in range(1, 7)]
    copy = None
    for until in months:
        for outstation in kreis.outstations:
            outstation.release(until)
        if until.month == 5:
            epochs.renew_keys(kreis.outstations[1].vault, noon(until))
        kreis.exchange(until)
        if until.month == 3:
            copy = back_up(kreis.vault, tmp_path, until)
    whole = stored(kreis)
    assert len(whole) == 18
    kreis.vault.close()
    for path in kreis.folder.rglob("*.pkt"):  # the share was tidied up, too
        if "00000000-" not in path.name:
            path.unlink()
    kreis.vault = bring_back(copy, district_template, months[-1])
    assert len(stored(kreis)) == 9
    state = restored.restore_state(kreis.vault)
    assert state is not None
    assert state.releases_open
    district_epochs.begin_again(kreis.vault, noon(months[-1]))
    kreis.exchange(months[-1])
    assert stored(kreis) == whole
    assert kreis.exchange(months[-1]) == district.Fetched()
    assert all(same_keys(kreis, outstation) for outstation in kreis.outstations)
    assert reasons(kreis) == set()
    kreis.outstations[1].release(date(2022, 7, 31))
    assert kreis.exchange(date(2022, 7, 31)).accepted == 1


def test_a_restored_kreis_says_again_what_it_had_said(
    kreis: Any, district_template: Any, tmp_path: Path, bring_back: Callable[..., Vault]
) -> None:
    """The same receipt by another signature lies there already; a forged one stays an alarm."""
    outstation = kreis.outstations[0]
    copy = back_up(kreis.vault, tmp_path, JANUARY)
    outstation.release(JANUARY)
    kreis.exchange(JANUARY)
    kreis.vault.close()
    kreis.vault = bring_back(copy, district_template, FEBRUARY)
    district_epochs.begin_again(kreis.vault, noon(FEBRUARY))
    (there,) = Path(kreis.folder, "ack", device_of(outstation.vault)).iterdir()
    kept = there.read_bytes()
    there.write_bytes(kept[:-96] + bytes(96))
    trouble = district.fetch(kreis.vault, noon(FEBRUARY)).trouble
    assert trouble is not None
    assert trouble.code == "transport.different"
    there.write_bytes(kept)
    assert district.fetch(kreis.vault, noon(FEBRUARY)).trouble is None
    kreis.exchange(FEBRUARY)
    assert stored(kreis) == ledger(outstation.vault)


def test_packets_sealed_to_the_old_kreis_are_opened_too(
    kreis: Any, district_template: Any, tmp_path: Path, bring_back: Callable[..., Vault]
) -> None:
    outstation = kreis.outstations[0]
    copy = back_up(kreis.vault, tmp_path, JANUARY)
    outstation.release(JANUARY)
    outstation.deliver(JANUARY)
    kreis.vault.close()
    kreis.vault = bring_back(copy, district_template, FEBRUARY)
    district_epochs.begin_again(kreis.vault, noon(FEBRUARY))
    assert district.fetch(kreis.vault, noon(FEBRUARY)).accepted == 1
    kreis.exchange(FEBRUARY)
    assert stored(kreis) == ledger(outstation.vault)


def test_who_was_locked_after_the_backup_stays_locked(
    kreis: Any, district_template: Any, tmp_path: Path, bring_back: Callable[..., Vault]
) -> None:
    outstation, other = kreis.outstations[:2]
    copy = back_up(kreis.vault, tmp_path, JANUARY)
    lock(kreis, outstation, FEBRUARY)
    other.deliver(FEBRUARY)
    kreis.vault.close()
    kreis.vault = bring_back(copy, district_template, MARCH)
    district_epochs.begin_again(kreis.vault, noon(MARCH))
    (locked,) = district_epochs.locked_outstations(kreis.vault)
    assert locked.id == outstation.unit
    other.deliver(MARCH)
    assert other.vault.db.execute("SELECT number FROM revocation_list").fetchone() == (2,)
    assert not epochs.key_state(other.vault, noon(MARCH)).locked
    assert outstation.deliver(MARCH).trouble is not None


def test_new_keys_of_after_the_backup_do_not_lead_round_the_lock(
    kreis: Any, district_template: Any, tmp_path: Path, bring_back: Callable[..., Vault]
) -> None:
    outstation = kreis.outstations[0]
    copy = back_up(kreis.vault, tmp_path, JANUARY)
    epochs.renew_keys(outstation.vault, noon(FEBRUARY))
    kreis.exchange(FEBRUARY)
    lock(kreis, outstation, FEBRUARY)
    kreis.vault.close()
    kreis.vault = bring_back(copy, district_template, MARCH)
    district_epochs.begin_again(kreis.vault, noon(MARCH))
    district.fetch(kreis.vault, noon(MARCH))
    (locked,) = district_epochs.locked_outstations(kreis.vault)
    assert locked.id == outstation.unit
    assert outstation.unit not in {each.id for each in district.outstations(kreis.vault)}


def test_a_strangers_word_for_the_kreis_is_not_heard(kreis: Any, tmp_path: Path) -> None:
    outstation, other = kreis.outstations[:2]
    outstation.release(JANUARY)
    kreis.exchange(JANUARY)
    before = reporting.enrolment_state(outstation.vault)
    epochs.renew_keys(other.vault, noon(JANUARY))
    name, raw = rotation_of(other.vault)
    place = Path(kreis.folder, "catalogue")
    place.mkdir(exist_ok=True)
    place.joinpath(name).write_bytes(raw)
    junk = b"kein Dokument" * 20
    place.joinpath(packet.name(99, "ab" * 32)).write_bytes(junk)
    place.joinpath(packet.name(0, "cd" * 32)).write_bytes(junk)
    outstation.release(FEBRUARY)
    assert kreis.exchange(FEBRUARY).accepted == 1
    assert reporting.enrolment_state(outstation.vault) == before
    assert [each.period for each in released.releases(kreis.vault.db)] == ["2022-01", "2022-02"]


# Office and Kreis both lost


def test_both_restored_at_once_find_each_other(
    kreis: Any, case_template: Any, district_template: Any, tmp_path: Path, bring_back: Callable[..., Vault]
) -> None:
    outstation = kreis.outstations[0]
    copy = three_months(outstation, kreis, tmp_path)
    of_kreis = back_up(kreis.vault, tmp_path, MARCH)
    kept = ledger(outstation.vault)
    outstation.vault.close()
    kreis.vault.close()
    outstation.vault = bring_back(copy, case_template, APRIL)
    kreis.vault = bring_back(of_kreis, district_template, APRIL)
    epochs.begin_after_restore(outstation.vault, noon(APRIL))
    outstation.deliver(APRIL)
    district_epochs.begin_again(kreis.vault, noon(APRIL))
    for _ in range(3):
        kreis.exchange(APRIL)
    assert ledger(outstation.vault) == kept == stored(kreis)
    assert same_keys(kreis, outstation)
