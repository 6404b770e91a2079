# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The recovery key: 130 random bits on paper, with a check that names the mistyped group.

26 Crockford characters and two check characters stand in seven groups of four. The 28 characters are a
Reed–Solomon word over GF(32), so one wrong character is found and located, and two are found.
"""

from __future__ import annotations

import secrets

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.errors import InvalidInput

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: without I, L, O, U
SECRET_BITS, DATA, LENGTH, GROUP = 130, 26, 28, 4
FIELD = "recovery_key"
_ORDER = 31


def _powers() -> list[int]:
    """The powers of x in GF(32) with x^5 = x^2 + 1."""
    powers = [1]
    while len(powers) < _ORDER:
        doubled = powers[-1] << 1
        powers.append(doubled ^ 0b100101 if doubled & 32 else doubled)
    return powers


_POWER = _powers()
_LOG = {value: exponent for exponent, value in enumerate(_POWER)}


def _times(a: int, b: int) -> int:
    return _POWER[(_LOG[a] + _LOG[b]) % _ORDER] if a and b else 0


def _over(a: int, b: int) -> int:
    return _POWER[(_LOG[a] - _LOG[b]) % _ORDER] if a else 0


def _sums(symbols: list[int]) -> tuple[int, int]:
    """The plain and the weighted sum; both are zero in a whole key."""
    plain = weighted = 0
    for place, symbol in enumerate(symbols):
        plain ^= symbol
        weighted ^= _times(symbol, _POWER[place])
    return plain, weighted


def generate() -> str:
    """A new recovery key as it is printed: seven groups of four."""
    return written(secrets.randbits(SECRET_BITS))


def written(secret: int) -> str:
    """The printed form of a 130-bit secret."""
    data = [secret >> 5 * (DATA - 1 - place) & 31 for place in range(DATA)]
    plain, weighted = _sums(data)
    last = _over(weighted ^ _times(plain, _POWER[DATA]), _POWER[DATA] ^ _POWER[DATA + 1])
    text = "".join(ALPHABET[symbol] for symbol in [*data, plain ^ last, last])
    return "-".join(text[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def parse(text: str) -> bytes:
    """The 17-byte secret of a typed key; spaces, case, O for 0 and I or L for 1 are forgiven.

    Raises InvalidInput: `recovery.length`, `recovery.character`, `recovery.group` or `recovery.check`.
    """
    symbols = _symbols(text)
    if len(symbols) != LENGTH:
        raise InvalidInput(FIELD, "recovery.length", count=len(symbols), expected=LENGTH)
    if any(_sums(symbols)):
        group = _wrong_group(symbols)
        raise (
            InvalidInput(FIELD, "recovery.group", group=group)
            if group
            else InvalidInput(FIELD, "recovery.check")
        )
    secret = 0
    for symbol in symbols[:DATA]:
        secret = secret << 5 | symbol
    return secret.to_bytes((SECRET_BITS + 7) // 8, "big")


def _symbols(text: str) -> list[int]:
    forgiven = str.maketrans({"O": "0", "I": "1", "L": "1"})
    typed = [sign for sign in text.upper().translate(forgiven) if not sign.isspace() and sign not in "-–—.·_"]
    for place, sign in enumerate(typed):
        if sign not in ALPHABET:
            raise InvalidInput(FIELD, "recovery.character", character=sign, group=place // GROUP + 1)
    return [ALPHABET.index(sign) for sign in typed]


def _wrong_group(symbols: list[int]) -> int | None:
    """The number of the group (1 to 7) that holds the mistake, if it can only be there."""
    plain, weighted = _sums(symbols)
    if plain:
        places = {_LOG[_over(weighted, plain)]} if weighted else set()
    else:
        places = _swapped_places(symbols, weighted)
    groups = {place // GROUP + 1 for place in places if place < LENGTH}
    return groups.pop() if len(groups) == 1 else None


def _swapped_places(symbols: list[int], weighted: int) -> set[int]:
    """Where swapping two neighbours would explain the weighted sum."""
    return {
        place
        for place in range(LENGTH - 1)
        if _times(symbols[place] ^ symbols[place + 1], _POWER[place] ^ _POWER[place + 1]) == weighted
    }


def wrapping_key(secret: bytes, file_id: str, salt: bytes) -> bytes:
    """The key that opens the recovery slot of this file (HKDF-SHA256, RFC 5869)."""
    info = b"kim-bruecke/1/recovery\0" + file_id.encode()
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(secret)
