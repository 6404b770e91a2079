# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Strict reading of what others wrote: the right types, nothing unknown, one spelling only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from app.domain.errors import Refusal

_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

Id = Annotated[str, Meta(pattern=rf"^{_UUID}\Z", max_length=36)]
"""A random UUID4 in its canonical spelling."""

DistrictId = Annotated[str, Meta(pattern=rf"^[0-9]{{5,8}}-{_UUID}\Z", max_length=45)]
"""The AGS of the Kreis, a hyphen and a random UUID4."""

PartyId = Annotated[str, Meta(pattern=rf"^([0-9]{{5,8}}-)?{_UUID}\Z", max_length=45)]
"""The reporting unit of an outstation, or a district id."""

Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z", max_length=64)]
Number = Annotated[int, Meta(ge=0, le=99_999_999)]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A frozen document part; unknown fields are errors."""


T = TypeVar("T")


def parse(raw: bytes, shape: type[T], refusal: str, encode: Callable[[T], bytes] = msgspec.json.encode) -> T:
    """`raw` as `shape`, only if encoding the result gives the same bytes; otherwise Refusal(`refusal`).

    The comparison finds what the decoder lets through: duplicate keys, other number spellings, spaces.
    """
    try:
        value = msgspec.json.decode(raw, type=shape)
        canonical = encode(value) == raw
    except (ValueError, RecursionError) as error:
        raise Refusal(refusal) from error
    if not canonical:
        raise Refusal(refusal)
    return value
