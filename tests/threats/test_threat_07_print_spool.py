# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Row 7, print spool: it is explained before the first page, noted in the journal, and told no name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app import settings
from tests.journeys.hands import Hands
from tests.journeys.test_paper_out_and_back import Desk, desk, journal
from tests.paper import set_up_queue

__all__ = ["desk"]

EXPLAINED = "Was Sie drucken, bleibt kurz beim Drucker."


def test_threat_07_print_spool(
    desk: Desk, hands: Callable[[], Hands], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 7. No job without the act; the first time with the sentence; each with a line and no name."""
    queue, person = set_up_queue(tmp_path / "drucker", monkeypatch), hands()
    person.robot.go("case", desk.case_id, "documents")
    assert not settings.load().queue_explained
    person.do("Drucken")
    assert person.robot.reads(EXPLAINED)
    person.press("Escape")
    assert (queue.jobs(), journal(person).count("document.printed")) == ([], 0)
    assert not settings.load().queue_explained, "who turned back has not printed yet"

    person.do("Drucken")
    assert person.robot.reads(EXPLAINED)
    person.press("Ctrl+Return")
    person.robot.settle()
    assert journal(person).count("document.printed") == 1
    person.do("Drucken")
    assert not person.robot.reads(EXPLAINED)
    person.press("Ctrl+Return")
    person.robot.settle()
    assert journal(person).count("document.printed") == 2

    jobs = queue.jobs()
    assert len(jobs) == 2
    for words, _ in jobs:
        assert words[words.index("-t") + 1] == "KIM-Brücke"
        assert not [word for word in words if "Rahimi" in word or "Nasrin" in word]
    kept = b"".join(each.read_bytes() for each in (tmp_path / "home").iterdir() if each.is_file())
    assert b"Rahimi" not in kept
