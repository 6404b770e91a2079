# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files written on 22.11.2026, read by docs/decisions/0008 alone and by this program: they open for ever."""

from __future__ import annotations

import json
from base64 import b64decode
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_der_public_key

from app.domain.errors import InvalidInput, Trouble
from storage import device_secret, key_slots, recovery_key, slot_files, system_keyring
from sync import case_transfer, catalogue, deputy_copy, key_list, keys, packet
from tests.keyrings import InMemory

GOLDEN = Path(__file__).parent / "files" / "formats"
FILE_ID = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
DATA_KEY = bytes(range(32))
PASSWORD = "Brücke über den Fluß"
PRINTED = "G14D-2PF2-DBSQ-QG28-T5CY-4TQK-FFG3"
SECRET = bytes.fromhex("020123456789abcdef0123456789abcdef")
PACKET = "00000007-361d81db9c7eac88.pkt"
KEY_LIST = "20261122-c4215a4433ae7281.pkt"
DIRECTORY, WITH_COURSES = "20261122-9e87355cf710dcce.pkt", "20261122-d6822fe39c94a86c.pkt"
DEVICE_ID, DEVICE = "7c0f5f0e-2f8b-4c1d-9a53-51d7a1a9c0de", bytes(range(32, 64))
PAYLOAD = b'{"Probe":"Zahlen"}'


def records(name: str = "golden") -> list[dict[str, Any]]:
    """The head and the slots of the golden slot file."""
    magic, *lines = (GOLDEN / f"{name}.kim.slots1").read_bytes().removesuffix(b"\n").split(b"\n")
    assert magic == b"kim-bruecke/1/slots"
    for line in lines:
        digest, _, text = line.partition(b" ")
        assert sha256(text).hexdigest() == digest.decode()
    return [json.loads(line.partition(b" ")[2]) for line in lines]


