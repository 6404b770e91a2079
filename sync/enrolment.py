# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How an outstation and the Kreis come to know each other: pairing file out, certificate back.

Both are signed by the key they carry, which proves possession only; who it is, two people confirm by
comparing `keys.fingerprint` of both parties. Until then nothing is sealed.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Meta

from app.domain.errors import Refusal
from sync import signed
from sync.keys import Party, require_usable
from sync.strict import Id, Number, Record, parse

PAIRING: Final = "kim-bruecke.pairing/1"
CERTIFICATE: Final = "kim-bruecke.certificate/1"

Label = Annotated[str, Meta(pattern=r"^[^\x00-\x1f\x7f-\x9f]{1,120}\Z", max_length=120)]


class Site(Record, frozen=True):
    """A Standort as the report will call it."""

    id: Id
    name: Label


class Pairing(Record, frozen=True):
    """An outstation introduces itself."""

    schema: Literal["kim-bruecke.pairing/1"]
    outstation: Party
    name: Label
    sites: Annotated[tuple[Site, ...], Meta(max_length=200)]


class Certificate(Record, frozen=True, omit_defaults=True):
    """The Kreis answers: who it is, and whom it takes in; the days only ever warn.

    `catalogue`: the number of the tables that apply in this Kreis, if it has settled that.
    """

    schema: Literal["kim-bruecke.certificate/1"]
    district: Party
    name: Label
    outstation: Party
    issued: date
    valid_until: date
    catalogue: Number | None = None


def write_pairing(pairing: Pairing, key: ec.EllipticCurvePrivateKey) -> bytes:
    return signed.sign("pairing", msgspec.json.encode(pairing), key)


def read_pairing(raw: bytes) -> Pairing:
    """The pairing in a file, signed by the outstation's own key; Refusal otherwise."""
    document = signed.split(raw, "pairing")
    pairing = parse(document.content, Pairing, "pairing.unreadable")
    require_usable(pairing.outstation, "outstation")
    document.require_by(pairing.outstation.signing)
    return pairing


def write_certificate(certificate: Certificate, key: ec.EllipticCurvePrivateKey) -> bytes:
    return signed.sign("certificate", msgspec.json.encode(certificate), key)


def read_certificate(raw: bytes, outstation: Party) -> Certificate:
    """The certificate in a file, signed by the Kreis's own key, for this outstation; Refusal otherwise."""
    document = signed.split(raw, "certificate")
    certificate = parse(document.content, Certificate, "certificate.unreadable")
    require_usable(certificate.district, "district")
    document.require_by(certificate.district.signing)
    if certificate.outstation != outstation:
        raise Refusal("certificate.for_another")
    return certificate
