# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vertretung on the screen: what is missing is said at its field, and what hides the copy closes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from sqlcipher3 import dbapi2

from app.domain.client import Person
from app.domain.intake import Intake
from app.operations import cases, deputies, deputy_notices, deputy_openings, drafts
from storage import deputy_copy
from storage.connection import Connection
from tests.operations.conftest import controller
from tests.operations.deputised import REASON, Three, three
from ui import jobs
from ui.application import workplace
from ui.deputy_forms import open_asked, open_copy_form, open_request
from ui.deputy_keeper import DeputyKeeper
from ui.deputy_reading import ReadingDialog
from ui.main_window import MainWindow
from ui.office_deputy import DeputyOfOffice
from ui.robot import Robot


@pytest.fixture
def offices(case_template: Any, tmp_path: Path, now: datetime) -> Iterator[Three]:
    (tmp_path / "krank").mkdir()
    with closing(case_template.opened_in(tmp_path / "krank")) as absent:
        cases.set_controller(absent, controller(), now)
        site = cases.add_site(absent, "SU", "Siegburg Mitte", "05382060", now)
        cases.take_in(absent, Intake(Person("Özdemir", "Gülşen"), site, now.date(), "self"), now)
        with three(absent, case_template, tmp_path, now) as made:
            yield made


@pytest.fixture
def seats(now: datetime) -> Iterator[Any]:
    """Windows before open files; no time passes."""
    windows: list[MainWindow] = []

    def sit(vault: Any) -> Robot:
        window = MainWindow(vault.path, workplace, lambda: now, lambda: 0.0)
        windows.append(window)
        window.open(vault)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        robot = Robot(window)
        robot.settle()
        return robot

    yield sit
    for window in windows:
        window.close()
        window.deleteLater()
    jobs.finish()


def section(robot: Robot) -> DeputyOfOffice:
    robot.go("office", "others")
    (found,) = robot.every(DeputyOfOffice)
    return found


def done_with_work() -> None:
    jobs.finish()
    QApplication.processEvents()


def test_naming_says_what_is_missing_and_what_stands(offices: Three, seats: Any, now: datetime) -> None:
    robot = seats(offices.absent)
    form = section(robot).name_deputy()
    form.form.set_values({"deputy": offices.deputy_unit, "lead": offices.deputy_unit})
    form.submit()
    assert robot.reads("Vertretung und Teamleitung sind dasselbe Büro.")
    form.form.set_values({"lead": offices.lead_unit})
    form.submit()
    robot.settle()
    row = section(robot).named.model()
    assert [row.index(0, column).data() for column in range(3)] == [
        *("Büro vertretung", "Büro leitung", "noch keine")
    ]
    assert robot.reads("Die Kopie entsteht mit der Sicherung.")
    change = section(robot).name_deputy()
    assert change.form.values()["deputy"] == offices.deputy_unit
    change.form.set_values({"nobody": True})
    change.submit()
    robot.settle()
    assert deputies.state(offices.absent).deputy is None


def test_the_keeper_makes_the_copy_and_hears_of_its_opening(
    offices: Three, seats: Any, now: datetime
) -> None:
    offices.copied(now)
    offices.approved(now)
    offices.opened(now).close()
    (before,) = offices.home.glob("vertretung-*")
    offices.named(now)  # once more: that asks for another copy
    robot = seats(offices.absent)
    keeper = DeputyKeeper(robot.shell().session)
    keeper.go()
    done_with_work()
    robot.settle()
    assert not deputies.asked_for(offices.absent)
    assert offices.copy != before
    robot.go("today")
    assert robot.reads("Ihre Vertretungskopie wurde geöffnet.")
    robot.press("Ansehen: Ihre Vertretungskopie")
    assert robot.reads(f"Grund: {REASON}. Übernommene Fälle: keine.")
    robot.press("Gelesen")
    assert not robot.reads("Ihre Vertretungskopie wurde geöffnet.")
    assert deputy_notices.openings(offices.absent)[0].seen
    section(robot)
    assert robot.reads(f"Grund: {REASON}. Übernommene Fälle: keine.")


def test_what_is_asked_is_kept_until_it_is_saved(
    offices: Three, seats: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    offices.copied(now)
    robot = seats(offices.deputy)
    session = robot.shell().session
    form = open_request(section(robot), session)
    form.form.entry("reason").set_typed(REASON)
    form.reject()
    assert [draft.kind for draft in drafts.drafts(offices.deputy)] == ["deputy_request"]
    form = open_request(section(robot), session)
    assert form.form.values()["reason"] == REASON
    form.submit()
    assert robot.reads("Es fehlt der Ordner der Kopie.")
    form.form.entry("folder").set_typed(str(offices.place))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    form.submit()
    assert form.isVisible()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(offices.request), ""))
    form.submit()
    assert offices.request.exists()
    assert not drafts.drafts(offices.deputy)


@pytest.mark.parametrize("act", ["cover", "lock", "close"])
def test_whatever_hides_the_copy_closes_it(
    offices: Three, seats: Any, now: datetime, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    offices.copied(now)
    offices.approved(now)
    read: list[Connection] = []
    real = deputy_copy.open_copy

    def noted(*args: Any) -> Any:
        vault = real(*args)
        read.append(vault.db)
        return vault

    monkeypatch.setattr(deputy_copy, "open_copy", noted)
    robot = seats(offices.deputy)
    form = open_copy_form(section(robot), robot.shell().session)
    form.form.entry("folder").set_typed(str(offices.place))
    form.form.entry("approval").set_typed(str(offices.approval))
    form.submit()
    done_with_work()
    robot.settle()
    dialog = robot.front()
    assert isinstance(dialog, ReadingDialog)
    assert robot.reads("Vertretungskopie: Siegburg Mitte")
    dialog.search.setText("nichts davon")
    robot.settle()
    assert robot.reads("Dazu gibt es in der Kopie keinen offenen Fall.")
    assert not dialog.take.isEnabled()
    getattr(dialog if act == "close" else robot.window, act)()
    robot.settle()
    with pytest.raises(dbapi2.ProgrammingError, match="closed"):
        read[0].execute("SELECT 1")


def test_the_lead_reads_before_anything_is_agreed(
    offices: Three, seats: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    offices.copied(now)
    deputy_openings.ask(offices.deputy, offices.place, REASON, offices.request, now)
    asked = deputy_openings.look_at_request(offices.lead, offices.request, now)
    robot = seats(offices.lead)
    form = open_asked(section(robot), robot.shell().session, asked)
    assert robot.reads("Abwesend: Siegburg Mitte")
    assert robot.reads("Vertretung: Meral Böhm, Büro vertretung")
    assert not offices.approval.exists()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(offices.approval), ""))
    form.submit()
    assert offices.approval.exists()
