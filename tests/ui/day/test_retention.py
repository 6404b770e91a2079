# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Aufbewahrung on screen: initials only, decisions by key, nothing without a question or in conversation."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

import resources
from app.domain.case import Closing
from app.domain.client import Person
from app.operations import cases, closing, retention
from ui.errors import CalmDialog
from ui.retention_page import RetentionPage
from ui.widgets import Row

YEARS_AGO = date(2020, 3, 1)


@pytest.fixture
def page(desk: Any, qtbot: QtBot, now: datetime) -> RetentionPage:
    """With a file whose case ended years ago."""
    old = desk.take_in(Person("Kanarienvogelová", "Ximena"), held_on=YEARS_AGO)
    cases.set_basis(desk.vault, old.file_id, "task", YEARS_AGO, now)
    closing.close_case(desk.vault, old.case_id, Closing("contact_lost", YEARS_AGO), now)
    shown = RetentionPage(desk.session, desk.shell.go)
    qtbot.addWidget(shown)
    shown.resize(1000, 600)
    shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    return shown


def names(page: RetentionPage) -> list[str]:
    return [row.accessibleName() for row in page.findChildren(Row) if row.isVisible()]


def due(page: RetentionPage) -> Any:
    (found,) = retention.due_files(page.session.vault, page.session.today())
    return found


def asked(page: RetentionPage) -> list[CalmDialog]:
    return [each for each in page.window().findChildren(CalmDialog) if each.isVisible()]


def test_whose_it_is_stands_there_without_a_name(page: RetentionPage) -> None:
    (name,) = names(page)
    assert name.startswith("X. K. · ")
    assert "Die Aufbewahrung ist abgelaufen · bis 01.03.2023 · dem Archiv noch nicht angeboten" in name
    assert "Kanarienvogelová" not in name


def test_what_was_not_offered_does_not_go(page: RetentionPage, qtbot: QtBot) -> None:
    assert not page.erase_all.isEnabled()
    page._ask([due(page)])
    (question,) = asked(page)
    question.accept()
    page._erase([due(page)])
    assert len(names(page)) == 1
    sentence = resources.message("retention.not_offered").what
    assert any(each.accessibleName() == sentence for each in asked(page))


def test_offered_and_taken_back_by_one_key(page: RetentionPage) -> None:
    page._offer(due(page))
    assert due(page).ending.offered_on == page.session.today()
    assert page.erase_all.text() == "Fällige löschen (1)"
    page._offer(due(page))
    assert due(page).ending.offered_on is None
    assert not page.erase_all.isEnabled()


def test_the_last_question_can_be_answered_with_no(page: RetentionPage) -> None:
    page._offer(due(page))
    page.erase_all.click()
    (question,) = asked(page)
    question.reject()
    assert len(names(page)) == 1


def test_longer_takes_it_off_the_list_and_the_periods_put_it_on(page: RetentionPage, desk: Any) -> None:
    dialog = page.keep_longer(due(page))
    dialog.form.set_values({"until": page.session.today() + timedelta(days=90), "reason": "Klage läuft"})
    dialog.submit()
    assert names(page) == []
    assert page._nothing.isVisible()


def test_a_period_by_reason_and_the_waiver_of_the_archive(page: RetentionPage) -> None:
    dialog = page._periods.change("contact_lost")
    dialog.form.set_values({"years": 2})
    dialog.submit()
    assert due(page).last_day == date(2022, 3, 1)
    page._periods.standing.setChecked(True)
    assert not due(page).must_be_offered
    assert page.erase_all.isEnabled()


def test_in_conversation_it_shows_nothing(page: RetentionPage) -> None:
    page.conversation = True
    page.reload()
    assert names(page) == []
    assert not page.erase_all.isVisible()
    assert not page._periods.isVisible()
