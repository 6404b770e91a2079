# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keys, signatures and the fingerprint two people compare."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from app.domain.errors import Refusal
from sync import keys

from .conftest import Side

ORDER = ec.SECP384R1().group_order


def test_keys_survive_being_stored(outstation: Side) -> None:
    for field in fields(outstation.own):
        key = getattr(outstation.own, field.name)
        again = keys.load_private(keys.private_der(key))
        assert keys.public_der(again) == keys.public_der(key)
    assert outstation.party.signing_id != outstation.party.kem_id


def test_other_private_keys_are_not_taken() -> None:
    for other in (ed25519.Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256R1())):
        der = other.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        with pytest.raises(ValueError, match="P-384"):
            keys.load_private(der)


def test_public_keys_have_one_spelling(outstation: Side) -> None:
    """A compressed point is the same key with another id; another curve is not ours."""
    compressed = outstation.own.signing.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    head = bytes.fromhex("3046301006072a8648ce3d020106052b81040022033200")
    small = ec.generate_private_key(ec.SECP256R1()).public_key()
    edwards = ed25519.Ed25519PrivateKey.generate().public_key()
    spki = [key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) for key in (small, edwards)]
    for der in (
        head + compressed,
        b"",
        outstation.party.signing + b"\0",
        outstation.party.signing[:-1],
        *spki,
    ):
        with pytest.raises(Refusal, match=r"keys\.unusable"):
            keys.load_public(der)


def test_every_flipped_bit_of_a_public_key_is_refused(outstation: Side) -> None:
    der = outstation.party.signing
    for bit in range(8 * len(der)):
        changed = (int.from_bytes(der) ^ 1 << bit).to_bytes(len(der))
        with pytest.raises(Refusal, match=r"keys\.unusable"):
            keys.load_public(changed)


def test_signatures_are_96_bytes_with_the_low_s(outstation: Side) -> None:
    for number in range(20):
        message = number.to_bytes(4)
        signature = keys.sign(outstation.own.signing, message)
        r, s = int.from_bytes(signature[:48]), int.from_bytes(signature[48:])
        assert len(signature) == 96
        assert s <= ORDER // 2
        assert keys.is_signed(outstation.party.signing, message, signature)
        high = r.to_bytes(48) + (ORDER - s).to_bytes(48)
        assert not keys.is_signed(outstation.party.signing, message, high)


@pytest.mark.parametrize(
    "signature", [b"", bytes(96), b"\xff" * 96, ORDER.to_bytes(48) + b"\0" * 48, bytes(95), bytes(97)]
)
def test_strange_signatures_are_no_signatures(outstation: Side, signature: bytes) -> None:
    assert not keys.is_signed(outstation.party.signing, b"message", signature)


@given(place=st.integers(0, 95), flip=st.integers(1, 255))
@settings(max_examples=60, deadline=None)
def test_a_changed_signature_fails(outstation: Side, place: int, flip: int) -> None:
    signature = bytearray(keys.sign(outstation.own.signing, b"message"))
    signature[place] ^= flip
    assert not keys.is_signed(outstation.party.signing, b"message", bytes(signature))


def test_fingerprint_is_five_groups_of_four_and_the_same_on_both_sides(
    outstation: Side, district: Side
) -> None:
    here = keys.fingerprint(outstation.party, district.party)
    assert here == keys.fingerprint(district.party, outstation.party)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4} ){4}[0-9A-HJKMNP-TV-Z]{4}", here)


def test_fingerprint_depends_on_every_key_id_and_role(outstation: Side, district: Side) -> None:
    other = keys.party(keys.generate(), "outstation", *["77777777-7777-4777-8777-777777777777"] * 3)
    seen = {keys.fingerprint(outstation.party, district.party)}
    for field in ("id", "device", "epoch", "signing", "kem"):
        for side in (outstation.party, district.party):
            peer = district.party if side is outstation.party else outstation.party
            seen.add(keys.fingerprint(replace(side, **{field: getattr(other, field)}), peer))
    seen.add(
        keys.fingerprint(
            replace(outstation.party, role="district"), replace(district.party, role="outstation")
        )
    )
    assert len(seen) == 1 + 5 * 2 + 1


def test_fingerprint_vector() -> None:
    """What was compared on paper must still compare after an update (computed apart, with json)."""
    ids = [f"{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}" for digit in "1234"]
    one = keys.Party("outstation", ids[0], ids[0], ids[1], b"signing", b"kem")
    other = keys.Party("district", f"05382-{ids[2]}", ids[2], ids[3], b"signs", b"opens")
    assert keys.fingerprint(one, other) == "RMKG MPTP S2WA TT6T SDBM"
