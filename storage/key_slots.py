# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Key slots: how a person's password or the recovery key opens the case file.

A slot wraps one data key by AES-256-GCM, or two while the key is being changed.
"""

from __future__ import annotations

import secrets
import unicodedata
import uuid
from dataclasses import dataclass, field
from hashlib import sha256
from time import perf_counter
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from msgspec import Meta, Struct

from app.domain.errors import InvalidInput, Trouble
from storage import device_secret, recovery_key
from storage.connection import KEY_BYTES
from storage.device_secret import DeviceSecret

SLOT_PURPOSE = b"kim-bruecke/1/slot\0"
MAX_SLOTS = 32
PASSWORD, RECOVERY = ("password",), ("recovery",)
DEVICE = "device:"
"""Begins the second factor of a password slot; the id of the secret in the keyring follows."""

Keys = tuple[bytes, ...]
Short = Annotated[str, Meta(max_length=80)]
Salt = Annotated[bytes, Meta(min_length=16, max_length=64)]


class Cost(Struct, frozen=True, forbid_unknown_fields=True):
    """What one Argon2id derivation takes; the caps hold before anything is derived (RFC 9106)."""

    memory_kib: Annotated[int, Meta(ge=8 * 1024, le=1024 * 1024)]
    iterations: Annotated[int, Meta(ge=1, le=16)]
    lanes: Annotated[int, Meta(ge=1, le=8)]


FLOOR = Cost(memory_kib=64 * 1024, iterations=3, lanes=4)


class Argon2(Struct, frozen=True, forbid_unknown_fields=True, tag="argon2id"):
    """How a password becomes the wrapping key."""

    cost: Cost
    salt: Salt


class Hkdf(Struct, frozen=True, forbid_unknown_fields=True, tag="hkdf-sha256"):
    """How the recovery key becomes the wrapping key."""

    salt: Salt


class SlotHead(Struct, frozen=True, forbid_unknown_fields=True):
    """The clear part of a slot, bound to the wrapped key as associated data."""

    id: Short
    factors: Annotated[tuple[Short, ...], Meta(min_length=1, max_length=4)]
    staff_code: Short
    derivation: Argon2 | Hkdf


class Slot(Struct, frozen=True, forbid_unknown_fields=True):
    """One way in: a person's password, or the recovery key."""

    head: SlotHead
    nonce: Annotated[bytes, Meta(min_length=12, max_length=12)]
    wrapped: Annotated[bytes, Meta(min_length=KEY_BYTES + 16, max_length=2 * KEY_BYTES + 16)]


class Head(Struct, frozen=True, forbid_unknown_fields=True):
    """Which file and generation the slots belong to, and the hashes of the slots in order."""

    file_id: Short
    generation: Annotated[int, Meta(ge=1, le=2**53)]
    slots: Annotated[tuple[Annotated[str, Meta(pattern="^[0-9a-f]{64}$")], ...], Meta(max_length=MAX_SLOTS)]


@dataclass(frozen=True)
class Slots:
    """All ways into one file; `damaged` counts slots that no copy holds whole any more."""

    file_id: str
    generation: int
    slots: tuple[Slot, ...]
    damaged: int = 0

    @property
    def head(self) -> Head:
        return Head(self.file_id, self.generation, tuple(line_hash(canonical(slot)) for slot in self.slots))

    @property
    def digest(self) -> str:
        """What the database remembers, so that old slots put back are noticed."""
        return line_hash(canonical(self.head))

    @property
    def staff_codes(self) -> tuple[str, ...]:
        return tuple(slot.head.staff_code for slot in self.slots if slot.head.staff_code)


def with_slot(slots: Slots, slot: Slot) -> Slots:
    """The next generation, in which `slot` stands instead of the same person's former one."""
    others = tuple(old for old in slots.slots if old.head.staff_code != slot.head.staff_code)
    return Slots(slots.file_id, slots.generation + 1, (*others, slot))


@dataclass(frozen=True)
class WayIn:
    """A slot before it wraps: derived once, it may wrap two keys first and one of them afterwards."""

    file_id: str
    head: SlotHead
    wrapping_key: bytes = field(repr=False)

    def slot(self, keys: Keys) -> Slot:
        return _wrapped(self.head, self.file_id, keys, self.wrapping_key)


def way_by_password(
    file_id: str, staff_code: str, password: str, cost: Cost, device: DeviceSecret | None = None
) -> WayIn:
    """With a `device` secret the password opens nothing where that is not in the keyring."""
    derivation = Argon2(cost, secrets.token_bytes(16))
    factors = (*PASSWORD, DEVICE + device.id) if device else PASSWORD
    head = SlotHead(str(uuid.uuid4()), factors, staff_code, derivation)
    return WayIn(file_id, head, _by_password(file_id, password, derivation, device))


def way_by_recovery(file_id: str, secret: bytes) -> WayIn:
    derivation = Hkdf(secrets.token_bytes(16))
    head = SlotHead(str(uuid.uuid4()), RECOVERY, "", derivation)
    return WayIn(file_id, head, recovery_key.wrapping_key(secret, file_id, derivation.salt))


