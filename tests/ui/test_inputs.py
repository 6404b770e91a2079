# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Inputs take what people type, keep it as typed, and say what is wrong with it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from pytestqt.qtbot import QtBot

from app.domain.dates import PartialDate
from app.domain.errors import InvalidInput
from ui.widgets import (
    CheckInput,
    ChoiceBar,
    CodeInput,
    DateInput,
    LongText,
    NumberInput,
    PartialDateInput,
    SegmentedInput,
    TextInput,
)

LANGUAGES = [(f"l{number}", f"Sprache {number}") for number in range(9)] + [("ku", "Kurdisch (Kurmandschi)")]


def today() -> date:
    return date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("7.3.2027", date(2027, 3, 7)), ("heute", today()), ("+3", date(2026, 11, 26)), ("", None)],
)
def test_a_date_is_taken_as_typed_and_written_out(qtbot: QtBot, typed: str, meant: date | None) -> None:
    entry = DateInput(today, ahead=True)
    qtbot.addWidget(entry)
    qtbot.keyClicks(entry, typed)
    assert entry.value() == meant
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert entry.text() == (f"{meant:%d.%m.%Y}" if meant else "")


def test_a_date_that_is_none_stays_as_typed(qtbot: QtBot) -> None:
    entry = DateInput(today)
    qtbot.addWidget(entry)
    entry.setObjectName("due_on")
    entry.set_typed("31.11.2026")
    with pytest.raises(InvalidInput) as wrong:
        entry.value()
    assert (wrong.value.field, wrong.value.code) == ("due_on", "date.no_such_day")
    assert entry.typed() == "31.11.2026"


@pytest.mark.parametrize(
    ("typed", "iso"), [("1990", "1990"), ("3/1990", "1990-03"), ("1.3.1990", "1990-03-01")]
)
def test_a_birth_date_is_as_exact_as_it_is_known(qtbot: QtBot, typed: str, iso: str) -> None:
    entry = PartialDateInput()
    qtbot.addWidget(entry)
    entry.set_typed(typed)
    assert entry.value() == PartialDate.from_iso(iso)


def test_a_long_list_is_found_by_any_part_of_a_word(qtbot: QtBot) -> None:
    entry = CodeInput(LANGUAGES)
    qtbot.addWidget(entry)
    entry.show()
    completer = entry.completer()
    assert completer is not None
    completer.setCompletionPrefix("kurmand")
    assert completer.currentCompletion() == "Kurdisch (Kurmandschi)"
    entry.set_typed("kurdisch (kurmandschi)")
    assert entry.value() == "ku"


def test_a_word_that_is_in_no_list_is_no_choice(qtbot: QtBot) -> None:
    entry = CodeInput(LANGUAGES)
    qtbot.addWidget(entry)
    entry.set_typed("Klingonisch")
    with pytest.raises(InvalidInput, match=r"code\.unknown"):
        entry.value()
    assert entry.typed() == "Klingonisch"


def test_nothing_is_chosen_until_someone_chooses(qtbot: QtBot) -> None:
    for choices in (LANGUAGES, LANGUAGES[:3]):
        entry = CodeInput(choices)
        qtbot.addWidget(entry)
        assert entry.value() is None
        entry.set_value("l1")
        assert entry.value() == "l1"
        entry.set_value(None)
        assert entry.value() is None


def test_a_word_that_several_entries_hold_is_not_called_unknown(qtbot: QtBot) -> None:
    entry = CodeInput([("a", "Duldung, § 60a"), ("b", "Duldung, § 60c"), ("c", "Gestattung")])
    qtbot.addWidget(entry)
    for typed, code in (("Duldung", "code.ambiguous"), ("Visum", "code.unknown")):
        entry.setEditable(True)
        entry.setEditText(typed)
        with pytest.raises(InvalidInput) as wrong:
            entry.value()
        assert wrong.value.code == code


def test_a_turning_wheel_changes_no_choice(qtbot: QtBot) -> None:
    entry = CodeInput(LANGUAGES[:3])
    qtbot.addWidget(entry)
    entry.set_value("l0")
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    entry.wheelEvent(wheel)
    assert entry.value() == "l0"
    assert not wheel.isAccepted()


def test_a_number_is_digits_only(qtbot: QtBot) -> None:
    entry = NumberInput()
    qtbot.addWidget(entry)
    for typed, meant in (("45", 45), ("", None), (" 7 ", 7)):
        entry.set_typed(typed)
        assert entry.value() == meant
    for typed in ("4,5", "-1", "x", "²", "1234567890"):
        entry.set_typed(typed)
        with pytest.raises(InvalidInput, match=r"number\.unreadable"):
            entry.value()


def test_one_key_answers_a_step(qtbot: QtBot) -> None:
    steps = SegmentedInput("Wohnen, Bedarf")
    qtbot.addWidget(steps)
    steps.show()
    assert steps.value() is None
    for key, value, said in (("4", 4, "4 von 5"), ("0", 0, "nicht besprochen"), ("2", 2, "2 von 5")):
        with qtbot.waitSignal(steps.changed):
            qtbot.keyClicks(steps, key)
        assert steps.value() == value
        assert steps.accessibleName() == f"Wohnen, Bedarf: {said}"
    qtbot.keyClick(steps, Qt.Key.Key_Right)
    assert steps.value() == 3
    qtbot.keyClick(steps, Qt.Key.Key_Delete)
    assert steps.value() is None
    qtbot.keyClicks(steps, "7")
    assert steps.value() is None


def test_a_click_answers_a_step(qtbot: QtBot) -> None:
    steps = SegmentedInput("Wohnen")
    qtbot.addWidget(steps)
    for step in range(1, 6):
        middle = QPoint(round(steps.width() * (step - 0.5) / 5), 5)
        qtbot.mouseClick(steps, Qt.MouseButton.LeftButton, pos=middle)
        assert steps.value() == step


def test_a_digit_chooses_a_word(qtbot: QtBot) -> None:
    bar = ChoiceBar("Art", [("talk", "Gespräch", "1"), ("phone", "Telefonat", "2")])
    qtbot.addWidget(bar)
    bar.show()
    assert bar.value() is None
    with qtbot.waitSignal(bar.changed):
        qtbot.keyClicks(bar, "2")
    assert bar.value() == "phone"
    bar.set_value(None)
    assert bar.value() is None


def test_tab_leaves_a_long_text(qtbot: QtBot) -> None:
    text = LongText()
    qtbot.addWidget(text)
    assert text.tabChangesFocus()
    text.set_value("  Zeile 1\nZeile 2  ")
    assert text.value() == "Zeile 1\nZeile 2"
    assert text.typed() == "  Zeile 1\nZeile 2  "


def test_space_switches_a_check(qtbot: QtBot) -> None:
    check = CheckInput("Sprachmittlung nötig")
    qtbot.addWidget(check)
    qtbot.keyClick(check, Qt.Key.Key_Space)
    assert check.value() is True
    assert check.typed() == "1"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(categories=("L", "M", "N", "P", "Zs"))))
def test_no_letter_of_a_draft_is_lost(qtbot: QtBot, text: str) -> None:
    for entry in (TextInput(), LongText()):
        qtbot.addWidget(entry)
        entry.set_typed(text)
        assert entry.typed() == text
