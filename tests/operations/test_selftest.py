# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The self-test runs the real parts, and sees it when one of them is missing."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import null

from app.operations import selftest


@pytest.fixture
def _restored_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def test_everything_that_is_needed_is_here() -> None:
    checks = selftest.run()
    assert [check for check in checks if check.needed and not check.ok] == []
    assert {check.name for check in checks if not check.needed} == {"Schlüsselbund", "Drucken"}
    assert len([check for check in checks if check.name.startswith("Schrift")]) == 4


def test_a_script_without_a_font_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(selftest.SAMPLES, "Schrift Chinesisch", "同意書")
    (check,) = [check for check in selftest.run() if check.name == "Schrift Chinesisch"]
    assert (check.ok, check.needed) == (False, True)
    assert "form.missing_glyph" in check.detail


def test_a_missing_printer_is_reported_but_not_fatal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    printing = selftest.run()[-1]
    assert (printing.name, printing.ok, printing.needed) == ("Drucken", False, False)


class Keeping(KeyringBackend):
    """A keyring in memory, made to look like one of the known ones."""

    priority = 1.0
    forgets = False

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        if not self.forgets:
            self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        self.kept.pop((service, username), None)


class Forgetting(Keeping):
    forgets = True


Keeping.__module__ = Forgetting.__module__ = "keyring.backends.SecretService"


def keyring_check() -> selftest.Check:
    (check,) = [check for check in selftest.run() if check.name == "Schlüsselbund"]
    return check


@pytest.mark.usefixtures("_restored_keyring")
def test_a_keyring_counts_only_if_known_and_if_it_keeps_what_it_gets() -> None:
    keeping = Keeping()
    keyring.set_keyring(keeping)
    assert keyring_check().ok
    assert keeping.kept == {}, "nothing of the test stays behind"
    for backend in (Forgetting(), null.Keyring()):
        keyring.set_keyring(backend)
        assert not keyring_check().ok
