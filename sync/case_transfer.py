# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A case sealed from one office to another: what may stand in it, how it is sealed and opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Meta

from app.domain.errors import Refusal
from sync import packet, signed
from sync.keys import OwnKeys, Party
from sync.signed import Signed
from sync.strict import Id, Record, Sha256, parse

SCHEMA: Final = "kim-bruecke.transfer/1"
CAP = signed.SIZE_CAPS["transfer"]

Basis = Literal["inside", "consent", "norm"]
ChannelKind = Literal["phone", "email", "other"]
Owner = Literal["client", "case_manager", "third_party"]
Code = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,40}\Z", max_length=40)]
Words = Annotated[str, Meta(pattern=r"^[^\x00-\x09\x0b-\x1f\x7f-\x9f]*\Z", max_length=2000)]
Text = Annotated[str, Meta(pattern=r"^[^\x00-\x09\x0b-\x1f\x7f-\x9f]*\Z", max_length=200_000)]
PartialDay = Annotated[str, Meta(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?\Z", max_length=10)]
Scale = Annotated[int, Meta(ge=1, le=5)]
Pdf = Annotated[bytes, Meta(min_length=1, max_length=CAP)]


class Language(Record, frozen=True):
    code: Code
    level: Code
    interpreter_needed: bool
    interpreter_kind: Code | None


class Channel(Record, frozen=True):
    kind: ChannelKind
    value: Words
    may_call: bool
    note: Words
    may_remind: bool


class Address(Record, frozen=True):
    """Never a blocked one."""

    street: Words
    postcode: Words
    town: Words
    municipality: Code | None


class Residence(Record, frozen=True):
    status: Code
    expires_on: date | None


class Person(Record, frozen=True):
    """What is not covered is empty, as if nobody knew it."""

    family_name: Annotated[Words, Meta(min_length=1)]
    given_names: Words
    former_names: Words
    native_name: Words
    birth_date: PartialDay | None
    sex: Code
    marital_status: Code | None
    arrived_in_germany: PartialDay | None
    arrived_in_municipality: PartialDay | None
    works_in: Words
    nationalities: Annotated[tuple[Code, ...], Meta(max_length=50)]
    languages: Annotated[tuple[Language, ...], Meta(max_length=50)]
    channels: Annotated[tuple[Channel, ...], Meta(max_length=50)]
    address: Address
    residence: Residence | None


class Member(Record, frozen=True):
    relation: Code
    given_names: Words
    family_name: Words
    born: PartialDay | None
    lives_here: bool


class Circle(Record, frozen=True):
    """A legal circle that runs or was applied for."""

    legal_circle: Code
    state: Literal["applied", "granted"]
    since: date | None
    until: date | None
    applied_on: date | None
    authority: Words
    contact: Words
    reference: Words


class Score(Record, frozen=True):
    dimension: Code
    need: Scale | None
    resource: Scale | None
    note: Text
    own_need: Scale | None


class Assessment(Record, frozen=True):
    held_on: date
    scores: Annotated[tuple[Score, ...], Meta(max_length=11)]


class Step(Record, frozen=True):
    text: Annotated[Text, Meta(min_length=1)]
    owner: Owner
    due_on: date | None


class Goal(Record, frozen=True):
    """One that is still pursued, with its open steps."""

    words: Annotated[Text, Meta(min_length=1)]
    dimension: Code
    set_on: date
    expected: Text
    steps: Annotated[tuple[Step, ...], Meta(max_length=1000)]


class Note(Record, frozen=True):
    """What the office wrote of a contact, or of a notice that was signed there: read, never counted."""

    day: date
    kind: Literal["contact", "notice"]
    text: Annotated[Text, Meta(min_length=1)]


class Paper(Record, frozen=True):
    """A document that the office keeps; `form` is its code there."""

    form: Code
    language: Code
    template_version: Words
    text_version: Words
    created_on: date
    pdf: Pdf


class Content(Record, frozen=True):
    """All that travels. `sheet` is the printed hand-over of the same fields."""

    schema: Literal["kim-bruecke.transfer/1"]
    office: Annotated[Words, Meta(min_length=1)]
    sender: Words
    sent_on: date
    basis: Basis
    basis_words: Words
    categories: Annotated[tuple[Code, ...], Meta(min_length=1, max_length=20)]
    file_number: Words
    person: Person
    household: Annotated[tuple[Member, ...], Meta(max_length=100)]
    livelihood: Annotated[tuple[Circle, ...], Meta(max_length=100)]
    assessment: Assessment | None
    goals: Annotated[tuple[Goal, ...], Meta(max_length=1000)]
    notes: Annotated[tuple[Note, ...], Meta(max_length=50_000)]
    papers: Annotated[tuple[Paper, ...], Meta(max_length=2000)]
    sheet: Pdf


class Outside(Record, frozen=True):
    """What is readable outside: the keys of both offices, and nothing about the case."""

    schema: Annotated[str, Meta(pattern=r"^kim-bruecke\.transfer/[0-9]{1,4}\Z", max_length=60)]
    sender: Sha256
    recipient: Sha256
    packet: Id


@dataclass(frozen=True)
class Verified:
    """A file of a known sender, as signed; whether its seal opens is another question."""

    outside: Outside
    sealed: bytes
    sha256: str


def encode(content: Content) -> bytes:
    """What is sealed; Refusal if no receiver could read it."""
    raw = msgspec.json.encode(content)
    parse(raw, Content, "transfer.unwritable")
    return raw


def seal(payload: bytes, packet_id: str, own: Party, other: Party, own_keys: OwnKeys) -> bytes:
    """The file; between two offices there is no chain, each stands alone. Refusal beyond 64 MiB."""
    outside = msgspec.json.encode(Outside(SCHEMA, own.signing_id, other.kem_id, packet_id))
    return signed.sign("transfer", packet.sealed("transfer", outside, payload, other.kem), own_keys.signing)


def sender_of(raw: bytes) -> str:
    """The id of the signing key that the file names; not to be believed before `verify`."""
    return _parts(signed.split(raw, "transfer"))[0].sender


def verify(raw: bytes, sender: Party) -> Verified:
    """Signed by this office; Refusal otherwise."""
    document = signed.split(raw, "transfer")
    document.require_by(sender.signing)
    outside, inside = _parts(document)
    return Verified(outside, inside, document.sha256)


def unseal(seen: Verified, kems: Mapping[str, ec.EllipticCurvePrivateKey]) -> Content:
    """What is in it, sealed to one of these keys; Refusal packet.not_for_us for somebody else's."""
    if seen.outside.schema != SCHEMA:
        raise Refusal("packet.newer")
    kem = kems.get(seen.outside.recipient)
    if kem is None:
        raise Refusal("packet.not_for_us")
    outside = msgspec.json.encode(seen.outside)
    return parse(packet.unsealed("transfer", outside, seen.sealed, kem), Content, "transfer.unreadable")


def _parts(document: Signed) -> tuple[Outside, bytes]:
    outside, inside = packet.split_header(document.content)
    return parse(outside, Outside, "packet.bad_header"), inside
