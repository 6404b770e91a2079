# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The template pack on its way from the Kreis: one signed document, texts and pictures in it as data."""

from __future__ import annotations

from typing import Annotated, Final, Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Meta
from msgspec.structs import asdict

from app.domain.errors import Refusal
from app.domain.template_pack import (
    MOST_AUDIO,
    MOST_LOGO,
    Audio,
    Logo,
    Profile,
    TemplatePack,
)
from sync import signed
from sync.enrolment import Label
from sync.signed import Signed
from sync.strict import Record, parse

SCHEMA: Final = "kim-bruecke.templates/1"

_Code = Annotated[str, Meta(pattern=r"^[a-z_]{1,40}\Z", max_length=40)]
_Line = Annotated[str, Meta(max_length=500)]
_Source = Annotated[str, Meta(max_length=65536)]


class _Profile(Record, frozen=True):
    name: _Line
    address: _Line
    officer: _Line
    authority: _Line
    law: Literal["DSGVO", "DSG-EKD", "KDG"]


class _Logo(Record, frozen=True):
    kind: Literal["png", "svg"]
    content: Annotated[bytes, Meta(max_length=MOST_LOGO)]
    alt: Annotated[str, Meta(max_length=200)]


class _Text(Record, frozen=True):
    form: _Code
    language: _Code
    source: _Source


class _Audio(Record, frozen=True):
    form: _Code
    language: _Code
    media_type: Literal["audio/ogg", "audio/mpeg"]
    content: Annotated[bytes, Meta(max_length=MOST_AUDIO)]


class _Pack(Record, frozen=True):
    schema: Literal["kim-bruecke.templates/1"]
    number: Annotated[int, Meta(ge=20_000_101_000_000, le=99_991_231_235_959)]
    district: Label
    profile: _Profile | None
    logo: _Logo | None
    texts: Annotated[tuple[_Text, ...], Meta(max_length=1000)]
    audio: Annotated[tuple[_Audio, ...], Meta(max_length=1000)]


def write_pack(pack: TemplatePack, key: ec.EllipticCurvePrivateKey) -> bytes:
    """Signed; Refusal if it is larger than any office takes."""
    return signed.sign("templates", encode(pack), key)


def open_pack(raw: bytes, public: bytes) -> tuple[TemplatePack, Signed]:
    """The pack in a file, if the key signed it; whether its texts and pictures are good is not yet known."""
    document = signed.split(raw, "templates")
    document.require_by(public)
    return _pack(parse(document.content, _Pack, "template_pack.unreadable")), document


def encode(pack: TemplatePack) -> bytes:
    return msgspec.json.encode(_wire(pack))


def decode(content: bytes) -> TemplatePack:
    """What `encode` wrote."""
    return _pack(msgspec.json.decode(content, type=_Pack))


def _wire(pack: TemplatePack) -> _Pack:
    texts = [_Text(form, language, source) for (form, language), source in sorted(pack.texts.items())]
    return _Pack(
        SCHEMA,
        pack.number,
        pack.district,
        msgspec.convert(pack.profile, _Profile | None, from_attributes=True),
        msgspec.convert(pack.logo, _Logo | None, from_attributes=True),
        tuple(texts),
        tuple(msgspec.convert(each, _Audio, from_attributes=True) for each in pack.audio),
    )


def _pack(wire: _Pack) -> TemplatePack:
    _require_each_once(wire.texts)
    _require_each_once(wire.audio)
    return TemplatePack(
        wire.number,
        wire.district,
        Profile(**asdict(wire.profile)) if wire.profile else None,
        Logo(**asdict(wire.logo)) if wire.logo else None,
        {(text.form, text.language): text.source for text in wire.texts},
        tuple(Audio(**asdict(each)) for each in wire.audio),
    )


def _require_each_once(parts: tuple[_Text, ...] | tuple[_Audio, ...]) -> None:
    """Refusal if a form has two of them in one language."""
    if len({(part.form, part.language) for part in parts}) < len(parts):
        raise Refusal("template_pack.twice")
