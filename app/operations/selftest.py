# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether this computer has what the program needs: what an administrator runs after installing."""

from __future__ import annotations

import ctypes.util
import secrets
import shutil
import sys
import tempfile
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Literal

from app.forms import charts, engine
from app.operations import scan_reader
from storage import system_keyring
from storage.connection import connect, create_empty, refuse_plain
from sync import keys, packet, tables

SAMPLES = {
    "Schrift Lateinisch": "Jäger Özdemir Łukasz Đorđević S̄imonis Ÿ ß ẞ",
    "Schrift Kyrillisch": "Згода на передачу даних, їжак ґанок",
    "Schrift Arabisch": "الموافقة على نقل البيانات",
    "Schrift Äthiopisch": "ፍቓድ ምሕላፍ ሓበሬታ",
}
PAGE = """\
#set document(title: "Probe")
#set text(font: ("Noto Sans", "Noto Sans Arabic", "Noto Sans Ethiopic"))
#json(bytes(sys.inputs.data)).sample
"""

CODE = """\
#set document(title: "Probe")
#set text(font: "Noto Sans")
Probe
#image(bytes(json(bytes(sys.inputs.data)).code), format: "svg", width: 20mm, alt: "Code")
"""


class Missing(Exception):
    """A check's plain answer that something is not there."""


@dataclass(frozen=True)
class Check:
    """One line of the self-test; without something `needed` the program cannot be used."""

    name: str
    ok: bool
    needed: bool
    detail: str


def run() -> list[Check]:
    """Every check, through the same parts that the program uses."""
    fonts = [_check(name, partial(_page, text)) for name, text in SAMPLES.items()]
    return [
        _check("Verschlüsselung der Datei", _cipher),
        _check("Volltextsuche", _full_text_search),
        _check("Versiegeln (HPKE)", _seal),
        _check("Unterschrift (ECDSA P-384)", _signature),
        _check("Seiten (PDF)", partial(_page, "Probe")),
        *fonts,
        _check("Code auf Papier", _code),
        _check("Prüfung gegen Rückrechnen", _audit),
        _check("Schlüsselbund", _keyring, needed=False),
        _check("Drucken", _printing, needed=False),
    ]


def _check(name: str, look: Callable[[], str], needed: bool = True) -> Check:
    """Whatever goes wrong is an answer here; its kind is told, its text might hold paths."""
    try:
        return Check(name, True, needed, look())
    except Missing as missing:
        return Check(name, False, needed, str(missing))
    except Exception as error:
        return Check(
            name, False, needed, f"Fehler: {type(error).__name__} {getattr(error, 'code', '')}".strip()
        )


def _cipher() -> str:
    with tempfile.TemporaryDirectory() as folder:
        path, key = Path(folder) / "probe.kim", secrets.token_bytes(32)
        create_empty(path)
        with closing(connect(path, key)) as db:
            db.execute("CREATE TABLE probe (word TEXT) STRICT")
        refuse_plain(path)
        with closing(connect(path, key)) as db:
            version = str(db.execute("PRAGMA cipher_version").fetchone()[0])
    return f"SQLCipher {version}"


def _full_text_search() -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "probe.kim"
        create_empty(path)
        with closing(connect(path, secrets.token_bytes(32))) as db:
            db.execute("CREATE VIRTUAL TABLE probe USING fts5 (word, tokenize = 'trigram')")
            db.execute("INSERT INTO probe VALUES ('Bestandsaufnahme')")
            found = db.execute("SELECT count(*) FROM probe WHERE probe MATCH 'standsauf'").fetchone()
    if found != (1,):
        raise Missing("Die Suche findet nichts.")
    return "FTS5 mit Trigrammen"


def _seal() -> str:
    """A packet sealed by one side and opened by the other."""
    own, theirs = keys.generate(), keys.generate()
    sender, recipient = _party(own, "outstation"), _party(theirs, "district")
    head = packet.header(
        "kim-bruecke.release/1", f"05382-{uuid.uuid4()}", sender, recipient, str(uuid.uuid4()), None
    )
    sealed = packet.seal("release", b"Probe", head, recipient.kem, own.signing)
    opened = packet.open_packet(sealed.bytes, "release", {sender.signing_id: sender}, theirs.kem)
    if opened.payload != b"Probe" or b"Probe" in sealed.bytes:
        raise Missing("Das Paket kam nicht heil an.")
    return "P-384, HKDF-SHA384, AES-256-GCM"


def _party(own: keys.OwnKeys, role: Literal["outstation", "district"]) -> keys.Party:
    return keys.party(own, role, str(uuid.uuid4()), str(uuid.uuid4()), str(uuid.uuid4()))


def _signature() -> str:
    own = keys.generate()
    signature, public = keys.sign(own.signing, b"Probe"), keys.public_der(own.signing)
    if not keys.is_signed(public, b"Probe", signature) or keys.is_signed(public, b"probe", signature):
        raise Missing("Die Unterschrift wird nicht erkannt.")
    return f"{len(signature)} Byte"


def _page(sample: str) -> str:
    """One tagged PDF page; a missing font or glyph is an error there."""
    pdf = engine.compile_pages(PAGE, {"sample": sample}, datetime.now(UTC))
    return f"PDF/UA-1 und PDF/A-2a, {len(pdf)} Byte"


def _code() -> str:
    """A printed code, read again by the process that reads scans."""
    pdf = engine.compile_pages(CODE, {"code": charts.qr_code("E-7K3M-92QD").decode()}, datetime.now(UTC))
    if scan_reader.codes(pdf) != (("E-7K3M-92QD",),):
        raise Missing("Der Code auf dem Blatt wird nicht erkannt.")
    return "gelesen in einem Prozess ohne Schlüssel"


def _audit() -> str:
    """A figure that says little passes, and one that fell within its year does not."""
    from sync.audit import judge  # HiGHS takes a while to load
    from sync.knowledge import Refresh

    served = next(table for table in tables.shipped(1).tables if table.id == "served")
    history = [Refresh(served, day, {(): n}) for day, n in ((date(2026, 1, 31), 30), (date(2026, 2, 28), 5))]
    if not judge(history[:1], {}, ("served",)).passed or judge(history, {}, ("served",)).passed:
        raise Missing("Das Rechnen mit ganzen Zahlen geht nicht.")
    return "HiGHS"


def _keyring() -> str:
    try:
        return system_keyring.prove()
    except system_keyring.Unusable as unusable:
        raise Missing(str(unusable)) from unusable


def _printing() -> str:
    found = ctypes.util.find_library("winspool.drv") if sys.platform == "win32" else shutil.which("lp")
    if not found:
        raise Missing("Kein Druckdienst gefunden; Speichern als PDF geht trotzdem.")
    return "Druckdienst des Systems"
