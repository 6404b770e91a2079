# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A form keeps all that was typed and shows what is wrong at its field."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import InvalidInput
from ui.form_dialog import FormDialog
from ui.widgets import DateInput, FormPanel, LongText, NumberInput, TextInput


def a_form() -> FormPanel:
    form = FormPanel()
    form.add("text", "Notiz", LongText())
    form.add_line(
        form.field("due_on", "Wiedervorlage", DateInput(lambda: date(2026, 11, 23))),
        form.field("minutes", "Minuten", NumberInput()),
    )
    return form


@pytest.fixture
def form(qtbot: QtBot) -> FormPanel:
    result = a_form()
    qtbot.addWidget(result)
    result.show()
    return result


def test_values_come_by_name(form: FormPanel) -> None:
    form.set_values({"text": "Bescheid liegt vor", "due_on": date(2026, 12, 1), "minutes": 10})
    assert form.values() == {"text": "Bescheid liegt vor", "due_on": date(2026, 12, 1), "minutes": 10}


def test_every_wrong_field_gets_its_sentence_and_keeps_its_text(form: FormPanel) -> None:
    form.retype({"text": "Ö", "due_on": "31.11.2026", "minutes": "viel"})
    with pytest.raises(InvalidInput):
        form.values()
    assert "Den 31. November gibt es nicht. Der letzte Tag ist der 30.11." in form.errors()["due_on"]
    assert form.errors()["minutes"].startswith("Das ist keine ganze Zahl.")
    assert form.typed() == {"text": "Ö", "due_on": "31.11.2026", "minutes": "viel"}


def test_the_sentence_goes_when_the_field_is_changed(form: FormPanel) -> None:
    assert form.takes(InvalidInput("minutes", "number.unreadable"))
    assert form.errors()
    form.entry("minutes").set_typed("5")
    assert form.errors() == {}


def test_an_unreadable_date_is_told_when_the_field_is_left(form: FormPanel, qtbot: QtBot) -> None:
    entry = form.entry("due_on")
    assert isinstance(entry, DateInput)
    qtbot.keyClicks(entry, "32.1.")
    entry.editingFinished.emit()
    assert "due_on" in form.errors()


def test_the_sentence_takes_the_place_of_the_hint(qtbot: QtBot) -> None:
    form = FormPanel()
    qtbot.addWidget(form)
    row = form.add("code", "Kürzel", TextInput(), "Beginnt jedes Aktenzeichen.")
    form.show()
    row.show_error(InvalidInput("code", "number.unreadable"))
    assert not row._hint.isVisible()
    form.entry("code").set_typed("SU")
    assert row._hint.isVisible()


def test_an_error_of_another_form_is_not_taken(form: FormPanel) -> None:
    assert not form.takes(InvalidInput("birth_date", "date.missing"))


def test_what_was_filled_in_is_no_draft(form: FormPanel) -> None:
    form.set_values({"text": "gespeichert"})
    assert form.typed() == {}
    form.retype({"text": "geändert"})
    assert form.typed() == {"text": "geändert"}
    form.clear()
    assert form.typed() == {}
    assert form.values() == {"text": "", "due_on": None, "minutes": None}


def test_a_screen_reader_hears_name_and_error(form: FormPanel) -> None:
    entry = form.entry("minutes")
    assert isinstance(entry, NumberInput)
    assert entry.accessibleName() == "Minuten"
    form.takes(InvalidInput("minutes", "number.unreadable"))
    assert entry.accessibleDescription().startswith("Das ist keine ganze Zahl.")


def test_a_dialog_stays_until_its_values_are_taken(qtbot: QtBot) -> None:
    owner = TextInput()
    qtbot.addWidget(owner)
    taken: list[dict[str, object]] = []
    form = a_form()

    def take(values: dict[str, object]) -> None:
        if not values["text"]:
            raise InvalidInput("text", "number.unreadable")
        taken.append(values)

    dialog = FormDialog(owner, "Kontakt", form, "Fertig", take)
    dialog.open()
    dialog.submit()
    assert dialog.isVisible()
    assert "text" in form.errors()
    form.entry("text").set_typed("Gespräch")
    dialog.submit()
    assert not dialog.isVisible()
    assert [values["text"] for values in taken] == ["Gespräch"]


def test_a_dialog_grows_with_its_form_as_far_as_its_window(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.resize(1366, 768)
    form = FormPanel()
    for number in range(5):
        form.add(f"text{number}", "Notiz", TextInput())
    dialog = FormDialog(owner, "Notizen", form, "Fertig", lambda _: None)
    dialog.open()
    scroll = dialog.findChild(QScrollArea)
    assert isinstance(scroll, QScrollArea)
    for number in range(5):
        form.row(f"text{number}").show_error(InvalidInput(f"text{number}", "date.missing"))
    qtbot.wait(50)
    assert scroll.verticalScrollBar().maximum() == 0
    for number in range(30):
        form.add(f"more{number}", "Notiz", TextInput())
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() > 0)
    assert dialog.height() <= owner.height()