def password_slot(
    file_id: str, staff_code: str, password: str, keys: Keys, cost: Cost, device: DeviceSecret | None = None
) -> Slot:
    """A new slot that this person's password opens."""
    return way_by_password(file_id, staff_code, password, cost, device).slot(keys)


def recovery_slot(file_id: str, secret: bytes, keys: Keys) -> Slot:
    """A new slot that the recovery key opens."""
    return way_by_recovery(file_id, secret).slot(keys)


def open_with_password(slots: Slots, staff_code: str, password: str) -> Keys:
    """The data keys behind a person's password; InvalidInput `vault.wrong_password` if it does not open.

    Trouble `device.…` where it needs a secret that this computer does not have.
    """
    slot = _slot_of(slots, staff_code)
    if not isinstance(slot.head.derivation, Argon2):
        raise Trouble("vault.newer")
    key = _by_password(slots.file_id, password, slot.head.derivation, _device(slot))
    keys = _unwrapped(slot, slots.file_id, key)
    if keys is None:
        raise InvalidInput("password", "vault.wrong_password")
    return keys


def device_of(slots: Slots, staff_code: str) -> DeviceSecret | None:
    """The secret that this person's password needs beside it, if it needs one."""
    return _device(_slot_of(slots, staff_code))


def needs_device(slots: Slots, staff_code: str) -> bool:
    return _slot_of(slots, staff_code).head.factors != PASSWORD


def open_with_recovery(slots: Slots, secret: bytes) -> Keys:
    """The data keys behind the recovery key; InvalidInput `recovery.wrong` if it is another file's."""
    mine = [slot for slot in slots.slots if slot.head.factors == RECOVERY]
    if not mine and slots.damaged:
        raise Trouble("vault.slots_damaged")
    for slot in mine:
        key = recovery_key.wrapping_key(secret, slots.file_id, slot.head.derivation.salt)
        if keys := _unwrapped(slot, slots.file_id, key):
            return keys
    raise InvalidInput(recovery_key.FIELD, "recovery.wrong")


def calibrated(target_seconds: float = 1.0) -> Cost:
    """A cost that takes about the target time here: never below the floor, at most 256 MiB."""
    started = perf_counter()
    _stretched("", Argon2(FLOOR, bytes(16)))
    factor = max(1, int(target_seconds / (perf_counter() - started)))
    memory = 4 if factor >= 4 else 2 if factor >= 2 else 1
    iterations = min(16, FLOOR.iterations * factor // memory)
    return Cost(FLOOR.memory_kib * memory, iterations, FLOOR.lanes)


def _slot_of(slots: Slots, staff_code: str) -> Slot:
    for slot in slots.slots:
        if staff_code and slot.head.staff_code == staff_code:
            return slot
    if slots.damaged:
        raise Trouble("vault.slots_damaged")
    raise InvalidInput("staff_code", "vault.unknown_staff", staff_code=staff_code)


def _device(slot: Slot) -> DeviceSecret | None:
    match slot.head.factors:
        case ("password",):
            return None
        case ("password", second) if second.startswith(DEVICE):
            return device_secret.recall(second.removeprefix(DEVICE))
        case _:
            raise Trouble("vault.newer")


def _by_password(file_id: str, password: str, derivation: Argon2, device: DeviceSecret | None) -> bytes:
    stretched = _stretched(password, derivation)
    return device.wrapping_key(stretched, file_id, derivation.salt) if device else stretched


def _stretched(password: str, derivation: Argon2) -> bytes:
    cost, typed = derivation.cost, unicodedata.normalize("NFC", password).encode()
    try:
        return Argon2id(
            salt=derivation.salt,
            length=KEY_BYTES,
            iterations=cost.iterations,
            lanes=cost.lanes,
            memory_cost=cost.memory_kib,
        ).derive(typed)
    except MemoryError as error:
        raise Trouble("vault.too_little_memory") from error


def _associated(head: SlotHead, file_id: str) -> bytes:
    return SLOT_PURPOSE + canonical([file_id, head])


def _wrapped(head: SlotHead, file_id: str, keys: Keys, wrapping_key: bytes) -> Slot:
    nonce = secrets.token_bytes(12)
    return Slot(head, nonce, AESGCM(wrapping_key).encrypt(nonce, b"".join(keys), _associated(head, file_id)))


def _unwrapped(slot: Slot, file_id: str, wrapping_key: bytes) -> Keys | None:
    try:
        joined = AESGCM(wrapping_key).decrypt(slot.nonce, slot.wrapped, _associated(slot.head, file_id))
    except InvalidTag:
        return None
    return tuple(joined[start : start + KEY_BYTES] for start in range(0, len(joined), KEY_BYTES))


def canonical(value: object) -> bytes:
    """The one JSON form that is hashed, bound and written."""
    return msgspec.json.encode(value, order="sorted")


def line_hash(line: bytes) -> str:
    """The SHA-256 that stands before a line."""
    return sha256(line).hexdigest()