def unwrapped(slot: dict[str, Any], wrapping_key: bytes) -> bytes:
    bound = json.dumps([FILE_ID, slot["head"]], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    associated = b"kim-bruecke/1/slot\0" + bound.encode()
    return AESGCM(wrapping_key).decrypt(b64decode(slot["nonce"]), b64decode(slot["wrapped"]), associated)


def test_a_password_slot_opens_as_the_page_says() -> None:
    _, slot, _ = records()
    cost, salt = slot["head"]["derivation"]["cost"], b64decode(slot["head"]["derivation"]["salt"])
    stretched = Argon2id(
        salt=salt,
        length=32,
        iterations=cost["iterations"],
        lanes=cost["lanes"],
        memory_cost=cost["memory_kib"],
    ).derive(PASSWORD.encode())
    assert unwrapped(slot, stretched) == DATA_KEY


def test_a_recovery_slot_opens_as_the_page_says() -> None:
    *_, slot = records()
    info = b"kim-bruecke/1/recovery\0" + FILE_ID.encode()
    salt = b64decode(slot["head"]["derivation"]["salt"])
    assert unwrapped(slot, HKDF(SHA256(), 32, salt, info).derive(SECRET)) == DATA_KEY


def test_the_printed_key_is_the_secret_in_groups_of_five_bits() -> None:
    letters = PRINTED.replace("-", "")
    number = 0
    for letter in letters[:26]:
        number = number << 5 | "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(letter)
    assert number.to_bytes(17, "big") == SECRET
    assert recovery_key.parse(PRINTED) == SECRET
    assert recovery_key.written(int.from_bytes(SECRET)) == PRINTED


def test_the_program_opens_the_golden_slots() -> None:
    slots = slot_files.read(GOLDEN / "golden.kim")
    head, *_ = records()
    assert slots.digest == sha256(json.dumps(head, separators=(",", ":")).encode()).hexdigest()
    assert (slots.file_id, slots.generation, slots.damaged) == (FILE_ID, 7, 0)
    assert key_slots.open_with_password(slots, "MB", PASSWORD) == (DATA_KEY,)
    assert key_slots.open_with_recovery(slots, SECRET) == (DATA_KEY,)


def test_a_slot_bound_to_a_computer_opens_as_the_page_says() -> None:
    _, slot, _ = records("bound")
    assert slot["head"]["factors"] == ["password", f"device:{DEVICE_ID}"]
    cost, salt = slot["head"]["derivation"]["cost"], b64decode(slot["head"]["derivation"]["salt"])
    stretched = Argon2id(
        salt=salt,
        length=32,
        iterations=cost["iterations"],
        lanes=cost["lanes"],
        memory_cost=cost["memory_kib"],
    ).derive(PASSWORD.encode())
    info = b"kim-bruecke/1/device\0" + FILE_ID.encode()
    assert unwrapped(slot, HKDF(SHA256(), 32, salt, info).derive(stretched + DEVICE)) == DATA_KEY


def test_the_program_opens_the_golden_bound_slot_where_the_keyring_has_its_secret(
    own_keyring: InMemory,
) -> None:
    slots = slot_files.read(GOLDEN / "bound.kim")
    with pytest.raises(Trouble, match=r"device\.secret_missing"):
        key_slots.open_with_password(slots, "MB", PASSWORD)
    assert key_slots.open_with_recovery(slots, SECRET) == (DATA_KEY,)
    system_keyring.keep(device_secret.SERVICE, DEVICE_ID, DEVICE.hex())
    assert key_slots.open_with_password(slots, "MB", PASSWORD) == (DATA_KEY,)
    system_keyring.keep(device_secret.SERVICE, DEVICE_ID, bytes(32).hex())
    with pytest.raises(InvalidInput, match=r"vault\.wrong_password"):
        key_slots.open_with_password(slots, "MB", PASSWORD)


@pytest.fixture
def raw() -> bytes:
    return (GOLDEN / PACKET).read_bytes()


def test_a_packet_opens_as_the_page_says(raw: bytes) -> None:
    begin, body, signature = b"kim-bruecke/1/release\0", raw[:-96], raw[-96:]
    assert body.startswith(begin + b"\x01")
    assert f"00000007-{sha256(body).hexdigest()[:16]}.pkt" == PACKET
    r, s = int.from_bytes(signature[:48]), int.from_bytes(signature[48:])
    signer = load_der_public_key((GOLDEN / "outstation.signing.der").read_bytes())
    assert isinstance(signer, ec.EllipticCurvePublicKey)
    signer.verify(encode_dss_signature(r, s), body, ec.ECDSA(SHA384()))

    content = body[len(begin) + 1 :]
    end = 2 + int.from_bytes(content[:2])
    header = json.loads(content[2:end])
    assert list(header) == [
        *("schema", "district", "device", "epoch", "sender", "recipient", "packet", "sequence", "previous")
    ]
    assert header["sender"] == sha256((GOLDEN / "outstation.signing.der").read_bytes()).hexdigest()

    key = load_der_private_key((GOLDEN / "district.kem.der").read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    suite = Suite(KEM.P384, KDF.HKDF_SHA384, AEAD.AES_256_GCM)
    inside = suite.decrypt(content[end:], key, begin + content[2:end])
    assert len(inside) == 4096
    assert inside == (len(PAYLOAD).to_bytes(4) + PAYLOAD).ljust(4096, b"\0")


def test_the_program_opens_the_golden_packet(raw: bytes) -> None:
    signing = (GOLDEN / "outstation.signing.der").read_bytes()
    device, epoch = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
    unit = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"
    sender = keys.Party("outstation", unit, device, epoch, signing, b"")
    own = keys.load_private((GOLDEN / "district.kem.der").read_bytes())
    assert packet.is_whole(raw, PACKET)
    assert packet.open_packet(raw, "release", {sender.signing_id: sender}, own).payload == PAYLOAD


def test_a_sealed_hand_over_opens_as_decision_0025_says() -> None:
    raw = (GOLDEN / "golden.kimtransfer").read_bytes()
    begin, body = b"kim-bruecke/1/transfer\0", raw[:-96]
    assert body.startswith(begin + b"\x01")
    content = body[len(begin) + 1 :]
    end = 2 + int.from_bytes(content[:2])
    outside = json.loads(content[2:end])
    assert list(outside) == ["schema", "sender", "recipient", "packet"]
    assert outside["schema"] == "kim-bruecke.transfer/1"
    assert outside["sender"] == sha256((GOLDEN / "transfer.sender.signing.der").read_bytes()).hexdigest()
    key = load_der_private_key((GOLDEN / "transfer.recipient.kem.der").read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    suite = Suite(KEM.P384, KDF.HKDF_SHA384, AEAD.AES_256_GCM)
    inside = suite.decrypt(content[end:], key, begin + content[2:end])
    told = json.loads(inside[4 : 4 + int.from_bytes(inside[:4])])
    assert list(told) == [
        *("schema", "office", "sender", "sent_on", "basis", "basis_words", "categories", "file_number"),
        *("person", "household", "livelihood", "assessment", "goals", "notes", "papers", "sheet"),
    ]
    assert told["person"]["family_name"] == "Nguyễn-Łukaszewicz"
    assert b64decode(told["sheet"]) == b"%PDF-1.7 Blatt"


def test_the_program_opens_the_golden_hand_over() -> None:
    raw = (GOLDEN / "golden.kimtransfer").read_bytes()
    sender = keys.Party("outstation", "", "", "", (GOLDEN / "transfer.sender.signing.der").read_bytes(), b"")
    own = keys.load_private((GOLDEN / "transfer.recipient.kem.der").read_bytes())
    seen = case_transfer.verify(raw, sender)
    told = case_transfer.unseal(seen, {keys.key_id(keys.public_der(own)): own})
    assert seen.outside.packet == "55555555-5555-4555-8555-555555555555"
    assert case_transfer.sender_of(raw) == sender.signing_id
    assert told.person.birth_date == "1990-03"
    assert told.goals[0].steps[0].text == "Unterlagen besorgen"
    assert case_transfer.encode(told) == msgspec.json.encode(told)


def opened_by(content: bytes, names: list[str], der: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Outside and inside of a sealed content, as decision 0026 says."""
    end = 2 + int.from_bytes(content[:2])
    outside = json.loads(content[2:end])
    assert list(outside) == names
    key = load_der_private_key((GOLDEN / der).read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    suite = Suite(KEM.P384, KDF.HKDF_SHA384, AEAD.AES_256_GCM)
    inside = suite.decrypt(content[end:], key, b"kim-bruecke/1/deputy-copy\0" + content[2:end])
    return outside, json.loads(inside[4 : 4 + int.from_bytes(inside[:4])])


def test_a_copy_s_key_file_opens_as_decision_0026_says() -> None:
    raw = (GOLDEN / "golden.kim-vertretung").read_bytes()
    begin = b"kim-bruecke/1/deputy-copy\0\x01"
    assert raw.startswith(begin)
    names = ["schema", "sender", "deputy", "lead", "copy", "database"]
    outside, for_lead = opened_by(raw[len(begin) : -96], names, "deputy.lead.kem.der")
    assert outside["schema"] == "kim-bruecke.deputy-copy/1"
    assert outside["sender"] == sha256((GOLDEN / "deputy.office.signing.der").read_bytes()).hexdigest()
    assert outside["database"] == sha256(b"Datenbank").hexdigest()
    assert list(for_lead) == ["office", "deputy", "copied_at", "sealed"]
    assert for_lead["copied_at"] == "2026-11-22T09:30:00Z"
    again, for_deputy = opened_by(b64decode(for_lead["sealed"]), names, "deputy.deputy.kem.der")
    assert again == outside
    assert b64decode(for_deputy["key"]) == DATA_KEY
    assert list(for_deputy) == ["key"]


def test_the_program_opens_the_golden_key_file() -> None:
    raw = (GOLDEN / "golden.kim-vertretung").read_bytes()
    signing = (GOLDEN / "deputy.office.signing.der").read_bytes()
    office = keys.Party("outstation", "", "", "", signing, b"")
    deputy, lead = (
        keys.load_private((GOLDEN / f"deputy.{name}.kem.der").read_bytes()) for name in ("deputy", "lead")
    )
    kems = {keys.key_id(keys.public_der(each)): each for each in (deputy, lead)}
    seen = deputy_copy.see(raw, office)
    layer = deputy_copy.open_for_lead(seen, kems)
    assert layer.deputy == "00000000-0000-4000-8000-00000000000d"
    assert deputy_copy.open_key(seen, layer.sealed, kems) == DATA_KEY
    assert deputy_copy.sender_of(raw) == office.signing_id


def test_the_program_reads_the_golden_list_of_keys() -> None:
    raw = (GOLDEN / KEY_LIST).read_bytes()
    signing = (GOLDEN / "key-list.district.signing.der").read_bytes()
    kem = keys.load_private((GOLDEN / "key-list.recipient.kem.der").read_bytes())
    device, epoch = "33333333-3333-4333-8333-333333333333", "44444444-4444-4444-8444-444444444444"
    district_id = "05382-9e2c1a44-7d3b-4f0a-8c6e-1b2d3f4a5c66"
    found = key_list.read(raw, keys.Party("district", district_id, device, epoch, signing, b""), kem)
    assert packet.is_whole(raw, KEY_LIST)
    assert found.number == 20261122093000
    assert [each.name for each in found.units] == ["Nordstadt", "Hafen"]


@pytest.mark.parametrize(
    ("name", "kind", "parts"),
    [(DIRECTORY, "directory", []), (WITH_COURSES, "directory_with_courses", ["courses"])],
)
def test_a_published_directory_reads_as_the_page_says(name: str, kind: str, parts: list[str]) -> None:
    raw = (GOLDEN / name).read_bytes()
    begin, body = b"kim-bruecke/1/catalogue\0", raw[:-96]
    assert body.startswith(begin + b"\x01")
    assert f"20261122-{sha256(body).hexdigest()[:16]}.pkt" == name
    signer = load_der_public_key((GOLDEN / "catalogue.district.signing.der").read_bytes())
    assert isinstance(signer, ec.EllipticCurvePublicKey)
    r, s = int.from_bytes(raw[-96:-48]), int.from_bytes(raw[-48:])
    signer.verify(encode_dss_signature(r, s), body, ec.ECDSA(SHA384()))
    told = json.loads(body[len(begin) + 1 :])
    assert list(told) == ["schema", "district", "number", "content"]
    assert told["schema"] == "kim-bruecke.catalogue/1"
    assert list(told["content"]) == ["type", "offers", *parts]
    assert told["content"]["type"] == kind
    assert told["content"]["offers"][0]["institution"] == "Volkshochschule Musterkreis"
    for course in told["content"].get("courses", []):
        assert list(course) == [
            *("id", "service_id", "title", "level", "starts_on", "ends_on", "times", "childcare"),
            *("places", "note"),
        ]


def test_the_program_reads_a_directory_of_0_5_0_and_one_with_courses() -> None:
    """The first was written by version 0.5.0: it says nothing of courses, and still counts."""
    signing = (GOLDEN / "catalogue.district.signing.der").read_bytes()
    district_id = "05382-9e2c1a44-7d3b-4f0a-8c6e-1b2d3f4a5c66"
    kreis = keys.Party("district", district_id, "", "", signing, b"")
    plain, _ = catalogue.read((GOLDEN / DIRECTORY).read_bytes(), kreis)
    fuller, _ = catalogue.read((GOLDEN / WITH_COURSES).read_bytes(), kreis)
    assert isinstance(plain.content, catalogue.Directory)
    assert isinstance(fuller.content, catalogue.Directory)
    assert (plain.kind, fuller.kind) == ("directory", "directory")
    assert catalogue.services(plain.content) == catalogue.services(fuller.content)
    assert catalogue.courses(plain.content) is None
    (course,) = (catalogue.courses(fuller.content) or {}).values()
    assert (course.title, course.level, course.places) == ("Elternkurs", "B1", 3)
