# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Working at home: this computer prints nothing until that is allowed again; the sheet waits in the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app import settings
from app.domain.errors import Refusal
from app.domain.print_order import PrintOrder
from tests.journeys.hands import Hands
from tests.journeys.test_paper_out_and_back import Desk, desk, journal
from tests.paper import set_up_queue
from ui import printers

__all__ = ["desk"]


def test_at_home_nothing_is_printed(
    desk: Desk, hands: Callable[[], Hands], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue, person = set_up_queue(tmp_path / "drucker", monkeypatch), hands()
    person.robot.go("office", "computer")
    with person.task("Drucken zu Hause sperren", at_most=1):
        person.do("Drucken sperren")
    assert person.robot.reads("Auf diesem Computer wird nicht gedruckt.")
    assert not settings.load().prints

    person.robot.go("case", desk.case_id, "documents")
    person.do("Drucken")
    assert person.robot.reads("Auf diesem Computer ist das Drucken gesperrt")
    person.press("Escape")
    assert (queue.jobs(), journal(person).count("document.printed")) == ([], 0)
    with pytest.raises(Refusal, match=r"print\.not_here"):
        printers.hand_over([b"%PDF"], PrintOrder())

    person.robot.go("office", "computer")
    person.do("Wieder drucken")
    assert person.robot.reads("Auf diesem Computer wird gedruckt.")
    person.robot.go("case", desk.case_id, "documents")
    person.do("Drucken")
    person.press("Ctrl+Return")
    person.robot.settle()
    assert len(queue.jobs()) == 1
    assert journal(person).count("document.printed") == 1
