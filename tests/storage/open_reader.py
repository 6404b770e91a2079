# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads a file by `docs/file-format.md`: `cryptography` and the standard library, none of the program."""

from __future__ import annotations

import hmac
import json
import unicodedata
from base64 import b64decode
from collections.abc import Iterator
from hashlib import pbkdf2_hmac, sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PAGE, SALT, IV, MAC = 4096, 16, 16, 64
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def slots_of(file: Path) -> tuple[str, list[dict[str, Any]]]:
    """File id and slots of the newest whole copy."""
    copies = []
    for number in "12":
        magic, *lines = file.with_name(f"{file.name}.slots{number}").read_bytes().splitlines()
        assert magic == b"kim-bruecke/1/slots"
        whole = [text for digest, text in (line.split(b" ", 1) for line in lines) if is_whole(digest, text)]
        head, *slots = map(json.loads, whole)
        copies.append((head["generation"], head["file_id"], slots))
    _, file_id, slots = max(copies, key=lambda copy: copy[0])
    return file_id, slots


def is_whole(digest: bytes, text: bytes) -> bool:
    return sha256(text).hexdigest().encode() == digest


def keys_by_password(file: Path, staff_code: str, password: str, device: bytes = b"") -> list[bytes]:
    """`device`: what the keyring holds, for a password that is bound to a computer."""
    file_id, slots = slots_of(file)
    (slot,) = (each for each in slots if each["head"]["staff_code"] == staff_code)
    derivation = slot["head"]["derivation"]
    cost = derivation["cost"]
    wrapping = Argon2id(
        salt=b64decode(derivation["salt"]),
        length=32,
        iterations=cost["iterations"],
        lanes=cost["lanes"],
        memory_cost=cost["memory_kib"],
    ).derive(unicodedata.normalize("NFC", password).encode())
    if slot["head"]["factors"] != ["password"]:
        info = b"kim-bruecke/1/device\0" + file_id.encode()
        wrapping = HKDF(SHA256(), 32, b64decode(derivation["salt"]), info).derive(wrapping + device)
    return unwrapped(slot, file_id, wrapping)


def keys_by_recovery(file: Path, printed: str) -> list[bytes]:
    file_id, slots = slots_of(file)
    (slot,) = (each for each in slots if each["head"]["factors"] == ["recovery"])
    secret = 0
    for character in printed.replace("-", "")[:26]:
        secret = secret << 5 | CROCKFORD.index(character)
    info = b"kim-bruecke/1/recovery\0" + file_id.encode()
    salt = b64decode(slot["head"]["derivation"]["salt"])
    return unwrapped(slot, file_id, HKDF(SHA256(), 32, salt, info).derive(secret.to_bytes(17, "big")))


def unwrapped(slot: dict[str, Any], file_id: str, wrapping: bytes) -> list[bytes]:
    """One data key, or the former and the next while the key is being changed."""
    bound = json.dumps([file_id, slot["head"]], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    joined = AESGCM(wrapping).decrypt(
        b64decode(slot["nonce"]), b64decode(slot["wrapped"]), b"kim-bruecke/1/slot\0" + bound.encode()
    )
    return [joined[start : start + 32] for start in range(0, len(joined), 32)]


def page(file: Path, key: bytes, number: int) -> bytes:
    """The plain page, its first being 1; InvalidTag if it is not authentic under this key."""
    with file.open("rb") as content:
        salt = content.read(SALT)
        content.seek((number - 1) * PAGE)
        return plain_page(content.read(PAGE), salt, key, number)


def plain_page(raw: bytes, salt: bytes, key: bytes, number: int) -> bytes:
    authentic = pbkdf2_hmac("sha512", key, bytes(each ^ 0x3A for each in salt), 2, 32)
    begin = SALT if number == 1 else 0
    sealed, iv, mac = raw[begin : -IV - MAC], raw[-IV - MAC : -MAC], raw[-MAC:]
    wanted = hmac.new(authentic, sealed + iv + number.to_bytes(4, "little"), "sha512").digest()
    if not hmac.compare_digest(wanted, mac):
        raise InvalidTag
    decryptor = Cipher(algorithms.AES256(key), modes.CBC(iv)).decryptor()
    plain = decryptor.update(sealed) + decryptor.finalize()
    return (b"SQLite format 3\0" if number == 1 else b"") + plain + bytes(IV + MAC)


def pages(file: Path, key: bytes) -> Iterator[bytes]:
    for number in range(1, file.stat().st_size // PAGE + 1):
        yield page(file, key, number)


def wal_pages(file: Path, key: bytes) -> Iterator[bytes]:
    """The plain pages in the WAL, its old frames too: each 24 bytes (the page's number first) and a page."""
    wal = file.with_name(f"{file.name}-wal")
    content = wal.read_bytes() if wal.exists() else b""
    salt = file.read_bytes()[:SALT]
    for start in range(32, len(content), 24 + PAGE):
        number = int.from_bytes(content[start : start + 4])
        yield plain_page(content[start + 24 : start + 24 + PAGE], salt, key, number)


def write_plain(file: Path, key: bytes, target: Path) -> None:
    """The whole file as an ordinary SQLite database."""
    target.write_bytes(b"".join(pages(file, key)))
