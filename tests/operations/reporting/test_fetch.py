# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""From three case files over a folder into the Kreis file; the folder's administrator interferes."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import resources
from app.domain.errors import Refusal
from app.operations import cases, district, release_candidate, reporting
from storage import released, releases
from storage.vault import open_with_key
from sync import packet, signed, tables

JANUARY, FEBRUARY, MARCH = date(2022, 1, 31), date(2022, 2, 28), date(2022, 3, 31)
DAY = date(2022, 1, 10)
SEAL = packet.seal
DEVICE = "99999999-9999-4999-8999-999999999999"


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def stored(kreis: Any) -> list[Any]:
    """Everything the Kreis figures are made of."""
    return list(released.releases(kreis.vault.db))


def states(kreis: Any, period: str) -> dict[str, str]:
    return {line.site: line.state for line in district.inbox(kreis.vault, period)}


def release_all(kreis: Any, until: date) -> None:
    for outstation in kreis.outstations:
        outstation.release(until)


def test_the_whole_way_sums_exactly_and_within_the_error(kreis: Any) -> None:
    for number, outstation in enumerate(kreis.outstations):
        for person in range(21 + number):
            opened = outstation.person(DAY, person)
            outstation.contact(opened.case_id, DAY)
        outstation.workshop(DAY, target=10 + number, partner=number)
    release_all(kreis, JANUARY)
    for outstation in kreis.outstations:
        for person in range(12):
            opened = outstation.person(FEBRUARY, person)
            outstation.contact(opened.case_id, FEBRUARY, "outreach")
    release_all(kreis, FEBRUARY)
    assert kreis.exchange(FEBRUARY) == district.Fetched(accepted=6)
    found = district.figures(kreis.vault, "2022-01", "2022-02")
    acts = found.acts
    assert (acts.acts, acts.target_participants, acts.partner_participants) == (66 + 36 + 3, 66 + 36 + 33, 3)
    assert [month.total.acts for month in found.months] == [69, 36]
    persons = 66 + 36
    for name, key, true in (
        ("open", "", persons),
        ("served", "", persons),
        ("served.service_type", "service_type=outreach", 36),
        ("served.service_type", "service_type=counselling", 66),
        ("served.service_type", "service_type=registration", 0),
        ("open.livelihood", "livelihood=alg", 0),
    ):
        figure = found.tables[name].cells[key]
        assert figure.cells == 3
        assert figure.value % 5 == 0 or name == "open", "only what belongs together is made to agree"
        assert abs(figure.value - true) <= 12
    for table in found.tables.values():
        assert sum(figure.value for figure in table.cells.values()) == table.total.value


def test_one_activity_more_is_one_more(kreis: Any) -> None:
    """Every unit had an act in January and in February; one had a single further one in February."""
    for outstation in kreis.outstations:
        outstation.workshop(DAY, target=3)
        outstation.workshop(FEBRUARY, target=3)
    kreis.outstations[0].workshop(FEBRUARY, target=3)
    for until in (JANUARY, FEBRUARY):
        release_all(kreis, until)
    kreis.exchange(FEBRUARY)
    january, february = (district.figures(kreis.vault, month, month).acts for month in ("2022-01", "2022-02"))
    assert (february.acts, february.participants) == (january.acts + 1, january.participants + 3)


def test_every_packet_gets_a_receipt_and_is_not_sent_again(kreis: Any) -> None:
    release_all(kreis, JANUARY)
    kreis.exchange(JANUARY)
    for outstation in kreis.outstations:
        (sealed,) = reporting.outbox(outstation.vault)
        assert (sealed.result, sealed.reason) == ("accepted", None)
        assert sealed.delivered_at == noon(JANUARY)
        assert outstation.deliver(JANUARY) == reporting.Delivery(sent=0, receipts=0)


def test_the_same_packet_again_has_no_effect(kreis: Any) -> None:
    release_all(kreis, JANUARY)
    kreis.exchange(JANUARY)
    before = stored(kreis)
    assert kreis.exchange(FEBRUARY) == district.Fetched()
    first = kreis.packets()[0]
    shutil.copy(first, first.with_name(f"00000009-{first.name[9:]}"))
    assert district.fetch(kreis.vault, noon(FEBRUARY)) == district.Fetched()
    assert stored(kreis) == before


