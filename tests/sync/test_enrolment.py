# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pairing file out, certificate back, receipts: small signed files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import resources
from app.domain.errors import Refusal
from sync import keys, receipt, signed
from sync.enrolment import (
    CERTIFICATE,
    PAIRING,
    Certificate,
    Pairing,
    Site,
    read_certificate,
    read_pairing,
    write_certificate,
    write_pairing,
)
from sync.packet import is_whole
from sync.receipt import Receipt

from .conftest import DISTRICT, SITE, Side

PACKET = "88888888-8888-4888-8888-888888888888"


def pairing_of(side: Side) -> Pairing:
    return Pairing(PAIRING, side.party, "Case Management Nord", (Site(SITE, "Siegburg"),))


def certificate_of(outstation: Side, district: Side) -> Certificate:
    days = date(2022, 1, 3), date(2024, 1, 3)
    return Certificate(CERTIFICATE, district.party, "Rhein-Sieg-Kreis", outstation.party, *days)


def receipt_of(outstation: Side) -> Receipt:
    party = outstation.party
    return Receipt(
        receipt.SCHEMA,
        DISTRICT,
        party.device,
        party.epoch,
        PACKET,
        sequence=3,
        sha256="ab" * 32,
        result="accepted",
        reason=None,
        highest=3,
        catalogue=1,
        revocations=0,
    )


def code_of(act: Callable[[], object]) -> str:
    """The code of the refusal that the act ends in, which must have its sentence."""
    with pytest.raises(Refusal) as refused:
        act()
    assert resources.message(refused.value.code, **refused.value.facts).what
    return refused.value.code


def test_both_sides_end_with_the_same_fingerprint(outstation: Side, district: Side) -> None:
    taken = read_pairing(write_pairing(pairing_of(outstation), outstation.own.signing))
    assert taken == pairing_of(outstation)
    answer = certificate_of(Side(outstation.own, taken.outstation), district)
    back = read_certificate(write_certificate(answer, district.own.signing), outstation.party)
    assert keys.fingerprint(outstation.party, back.district) == keys.fingerprint(
        district.party, taken.outstation
    )


def test_a_key_that_is_not_theirs_cannot_be_shown(outstation: Side, district: Side) -> None:
    raw = write_pairing(pairing_of(outstation), district.own.signing)
    assert code_of(lambda: read_pairing(raw)) == "packet.bad_signature"
    raw = write_certificate(certificate_of(outstation, district), outstation.own.signing)
    assert code_of(lambda: read_certificate(raw, outstation.party)) == "packet.bad_signature"


def test_one_key_for_both_uses_or_a_wrong_role_is_refused(outstation: Side, district: Side) -> None:
    for changes in ({"kem": outstation.party.signing}, {"role": "district"}, {"id": DISTRICT}, {"kem": b"x"}):
        party = replace(outstation.party, **changes)
        raw = write_pairing(replace(pairing_of(outstation), outstation=party), outstation.own.signing)
        assert code_of(lambda raw=raw: read_pairing(raw)) == "keys.unusable"
    swapped = replace(certificate_of(outstation, district), district=outstation.party)
    raw = write_certificate(swapped, outstation.own.signing)
    assert code_of(lambda: read_certificate(raw, outstation.party)) == "keys.unusable"


def test_a_certificate_for_another_device_is_refused(outstation: Side, district: Side) -> None:
    raw = write_certificate(certificate_of(outstation, district), district.own.signing)
    other = replace(outstation.party, device=PACKET)
    assert code_of(lambda: read_certificate(raw, other)) == "certificate.for_another"


def test_kinds_are_not_taken_for_each_other(outstation: Side, district: Side) -> None:
    raw = write_pairing(pairing_of(outstation), outstation.own.signing)
    assert code_of(lambda: read_certificate(raw, outstation.party)) == "packet.wrong_kind"
    assert code_of(lambda: receipt.read(raw, district.party, outstation.party)) == "packet.wrong_kind"


def test_other_spellings_are_refused(outstation: Side, district: Side) -> None:
    for kind, read in (
        ("pairing", read_pairing),
        ("certificate", lambda raw: read_certificate(raw, outstation.party)),
        ("receipt", lambda raw: receipt.read(raw, district.party, outstation.party)),
    ):
        for content in (b"", b"{}", b"[" * 30_000, b'{"schema":1e400}', b"\xff"):
            raw = signed.sign(kind, content, district.own.signing)
            assert code_of(lambda raw=raw, read=read: read(raw)) == f"{kind}.unreadable"


def test_a_name_with_a_line_end_is_refused(outstation: Side) -> None:
    for name in ("Nord\nSüd", "Nord\n", "", "x" * 121):
        raw = write_pairing(replace(pairing_of(outstation), name=name), outstation.own.signing)
        assert code_of(lambda raw=raw: read_pairing(raw)) == "pairing.unreadable"


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_changed_byte_is_refused(data: st.DataObject, outstation: Side) -> None:
    raw = bytearray(write_pairing(pairing_of(outstation), outstation.own.signing))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    assert code_of(lambda: read_pairing(bytes(raw)))


def test_a_receipt_travels(outstation: Side, district: Side) -> None:
    written = receipt.write(receipt_of(outstation), district.own.signing)
    assert written.name.startswith("00000003-")
    assert is_whole(written.bytes, written.name)
    assert receipt.read(written.bytes, district.party, outstation.party) == receipt_of(outstation)


def test_a_receipt_of_a_stranger_or_for_another_is_refused(outstation: Side, district: Side) -> None:
    forged = receipt.write(receipt_of(outstation), outstation.own.signing).bytes
    assert code_of(lambda: receipt.read(forged, district.party, outstation.party)) == "packet.bad_signature"
    raw = receipt.write(receipt_of(outstation), district.own.signing).bytes
    other = replace(outstation.party, epoch=PACKET)
    assert code_of(lambda: receipt.read(raw, district.party, other)) == "receipt.for_another"


def test_only_a_refusal_has_a_reason(outstation: Side, district: Side) -> None:
    refused = replace(receipt_of(outstation), result="refused", reason="release.wrong_shape")
    raw = receipt.write(refused, district.own.signing).bytes
    assert receipt.read(raw, district.party, outstation.party) == refused
    for changes in ({"reason": None}, {"result": "accepted"}):
        raw = receipt.write(replace(refused, **changes), district.own.signing).bytes
        assert (
            code_of(lambda raw=raw: receipt.read(raw, district.party, outstation.party))
            == "receipt.unreadable"
        )
