# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The session: reads and writes go to the open vault, and every change is told once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pytestqt.qtbot import QtBot

from app.domain.errors import Refusal
from app.operations.vaults import Vault
from ui.session import Session

LATE = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)


def staff_names(vault: Vault, prefix: str) -> list[str]:
    return [name for (name,) in vault.db.execute("SELECT name FROM staff") if name.startswith(prefix)]


def rename(vault: Vault, name: str, now: datetime) -> datetime:
    with vault.transaction() as db:
        db.execute("UPDATE staff SET name = ?", (name,))
    return now


def refuse(_vault: Vault, now: datetime) -> None:
    raise Refusal("consent.missing", at=now)


def test_a_write_reaches_the_file_and_is_told(case_vault: Vault, qtbot: QtBot) -> None:
    session = Session(case_vault, lambda: LATE)
    with qtbot.waitSignal(session.changed):
        assert session.write(rename, "Łucja Öz") == LATE
    assert session.read(staff_names, "Łu") == ["Łucja Öz"]
    assert session.saved_at == LATE


def test_what_is_kept_is_stored_but_told_to_nobody(case_vault: Vault, qtbot: QtBot) -> None:
    session = Session(case_vault, lambda: LATE)
    with qtbot.assertNotEmitted(session.changed):
        session.keep(rename, "Entwurf")
    assert session.read(staff_names, "E") == ["Entwurf"]


def test_a_refusal_changes_and_tells_nothing(case_vault: Vault, qtbot: QtBot) -> None:
    session = Session(case_vault, lambda: LATE)
    with qtbot.assertNotEmitted(session.changed), pytest.raises(Refusal):
        session.write(refuse)
    assert session.saved_at is None


def test_today_is_the_day_in_the_office(case_vault: Vault) -> None:
    assert Session(case_vault, lambda: LATE).today() == date(2026, 11, 23)


def test_a_closed_session_lets_go_of_the_file(case_vault: Vault) -> None:
    session = Session(case_vault)
    assert session.actor.code == "MB"
    session.close()
    session.close()
    with pytest.raises(RuntimeError):
        session.read(staff_names, "")