def test_a_deleted_packet_is_a_gap_until_it_is_sent_again(kreis: Any) -> None:
    outstation = kreis.outstations[0]
    outstation.release(JANUARY)
    outstation.release(FEBRUARY)
    outstation.deliver(FEBRUARY)
    kreis.packets()[0].unlink()
    assert district.fetch(kreis.vault, noon(FEBRUARY)) == district.Fetched(waiting=1)
    assert stored(kreis) == []
    assert states(kreis, "2022-01")["Nordstadt"] == "gap"
    assert outstation.deliver(FEBRUARY).sent == 2
    assert district.fetch(kreis.vault, noon(FEBRUARY)) == district.Fetched(accepted=2)
    assert states(kreis, "2022-01")["Nordstadt"] == "late"
    assert states(kreis, "2022-02")["Nordstadt"] == "received"


def test_a_receipt_that_is_deleted_is_missed_but_nothing_is_counted_twice(kreis: Any) -> None:
    release_all(kreis, JANUARY)
    for outstation in kreis.outstations:
        outstation.deliver(JANUARY)
    district.fetch(kreis.vault, noon(JANUARY))
    before = stored(kreis)
    shutil.rmtree(kreis.folder / "ack")
    assert kreis.outstations[0].deliver(JANUARY) == reporting.Delivery(sent=1, receipts=0)
    assert district.fetch(kreis.vault, noon(JANUARY)) == district.Fetched()
    assert stored(kreis) == before


@pytest.mark.parametrize("cut", [0, 1, 100, 5000])
def test_a_truncated_packet_is_incomplete_and_quarantined_after_days(kreis: Any, cut: int) -> None:
    kreis.outstations[0].release(JANUARY)
    kreis.outstations[0].deliver(JANUARY)
    (path,) = kreis.packets()
    whole = path.read_bytes()
    path.write_bytes(whole[:cut])
    assert district.fetch(kreis.vault, noon(JANUARY)) == district.Fetched(waiting=1)
    assert states(kreis, "2022-01")["Nordstadt"] == "incomplete"
    assert district.alarms(kreis.vault) == ()
    district.fetch(kreis.vault, noon(date(2022, 2, 5)))
    assert states(kreis, "2022-01")["Nordstadt"] == "quarantined"
    (alarm,) = district.alarms(kreis.vault)
    assert (alarm.state, alarm.reason, alarm.since) == ("quarantined", "packet.incomplete", JANUARY)
    path.write_bytes(whole)
    assert district.fetch(kreis.vault, noon(date(2022, 2, 6))) == district.Fetched(accepted=1)
    assert district.alarms(kreis.vault) == ()


def test_swapped_reordered_and_foreign_packets_change_nothing(kreis: Any) -> None:
    one, two = kreis.outstations[:2]
    for outstation in one, two:
        outstation.release(JANUARY)
        outstation.release(FEBRUARY)
        outstation.deliver(FEBRUARY)
    own = sorted((kreis.folder / one.unit).rglob("*.pkt"))
    foreign = sorted((kreis.folder / two.unit).rglob("*.pkt"))
    first, second = (path.read_bytes() for path in own)
    own[0].write_bytes(second)
    own[1].write_bytes(first)
    shutil.copy(foreign[0], own[0].parent)
    assert district.fetch(kreis.vault, noon(FEBRUARY)) == district.Fetched(accepted=2, waiting=3)
    assert {release.outstation_id for release in stored(kreis)} == {two.unit}
    assert states(kreis, "2022-01")["Nordstadt"] == "incomplete"


