# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Creating, unlocking, recovering and checking a file, as the windows and the command line do it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import resources
from app.domain.errors import InvalidInput
from app.operations import vaults
from app.operations.vaults import FLOOR, Role, Vault
from storage import code_entries, journal, recovery_key

PASSWORD = "fünf rote Boote am Kai"
NEW_PASSWORD = "sechs rote Boote am Kai"


def test_a_new_file_is_open_has_its_lists_and_opens_again(now: datetime, tmp_path: Path) -> None:
    path = tmp_path / "neu" / "akte.kim"
    created = vaults.create_case_file(path, " MB ", "Meral Böhm", PASSWORD, now)
    assert (created.vault.role, created.vault.actor.code) == (Role.CASE, "MB")
    assert len(created.recovery_key.split("-")) == 7
    vaults.lock(created.vault)
    assert vaults.staff_codes(path) == ("MB",)
    opened = vaults.unlock(path, "MB", PASSWORD)
    assert [line.action for line in journal.lines(opened.db, 9)] == ["vault.created"]
    vaults.lock(opened)
    assert vaults.verify(path, "MB", PASSWORD) == []


def test_a_file_of_the_coordination_has_no_case_tables(case_vault: Vault, district_vault: Vault) -> None:
    def tables(opened: Vault) -> set[str]:
        found = opened.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {name for (name,) in found}

    assert "client" in tables(case_vault)
    assert not tables(district_vault) & {"client", "client_case", "consent", "contact", "goal"}


def test_all_shipped_codes_are_in_the_file(case_vault: Vault) -> None:
    shipped = {
        (name, entry.code) for name, listed in resources.code_lists().items() for entry in listed.entries
    }
    assert {row[:2] for row in code_entries.rows(case_vault.db)} == shipped


def test_unlocking_brings_lists_up_to_date_and_keeps_what_is_no_longer_shipped(
    case_template: Any, tmp_path: Path
) -> None:
    opened = case_template.opened_in(tmp_path)
    opened.db.execute("UPDATE code_entry SET label = 'alt', facts = '{}' WHERE list = 'legal_circle'")
    opened.db.execute("INSERT INTO code_entry VALUES ('cefr', 'z9', 'Z9', '{}', 99, NULL, '2020-12-31')")
    opened.close()
    current = vaults.unlock(opened.path, "MB", case_template.password)
    rows = {row[:2]: row for row in code_entries.rows(current.db)}
    vaults.lock(current)
    assert rows["legal_circle", "sgb2"][2] != "alt"
    assert '"livelihood": true' in rows["legal_circle", "sgb2"][3]
    assert rows["cefr", "z9"][6] == "2020-12-31"


def test_an_unlocked_file_with_current_lists_is_not_written_to(case_template: Any, tmp_path: Path) -> None:
    path = case_template.copy_to(tmp_path)
    before = path.read_bytes()
    vaults.lock(vaults.unlock(path, "MB", case_template.password))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("code", "name", "password", "field", "answer"),
    [
        (" ", "Meral Böhm", PASSWORD, "code", "person.code_missing"),
        ("M" * 21, "Meral Böhm", PASSWORD, "code", "person.code_too_long"),
        ("MB", "", PASSWORD, "name", "person.name_missing"),
        ("MB", "Meral Böhm", "kurz", "password", "password.too_short"),
    ],
)
def test_what_is_missing_is_marked_and_nothing_is_made(
    code: str, name: str, password: str, field: str, answer: str, now: datetime, tmp_path: Path
) -> None:
    with pytest.raises(InvalidInput) as caught:
        vaults.create_case_file(tmp_path / "akte.kim", code, name, password, now, FLOOR)
    assert (caught.value.field, caught.value.code) == (field, answer)
    assert not (tmp_path / "akte.kim").exists()


def test_recovering_and_changing_the_password(case_template: Any, now: datetime, tmp_path: Path) -> None:
    path, key = case_template.copy_to(tmp_path), case_template.recovery_key
    with pytest.raises(InvalidInput, match=r"password\.common"):
        vaults.recover(path, key, "MB", "Passwort2026!", now, FLOOR)
    opened = vaults.recover(path, key, "MB", PASSWORD, now, FLOOR)
    with pytest.raises(InvalidInput, match=r"password\.too_short") as caught:
        vaults.change_password(opened, PASSWORD, "kurz", now, FLOOR)
    assert caught.value.field == "new_password"
    vaults.change_password(opened, PASSWORD, NEW_PASSWORD, now, FLOOR)
    vaults.lock(opened)
    vaults.lock(vaults.unlock(path, "MB", NEW_PASSWORD))


def test_typing_the_recovery_key_back_proves_that_it_is_on_paper(case_template: Any) -> None:
    printed = case_template.recovery_key
    vaults.check_recovery_key(printed, printed.lower().replace("-", " "))
    other = recovery_key.generate()
    for typed, code in ((other, "recovery.wrong"), (printed[:-1], "recovery.length")):
        with pytest.raises(InvalidInput) as caught:
            vaults.check_recovery_key(printed, typed)
        assert (caught.value.field, caught.value.code) == ("recovery_key", code)


def test_a_second_person(case_template: Any, now: datetime, tmp_path: Path) -> None:
    opened = case_template.opened_in(tmp_path)
    vaults.add_person(opened, "TK", "Tarık Koç", PASSWORD, now, FLOOR)
    vaults.lock(opened)
    theirs = vaults.unlock(opened.path, "TK", PASSWORD)
    assert theirs.actor.name == "Tarık Koç"
    vaults.lock(theirs)


def test_verify_closes_the_file_and_finds_damage(case_template: Any, tmp_path: Path) -> None:
    path = case_template.copy_to(tmp_path)
    content = bytearray(path.read_bytes())
    content[-2000] ^= 1
    path.write_bytes(content)
    for _ in range(2):
        codes = {finding.code for finding in vaults.verify(path, "MB", case_template.password)}
        assert "verify.page" in codes
        for code in codes:
            assert resources.message(code, detail="x").what
