# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Real encrypted files for every test: one template per role and run, copied and opened by its key."""

from __future__ import annotations

import gc
import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import keyring
import pytest

from app.operations import enrolment, vaults
from app.operations.vaults import Vault
from storage import slot_files
from storage.vault import open_with_key
from tests.keyrings import InMemory
from tests.kills import tally
from ui.collector import collect_if_due

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Template:
    """A closed file and everything that opens it."""

    path: Path
    code: str
    name: str
    password: str
    recovery_key: str
    key: bytes

    def copy_to(self, folder: Path) -> Path:
        """A copy of file and slots in another folder."""
        for source in (self.path, *slot_files.paths(self.path)):
            shutil.copy(source, folder / source.name)
        return folder / self.path.name

    def opened_in(self, folder: Path) -> Vault:
        return open_with_key(self.copy_to(folder), self.code, self.key)


def make_template(folder: Path, create: Callable[..., vaults.Created], code: str, name: str) -> Template:
    path, password = folder / "akte.kim", "vier gelbe Enten am Rhein"
    created = create(path, code, name, password, NOW, vaults.FLOOR)
    key = created.vault._key
    vaults.lock(created.vault)
    return Template(path, code, name, password, created.recovery_key, key)


@pytest.fixture(autouse=True)
def _garbage_goes_between_tests() -> Iterator[None]:
    """As in the program: never in the middle of Qt (see `ui.collector`)."""
    gc.disable()
    yield
    collect_if_due()


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the settings of the person who runs it."""
    monkeypatch.setenv("KIM_BRUECKE_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def _same_chance_every_time(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids and offset keys repeat in each run of a test: which figures the audit moves hangs on them.

    Keys, salts and nonces of the cryptography stay random.
    """
    chance = random.Random(request.node.nodeid)
    monkeypatch.setattr(os, "urandom", chance.randbytes)
    monkeypatch.setattr(enrolment, "secrets", SimpleNamespace(token_bytes=chance.randbytes))


@pytest.fixture(scope="session")
def case_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return make_template(tmp_path_factory.mktemp("case"), vaults.create_case_file, "MB", "Meral Böhm")


@pytest.fixture(scope="session")
def district_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    folder = tmp_path_factory.mktemp("district")
    return make_template(folder, vaults.create_district_file, "KO", "Kim Ostermann")


@pytest.fixture
def own_keyring() -> Iterator[InMemory]:
    """A keyring to rely on, in place of that of the person who runs the test."""
    before, own = keyring.get_keyring(), InMemory()
    keyring.set_keyring(own)
    yield own
    keyring.set_keyring(before)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def case_vault(case_template: Template, tmp_path: Path) -> Iterator[Vault]:
    """An open case file with one person (code MB) and the shipped code lists."""
    vault = case_template.opened_in(tmp_path)
    yield vault
    vault.close()


@pytest.fixture
def district_vault(district_template: Template, tmp_path: Path) -> Iterator[Vault]:
    """An open file of the Kreis coordination (code KO)."""
    folder = tmp_path / "kreis"
    folder.mkdir()
    vault = district_template.opened_in(folder)
    yield vault
    vault.close()


_figures: list[str] = []


@pytest.fixture
def figures() -> Callable[[str], None]:
    """Notes a measured figure of privacy; all are printed below the run, beside their thresholds."""
    return _figures.append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What became of every kill of this run, and the figures beside what they must be."""
    if _figures:
        terminalreporter.section("privacy figures beside their thresholds")
    for line in (*_figures, *tally.lines()):
        terminalreporter.write_line(line)
