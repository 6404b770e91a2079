# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vertretungskopie: a key that only two together can open, and the three letters that go between them.

Key file, request, approval and notice are signed documents of one kind, told apart by their schema. Each has
an outside that all can read (ids and hashes only) and a sealed inside. In the key file the inside is sealed
to the lead, and in it the copy's key once more to the deputy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal, TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Meta

from app.domain.errors import Refusal
from sync import packet, signed
from sync.keys import OwnKeys, Party
from sync.strict import Id, Record, Sha256, parse

KIND: Final = "deputy-copy"
CAP = 1 << 20
"""No such letter is longer."""

Kems = Mapping[str, ec.EllipticCurvePrivateKey]
Words = Annotated[str, Meta(pattern=r"^[^\x00-\x09\x0b-\x1f\x7f-\x9f]*\Z", max_length=2000)]
Moment = Annotated[datetime, Meta(tz=True)]
Letter = Annotated[bytes, Meta(min_length=1, max_length=CAP)]


LetterSchema = Literal[
    "kim-bruecke.deputy-request/1", "kim-bruecke.deputy-told/1", "kim-bruecke.deputy-notice/1"
]


class KeyFile(Record, frozen=True):
    """Outside of the key file: who may open it together, and which database it opens."""

    schema: Literal["kim-bruecke.deputy-copy/1"]
    sender: Sha256
    deputy: Sha256
    lead: Sha256
    copy: Id
    database: Sha256


class ForLead(Record, frozen=True):
    """What the lead learns of the copy; `sealed` is the deputy's."""

    office: Id
    deputy: Id
    copied_at: Moment
    sealed: Letter


class CopyKey(Record, frozen=True):
    """What the deputy learns once the lead has agreed."""

    key: Annotated[bytes, Meta(min_length=32, max_length=32)]


class Outside(Record, frozen=True):
    """Of a request, a notice, and the lead's word in it: the keys of both sides and a random id."""

    schema: LetterSchema
    sender: Sha256
    recipient: Sha256
    letter: Id


class Request(Record, frozen=True):
    """The deputy asks the lead. `key_file` is the copy's own, word for word."""

    key_file: Letter
    asked_by: Words
    reason: Annotated[Words, Meta(min_length=1)]


class Agreed(Record, frozen=True):
    """Outside of an approval: which request, which copy, and the hash of what the absent office is told."""

    schema: Literal["kim-bruecke.deputy-approval/1"]
    sender: Sha256
    recipient: Sha256
    request: Id
    copy: Sha256
    told: Sha256


class Approval(Record, frozen=True):
    """The lead's answer: the key, still sealed to the deputy, and what is sealed to the absent office."""

    sealed: Letter
    told: Letter


class Told(Record, frozen=True):
    """The lead's word to the absent office."""

    request: Id
    copied_at: Moment
    deputy: Id
    asked_by: Words
    reason: Words
    approved_by: Words
    approved_at: Moment


class Taken(Record, frozen=True):
    """A case that the deputy took over, and the hash of all that went with it."""

    case: Id
    content: Sha256


class Notice(Record, frozen=True):
    """What the deputy leaves beside the copy, on opening it and for each case that is taken over."""

    at: Moment
    taken: Taken | None
    approval: Letter
    told: Letter


@dataclass(frozen=True)
class Seen:
    """A key file as the absent office signed it; `sha256` stands for the copy in the letters."""

    outside: KeyFile
    sealed: bytes
    sha256: str


@dataclass(frozen=True)
class Permission:
    """An approval as the lead signed it."""

    outside: Agreed
    sealed: bytes


class _Sender(msgspec.Struct):
    """The one field that every outside has."""

    sender: Sha256


_Out = TypeVar("_Out", KeyFile, Outside, Agreed)
_In = TypeVar("_In", ForLead, CopyKey, Request, Approval, Told, Notice)


def lock(
    key: bytes,
    database: str,
    copy: str,
    copied_at: datetime,
    own: Party,
    to: tuple[Party, Party],
    by: OwnKeys,
) -> bytes:
    """The key file of a copy, `to` its deputy and its lead; neither of the two opens it alone."""
    deputy, lead = to
    outside = KeyFile("kim-bruecke.deputy-copy/1", own.signing_id, deputy.kem_id, lead.kem_id, copy, database)
    inner = _sealed(outside, CopyKey(key), deputy)
    return _signed(_sealed(outside, ForLead(own.id, deputy.id, copied_at, inner), lead), by)


def ask(request: Request, letter: str, own: Party, lead: Party, by: OwnKeys) -> bytes:
    outside = _outside("kim-bruecke.deputy-request/1", letter, own, lead)
    return _signed(_sealed(outside, request, lead), by)


def approve(told: Told, seen: Seen, sealed: bytes, own: Party, to: tuple[Party, Party], by: OwnKeys) -> bytes:
    """The lead's layer is off; what was under it, `sealed`, still waits. `to`: deputy and absent office."""
    deputy, office = to
    words = _sealed(_outside("kim-bruecke.deputy-told/1", told.request, own, office), told, office)
    outside = Agreed(
        "kim-bruecke.deputy-approval/1",
        *(own.signing_id, deputy.kem_id, told.request, seen.sha256, _sha256(words)),
    )
    return _signed(_sealed(outside, Approval(sealed, words), deputy), by)


