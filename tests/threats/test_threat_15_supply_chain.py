# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Row 15, supply chain: changed parts do not install, a false SQLCipher is refused, every part is named."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from hashlib import sha256
from pathlib import Path

from packaging.version import Version

from app.operations import bill_of_materials

PROJECT = Path(__file__).parents[2]
LOCKED = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)
LICENCE_TEXTS = {"pyside6-essentials": "LGPL-3.0.txt", "shiboken6": "LGPL-3.0.txt"}
"""Their wheels bring none; ours are in `resources/licences`."""

SHADOWED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from app.domain.errors import Trouble
from storage import vault
from storage.key_slots import FLOOR
import sqlcipher3
assert sqlcipher3.__file__.startswith(sys.argv[1])
try:
    vault.create(Path(sys.argv[2]), vault.Role.CASE, vault.Person("A", "B"), "x", datetime.now(UTC), FLOOR)
except Trouble as trouble:
    print(trouble.code, flush=True)
"""


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=120)


def test_threat_15_shadowed_cipher(tmp_path: Path) -> None:
    """Row 15. A plain SQLite that calls itself sqlcipher3 gets no word: nothing is written."""
    shadow = tmp_path / "schatten" / "sqlcipher3"
    shadow.mkdir(parents=True)
    (shadow / "__init__.py").touch()
    (shadow / "dbapi2.py").write_text(
        "from sqlite3.dbapi2 import *\n"
        "from sqlite3 import dbapi2\n"
        "class Connection(dbapi2.Connection):\n"
        "    def set_key(self, key): pass\n"
    )
    path = tmp_path / "akten" / "akte.kim"
    done = python("-c", SHADOWED, str(shadow.parent), str(path))
    assert done.stdout == "vault.no_cipher\n", done.stderr
    assert [file.name for file in path.parent.iterdir()] == ["akte.kim.lock"]


def wheel(folder: Path) -> Path:
    """A package of one module, as an index would offer it."""
    about = "probe-1.0.dist-info"
    files = {
        "probe.py": "WORD = 'as it was'\n",
        f"{about}/METADATA": "Metadata-Version: 2.1\nName: probe\nVersion: 1.0\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    digests = {
        name: base64.urlsafe_b64encode(sha256(text.encode()).digest()).rstrip(b"=").decode()
        for name, text in files.items()
    }
    record = [f"{name},sha256={digests[name]},{len(text)}" for name, text in files.items()]
    files[f"{about}/RECORD"] = "\n".join([*record, f"{about}/RECORD,,"]) + "\n"
    path = folder / "probe-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return path


def installed(folder: Path, lock: Path, target: str) -> subprocess.CompletedProcess[str]:
    return python(
        *("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-cache-dir"),
        *("--no-index", "--find-links", str(folder), "--target", str(folder / target)),
        *("--require-hashes", "-r", str(lock)),
    )


def test_threat_15_changed_hash(tmp_path: Path) -> None:
    """Row 15. Offline, as `make` installs: a part with one more byte is refused, the right one is taken."""
    part, lock = wheel(tmp_path), tmp_path / "requirements.lock"
    lock.write_text(f"probe==1.0 --hash=sha256:{sha256(part.read_bytes()).hexdigest()}\n")
    right = installed(tmp_path, lock, "richtig")
    assert right.returncode == 0, right.stderr
    assert (tmp_path / "richtig" / "probe.py").exists()
    part.write_bytes(part.read_bytes() + b"x")
    changed = installed(tmp_path, lock, "falsch")
    assert changed.returncode != 0
    assert "DO NOT MATCH THE HASHES" in changed.stderr
    assert not (tmp_path / "falsch" / "probe.py").exists()


def test_threat_15_every_part_has_its_hash() -> None:
    """Row 15. The lock names at least one SHA-256 for every part, and `make` insists on it."""
    lock = (PROJECT / "requirements.lock").read_text("utf-8")
    parts = [part for part in re.split(r"\n(?=\S)", lock) if not part.startswith("#")]
    assert len(parts) > 50
    assert [part.split()[0] for part in parts if not re.search(r"--hash=sha256:[0-9a-f]{64}", part)] == []
    assert "--require-hashes -r requirements.lock" in (PROJECT / "Makefile").read_text("utf-8")


def test_threat_15_bill_of_materials() -> None:
    """Row 15. Every part the program runs with, in the version of the lock, with its licence; no tool."""
    told = json.loads(python("-m", "app.main", "sbom").stdout)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.5")
    named = {part["name"]: part for part in told["components"]}
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {re.split(r"[^A-Za-z0-9._-]", each)[0].lower() for each in project["dependencies"]}
    assert asked <= set(named)
    assert not {"pytest", "mypy", "hypothesis", "wsgidav", "weasyprint"} & set(named)
    locked = LOCKED.findall((PROJECT / "requirements.lock").read_text("utf-8"))
    for name, part in named.items():
        if name != "CPython":
            assert Version(part["version"]) in {Version(v) for n, v in locked if n == name}, name
        assert part["purl"].endswith(f"@{part['version']}")
    references = {part.get("bom-ref") for part in (told["metadata"]["component"], *named.values())}
    assert {each for line in told["dependencies"] for each in line["dependsOn"]} <= references


def test_threat_15_licence_texts() -> None:
    """Row 15. Each part states its licence or brings the text; the texts of Qt's lie beside ours."""
    for part in bill_of_materials.components():
        name = part.name.lower().replace("_", "-")
        files = [str(file) for file in part.files or () if ".dist-info/" in str(file)]
        brings = any("LICEN" in file.upper() or "COPYING" in file.upper() for file in files)
        if name in LICENCE_TEXTS:
            text = (PROJECT / "resources" / "licences" / LICENCE_TEXTS[name]).read_text("utf-8")
            assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
        else:
            assert brings or bill_of_materials.licences(part), name