def test_flipped_bytes_change_nothing(kreis: Any) -> None:
    kreis.outstations[0].release(JANUARY)
    kreis.outstations[0].deliver(JANUARY)
    (path,) = kreis.packets()
    whole = path.read_bytes()
    for at in (0, 20, 40, 300, len(whole) // 2, len(whole) - 97, len(whole) - 1):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert district.fetch(kreis.vault, noon(JANUARY)) == district.Fetched(waiting=1)
    assert stored(kreis) == []


def test_a_file_put_back_from_an_old_copy_is_a_named_fork(
    kreis: Any, case_template: Any, tmp_path: Path
) -> None:
    """An old copy seals another first packet: the Kreis keeps the first and names the second."""
    outstation = kreis.outstations[0]
    old = tmp_path / "alt"
    old.mkdir()
    outstation.vault.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    for path in outstation.vault.path.parent.glob("akte.kim*"):
        if not path.name.endswith((".lock", "-wal", "-shm")):
            shutil.copy(path, old)
    outstation.release(JANUARY)
    kreis.exchange(JANUARY)
    before = stored(kreis)
    opened = open_with_key(old / "akte.kim", case_template.code, case_template.key)
    restored = type(outstation)(opened, outstation.site_id, outstation.unit)
    try:
        restored.workshop(DAY, target=99)
        restored.release(JANUARY)
        restored.deliver(JANUARY)
    finally:
        restored.vault.close()
    assert district.fetch(kreis.vault, noon(FEBRUARY)) == district.Fetched(forks=1)
    assert district.fetch(kreis.vault, noon(FEBRUARY)) == district.Fetched()
    assert stored(kreis) == before
    (alarm,) = district.alarms(kreis.vault)
    assert (alarm.outstation, alarm.state, alarm.reason) == ("Nordstadt", "fork", "packet.fork")
    assert states(kreis, "2022-01")["Nordstadt"] == "received"
    assert states(kreis, "2022-02")["Nordstadt"] == "fork"


def test_a_refused_packet_is_consumed_answered_and_sealed_anew(kreis: Any) -> None:
    """The outstation has a catalogue that the Kreis does not know yet."""
    outstation = kreis.outstations[0]
    raw = resources.path("tables", "catalogue-1.toml").read_bytes().replace(b"number = 1", b"number = 2")
    take(outstation.vault, raw)
    release = outstation.release(JANUARY)
    assert kreis.exchange(JANUARY) == district.Fetched(refused=1)
    (sealed,) = reporting.outbox(outstation.vault)
    assert (sealed.result, sealed.reason) == ("refused", "release.other_catalogue")
    assert states(kreis, "2022-01")["Nordstadt"] == "refused"
    assert stored(kreis) == []
    take(kreis.vault, raw)
    reporting.seal_again(outstation.vault, release.id, noon(FEBRUARY))
    with pytest.raises(Refusal, match=r"reporting\.not_refused"):
        reporting.seal_again(outstation.vault, release.id, noon(FEBRUARY))
    assert kreis.exchange(FEBRUARY) == district.Fetched(accepted=1)
    assert [sealed.result for sealed in reporting.outbox(outstation.vault)] == ["refused", "accepted"]
    assert len(stored(kreis)) == 1


def flipped(kind: str, payload: bytes, header: Any, public: bytes, key: Any, room: int) -> packet.Packet:
    """Sealed by a faulty program: the signature is right, the seal does not open."""
    content = signed.split(SEAL(kind, payload, header, public, key, room).bytes, kind).content
    raw = signed.sign(kind, content[:-1] + bytes([content[-1] ^ 1]), key)
    sha256 = signed.split(raw, kind).sha256
    return packet.Packet(raw, sha256, packet.name(header.sequence, sha256))


def misdirected(kind: str, payload: bytes, header: Any, *rest: Any) -> packet.Packet:
    """Sealed to our key under the name of another Kreis."""
    return SEAL(kind, payload, replace(header, district=f"05111-{DEVICE}"), *rest)


@pytest.mark.parametrize(
    ("seal", "reason"), [(flipped, "packet.cannot_open"), (misdirected, "packet.not_for_us")]
)
def test_what_is_signed_but_does_not_open_is_refused_and_does_not_block_the_chain(
    kreis: Any, monkeypatch: pytest.MonkeyPatch, seal: Any, reason: str
) -> None:
    outstation = kreis.outstations[0]
    monkeypatch.setattr(packet, "seal", seal)
    january = outstation.release(JANUARY)
    monkeypatch.undo()
    assert kreis.exchange(JANUARY) == district.Fetched(refused=1)
    (sealed,) = reporting.outbox(outstation.vault)
    assert (sealed.result, sealed.reason) == ("refused", reason)
    outstation.release(FEBRUARY)
    reporting.seal_again(outstation.vault, january.id, noon(FEBRUARY))
    assert kreis.exchange(FEBRUARY) == district.Fetched(accepted=2)
    assert {release.period for release in stored(kreis)} == {"2022-01", "2022-02"}
    assert district.fetch(kreis.vault, noon(date(2022, 2, 20))) == district.Fetched()
    assert district.alarms(kreis.vault) == ()


def test_the_number_of_another_packet_or_release_is_refused(
    kreis: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = kreis.outstations[:2]
    monkeypatch.setattr(release_candidate, "_release_id", lambda *_: DEVICE)
    one.release(JANUARY)
    kreis.exchange(JANUARY)
    before = stored(kreis)
    two.release(JANUARY)
    assert kreis.exchange(JANUARY) == district.Fetched(refused=1)
    assert reporting.outbox(two.vault)[0].reason == "release.id_used"
    monkeypatch.undo()
    used = reporting.outbox(one.vault)[0].packet_id

    def again(kind: str, payload: bytes, header: Any, *rest: Any) -> packet.Packet:
        return SEAL(kind, payload, replace(header, packet=used), *rest)

    monkeypatch.setattr(packet, "seal", again)
    one.release(FEBRUARY)
    assert kreis.exchange(FEBRUARY) == district.Fetched(refused=1)
    assert states(kreis, "2022-02")["Nordstadt"] == "refused"
    assert stored(kreis) == before


def take(vault: Any, raw: bytes) -> None:
    catalogue = tables.load(raw, [tables.shipped(1)])
    with vault.transaction() as db:
        releases.insert_catalogue(db, catalogue.number, catalogue.sha256, raw, "2022-01-20T12:00:00+00:00")


def test_a_site_the_kreis_has_not_heard_of_is_taken_in_and_named(kreis: Any) -> None:
    outstation = kreis.outstations[0]
    site = cases.add_site(outstation.vault, "NEU", "Neubau", "05382060", noon(DAY))
    reporting.release(outstation.vault, site, "2022-01", JANUARY, noon(JANUARY))
    assert kreis.exchange(JANUARY) == district.Fetched(accepted=1)
    assert states(kreis, "2022-01")["Standort ohne Namen"] == "received"
    district.name_site(kreis.vault, outstation.unit, site, "Neubau", noon(JANUARY))
    assert states(kreis, "2022-01")["Neubau"] == "received"


def test_the_inbox_says_who_is_missing_and_who_was_late(kreis: Any) -> None:
    kreis.outstations[0].release(JANUARY)
    kreis.exchange(JANUARY)
    kreis.outstations[1].release(JANUARY)
    kreis.exchange(date(2022, 2, 20))
    assert states(kreis, "2022-01") == {"Nordstadt": "received", "Hafen": "late", "Seefeld": "missing"}
    overview = district.overview(kreis.vault, "2022-01")
    assert (overview.expected, overview.received, overview.late, overview.missing) == (3, 2, 1, 1)


def test_a_missing_folder_ends_the_round_with_its_reason_and_loses_nothing(kreis: Any) -> None:
    outstation = kreis.outstations[0]
    outstation.release(JANUARY)
    away = kreis.folder.rename(kreis.folder.with_name("weg"))
    delivery, fetched = outstation.deliver(JANUARY), district.fetch(kreis.vault, noon(JANUARY))
    for trouble in delivery.trouble, fetched.trouble:
        assert trouble is not None
        assert trouble.code == "transport.folder_missing"
    away.rename(kreis.folder)
    assert kreis.exchange(JANUARY).accepted == 1


def test_a_file_too_large_is_not_opened_and_does_not_stop_the_others(kreis: Any) -> None:
    release_all(kreis, JANUARY)
    for outstation in kreis.outstations:
        outstation.deliver(JANUARY)
    kreis.packets()[0].write_bytes(bytes(signed.SIZE_CAPS["release"] + 1))
    assert district.fetch(kreis.vault, noon(JANUARY)) == district.Fetched(accepted=2, waiting=1)


def test_a_folder_named_like_a_packet_or_a_receipt_stops_nobody(kreis: Any) -> None:
    one, two = kreis.outstations[:2]
    for outstation in one, two:
        outstation.release(JANUARY)
    device = outstation_device(one)
    for folder in (kreis.folder / one.unit / device, kreis.folder / "ack" / device):
        (folder / "00000001-0123456789abcdef.pkt").mkdir(parents=True)
    assert one.deliver(JANUARY).trouble is None
    assert kreis.exchange(JANUARY) == district.Fetched(accepted=2)
    assert reporting.outbox(one.vault)[0].result == "accepted"


def outstation_device(outstation: Any) -> str:
    (device,) = outstation.vault.db.execute("SELECT id FROM device").fetchone()
    return str(device)


def test_a_packet_does_not_grow_with_what_happened(kreis: Any) -> None:
    quiet, busy = kreis.outstations[:2]
    for number in range(25):
        busy.contact(busy.person(DAY, number).case_id, DAY)
    for outstation in quiet, busy:
        outstation.release(JANUARY)
        outstation.deliver(JANUARY)
    sizes = {path.stat().st_size // packet.BLOCK for path in kreis.packets()}
    assert len(sizes) == 1