def tell(notice: Notice, letter: str, own: Party, office: Party, by: OwnKeys) -> bytes:
    outside = _outside("kim-bruecke.deputy-notice/1", letter, own, office)
    return _signed(_sealed(outside, notice, office), by)


def sender_of(raw: bytes) -> str:
    """The id of the signing key that a letter names; not to be believed before it is verified."""
    outside = packet.split_header(signed.split(raw, KIND).content)[0]
    try:
        return msgspec.json.decode(outside, type=_Sender).sender
    except (ValueError, RecursionError) as error:
        raise Refusal("packet.bad_header") from error


def see(raw: bytes, office: Party) -> Seen:
    """A key file that this office signed; each of these refuses anything else with `packet.*`."""
    return Seen(*_verified(raw, office, KeyFile))


def open_for_lead(seen: Seen, kems: Kems) -> ForLead:
    return _unsealed(seen.outside, seen.outside.lead, seen.sealed, kems, ForLead)


def open_key(seen: Seen, sealed: bytes, kems: Kems) -> bytes:
    """The copy's key, once the lead's layer is off; it must be the one of this key file."""
    outside, inside = _parts(sealed, KeyFile)
    if outside != seen.outside:
        raise Refusal("packet.cannot_open")
    return _unsealed(outside, outside.deputy, inside, kems, CopyKey).key


def read_request(raw: bytes, deputy: Party, kems: Kems) -> tuple[str, Request]:
    """Its id, and what is asked."""
    outside, sealed, _ = _verified(raw, deputy, Outside)
    return outside.letter, _read("kim-bruecke.deputy-request/1", outside, sealed, kems, Request)


def verify_approval(raw: bytes, lead: Party) -> Permission:
    outside, sealed, _ = _verified(raw, lead, Agreed)
    return Permission(outside, sealed)


def open_approval(permission: Permission, kems: Kems) -> Approval:
    """Refusal where the words to the absent office are not those that the lead signed."""
    outside = permission.outside
    approval = _unsealed(outside, outside.recipient, permission.sealed, kems, Approval)
    _require_told(approval.told, permission)
    return approval


def read_notice(raw: bytes, deputy: Party, kems: Kems) -> Notice:
    outside, sealed, _ = _verified(raw, deputy, Outside)
    return _read("kim-bruecke.deputy-notice/1", outside, sealed, kems, Notice)


def read_told(notice: Notice, permission: Permission, kems: Kems) -> Told:
    """The lead's word that the deputy brings."""
    _require_told(notice.told, permission)
    outside, sealed = _parts(notice.told, Outside)
    told = _read("kim-bruecke.deputy-told/1", outside, sealed, kems, Told)
    if told.request != permission.outside.request:
        raise Refusal("packet.cannot_open")
    return told


def _outside(schema: LetterSchema, letter: str, own: Party, to: Party) -> Outside:
    return Outside(schema, own.signing_id, to.kem_id, letter)


def _sealed(outside: KeyFile | Outside | Agreed, content: Record, to: Party) -> bytes:
    """Refusal `deputy.unwritable` if no receiver could read it."""
    raw = msgspec.json.encode(content)
    parse(raw, type(content), "deputy.unwritable")
    return packet.sealed(KIND, msgspec.json.encode(outside), raw, to.kem)


def _signed(sealed: bytes, by: OwnKeys) -> bytes:
    return signed.sign(KIND, sealed, by.signing)


def _parts(content: bytes, shape: type[_Out]) -> tuple[_Out, bytes]:
    outside, inside = packet.split_header(content)
    return parse(outside, shape, "packet.bad_header"), inside


def _verified(raw: bytes, sender: Party, shape: type[_Out]) -> tuple[_Out, bytes, str]:
    """Outside, sealed inside, hash: signed by the current key of this side."""
    document = signed.split(raw, KIND)
    document.require_by(sender.signing)
    outside, sealed = _parts(document.content, shape)
    if outside.sender != sender.signing_id:
        raise Refusal("packet.unknown_sender")
    return outside, sealed, document.sha256


def _read(schema: LetterSchema, outside: Outside, sealed: bytes, kems: Kems, shape: type[_In]) -> _In:
    if outside.schema != schema:
        raise Refusal("packet.wrong_kind")
    return _unsealed(outside, outside.recipient, sealed, kems, shape)


def _unsealed(
    outside: KeyFile | Outside | Agreed, recipient: str, sealed: bytes, kems: Kems, shape: type[_In]
) -> _In:
    kem = kems.get(recipient)
    if kem is None:
        raise Refusal("packet.not_for_us")
    return parse(
        packet.unsealed(KIND, msgspec.json.encode(outside), sealed, kem), shape, "packet.cannot_open"
    )


def _require_told(told: bytes, permission: Permission) -> None:
    if _sha256(told) != permission.outside.told:
        raise Refusal("packet.cannot_open")


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
