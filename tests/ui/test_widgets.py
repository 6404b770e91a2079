# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The kit: every part is named, reached and worked by keyboard, and large enough to hit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QShortcut
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.theme import rem
from ui.widgets import (
    Banner,
    Cell,
    CheckInput,
    Chip,
    ChoiceBar,
    CodeInput,
    Column,
    Columns,
    DateInput,
    Drawing,
    EmptyState,
    Figure,
    Flow,
    FormPanel,
    LivelihoodStrip,
    LongText,
    Matrix,
    MatrixRow,
    PageHead,
    PdfPreview,
    Row,
    RowList,
    Section,
    SegmentedInput,
    Span,
    Table,
    box,
    column,
    group,
    icon_button,
    label,
    link_button,
    primary_button,
    secondary_button,
    show_toast,
)
from ui.widgets.rows import AT_ONCE

Hear = Callable[[QWidget], list[str]]


def nothing() -> None:
    """An act without effect."""


def a_table() -> Table:
    table = Table(
        "Meldung", [Column("", stretch=True), Column("jetzt", right=True), Column("Stand")], fit=True
    )
    table.fill(
        [
            ("sgb2", ["SGB II", Cell("40", strong=True), Cell("eingegangen", chip="success", icon="check")]),
            ("asylblg", ["AsylbLG", "20", Cell("Nr. 10 fehlt", chip="danger", icon="warning")]),
        ]
    )
    return table


def a_list() -> RowList:
    rows = RowList("Fällig")
    rows.fill(some_rows("a", "b", "c"))
    return rows


def some_rows(*keys: str) -> list[QWidget]:
    hint = [("Leertaste", "erledigt")]
    return [
        group("Heute", len(keys)),
        *(Row(f"Schritt {key}", "N. T. · 0212/26", key=key, keys=hint) for key in keys),
    ]


def a_matrix() -> Matrix:
    matrix = Matrix("Empfänger", [("name", "Name"), ("benefits", "Leistungen"), ("housing", "Wohnen")])
    matrix.fill(
        [
            MatrixRow("jc", "Jobcenter", "Team 4", {"name": "given", "housing": "open"}),
            MatrixRow(
                "wg", "Wohngeldstelle", "", {"name": "refused", "benefits": "withdrawn", "housing": "open"}
            ),
        ]
    )
    return matrix


@pytest.fixture
def gallery(qtbot: QtBot) -> QWidget:
    """One of everything in one window."""
    form = FormPanel()
    form.add("text", "Notiz", LongText())
    form.add("due_on", "Wiedervorlage", DateInput(lambda: date(2026, 11, 23)))
    form.add("language", "Sprache", CodeInput([("ar", "Arabisch"), ("uk", "Ukrainisch")]))
    form.add("interpreter", "", CheckInput("Sprachmittlung nötig"))
    form.add("need", "Bedarf", SegmentedInput("Wohnen, Bedarf"))
    form.add("kind", "Art", ChoiceBar("Art", [("talk", "Gespräch", "1"), ("phone", "Telefonat", "2")]))
    buttons = Flow(
        primary_button("Fertig", nothing, "check"),
        secondary_button("Drucken", nothing, "printer"),
        link_button("alle 7", nothing, small=True),
        icon_button("Hilfe", nothing, "help"),
    )
    head = PageHead("Heute", "Montag")
    parts = [head, form, a_list(), a_table(), a_matrix(), box(buttons), EmptyState("check", "Alles aktuell.")]
    window = box(column(*parts))
    qtbot.addWidget(window)
    window.resize(900, 1400)
    window.show()
    return window


def focusable(window: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        if not isinstance(widget.parent(), CodeInput)
    ]


def test_everything_that_takes_focus_has_a_name(gallery: QWidget) -> None:
    names = [QAccessible.queryAccessibleInterface(w).text(QAccessible.Text.Name) for w in focusable(gallery)]
    assert len(names) >= 15
    assert all(names)


def test_everything_that_takes_focus_is_large_enough_to_hit(gallery: QWidget) -> None:
    small = [widget for widget in focusable(gallery) if min(widget.width(), widget.height()) < 24]
    assert small == []


def test_tab_goes_through_all_and_comes_back(gallery: QWidget, qtbot: QtBot) -> None:
    gallery.activateWindow()
    qtbot.waitUntil(lambda: gallery.isActiveWindow())
    first = focusable(gallery)[0]
    first.setFocus()
    seen = []
    for _ in range(60):
        here = gallery.focusWidget()
        if here in seen:
            break
        seen.append(here)
        qtbot.keyClick(here, Qt.Key.Key_Tab)
    assert len(seen) >= 14
    assert gallery.focusWidget() is first


def test_arrows_move_in_a_list_and_enter_opens(qtbot: QtBot) -> None:
    rows = a_list()
    qtbot.addWidget(rows)
    rows.show()
    rows.activateWindow()
    rows.focus_current()
    qtbot.waitUntil(lambda: rows.focusWidget() is not None and rows.focusWidget().hasFocus())
    qtbot.keyClick(rows.focusWidget(), Qt.Key.Key_Down)
    assert rows.current_key() == "b"
    with qtbot.waitSignal(rows.opened) as opened:
        qtbot.keyClick(rows.focusWidget(), Qt.Key.Key_Return)
    assert opened.args == ["b"]
    qtbot.keyClick(rows.focusWidget(), Qt.Key.Key_End)
    assert rows.current_key() == "c"


def test_a_list_stays_where_it_was_when_it_is_filled_again(qtbot: QtBot) -> None:
    rows = a_list()
    qtbot.addWidget(rows)
    rows.show()
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    rows.fill(some_rows("c", "b"))
    assert rows.current_key() == "b"
    rows.fill(some_rows("c"))
    assert rows.current_key() == "c"
    rows.fill([])
    assert rows.current_key() is None


def test_a_key_does_something_to_the_row_in_focus(qtbot: QtBot) -> None:
    rows, done = a_list(), []
    qtbot.addWidget(rows)
    rows.bind("Space", done.append)
    rows.show()
    rows.activateWindow()
    rows.focus_current()
    qtbot.waitUntil(lambda: rows.focusWidget() is not None and rows.focusWidget().hasFocus())
    qtbot.keyClick(rows.focusWidget(), Qt.Key.Key_Space)
    assert done == ["a"]


def test_a_key_held_down_does_not_go_through_the_whole_list(qtbot: QtBot) -> None:
    table = Table("Fälle", [Column("Name", stretch=True)])
    for rows in (a_list(), table):
        qtbot.addWidget(rows)
        rows.bind("Space", print)
        assert [each.autoRepeat() for each in rows.findChildren(QShortcut)] == [False]


def test_a_row_shows_its_keys_only_in_focus(qtbot: QtBot) -> None:
    rows = a_list()
    qtbot.addWidget(rows)
    rows.show()
    rows.activateWindow()
    row = rows.findChildren(Row)[1]
    before = row.sizeHint().height()
    row.setFocus()
    qtbot.waitUntil(row.hasFocus)
    assert row.sizeHint().height() > before


def test_a_table_is_a_sound_model_with_figures_at_the_right(qtbot: QtBot, hear: Hear) -> None:
    table = a_table()
    qtbot.addWidget(table)
    table.show()
    QAbstractItemModelTester(table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    index = table.model().index(0, 1)
    assert Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)) & Qt.AlignmentFlag.AlignRight
    assert {"SGB II", "40", "eingegangen", "jetzt"} <= set(hear(table))


def test_a_table_keeps_its_row_and_opens_it(qtbot: QtBot) -> None:
    table = a_table()
    qtbot.addWidget(table)
    table.show()
    assert table.current_key() is None
    table.selectRow(1)
    table.fill([("asylblg", ["AsylbLG", "25", ""]), ("sgb2", ["SGB II", "40", ""])])
    assert table.current_key() == "asylblg"
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == ["asylblg"]


def test_a_fitting_table_shows_all_its_rows(qtbot: QtBot) -> None:
    table = a_table()
    qtbot.addWidget(table)
    table.show()
    table.fill([(number, [str(number), "", ""]) for number in range(30)])
    last = table.visualRect(table.model().index(29, 0))
    assert table.viewport().rect().contains(last)


def test_no_name_is_cut_off_where_room_is_short(qtbot: QtBot) -> None:
    name = "Nguyễn Thị Hương, Wiśniewska"
    table = Table("Fälle", [Column("Name", stretch=True), Column("Akte", width=9), Column("Status")])
    qtbot.addWidget(table)
    table.fill([(1, [Cell(name, strong=True), "0212/26", Cell("laufend", chip="info", icon="open")])])
    table.resize(rem(26), 200)
    table.show()
    metrics = QFontMetrics(theme.font("body", 600))
    usual = table.verticalHeader().defaultSectionSize()
    assert table.rowHeight(0) > usual
    assert table.columnWidth(0) > metrics.horizontalAdvance("Wiśniewska")
    table.resize(rem(80), 200)
    qtbot.waitUntil(lambda: table.rowHeight(0) == usual)
    assert table.columnWidth(0) > metrics.horizontalAdvance(name)


def test_arrows_go_from_decision_to_decision_and_letters_decide(qtbot: QtBot) -> None:
    matrix = a_matrix()
    qtbot.addWidget(matrix)
    matrix.show()
    matrix.activateWindow()
    matrix.cell(0, 0).setFocus()
    qtbot.waitUntil(matrix.cell(0, 0).hasFocus)
    qtbot.keyClick(matrix.cell(0, 0), Qt.Key.Key_Right)
    assert matrix.cell(0, 2).hasFocus()
    for key, decision in ((Qt.Key.Key_E, "given"), (Qt.Key.Key_V, "refused"), (Qt.Key.Key_W, "withdrawn")):
        with qtbot.waitSignal(matrix.decided) as decided:
            qtbot.keyClick(matrix.cell(0, 2), key)
        assert decided.args == ["jc", "housing", decision]
    with qtbot.waitSignal(matrix.asked) as asked:
        qtbot.keyClick(matrix.cell(0, 2), Qt.Key.Key_Return)
    assert asked.args == ["jc", "housing"]


def test_a_decision_is_said_in_words(qtbot: QtBot) -> None:
    matrix = a_matrix()
    qtbot.addWidget(matrix)
    assert matrix.cell(1, 0).accessibleName() == "Wohngeldstelle, Name: verweigert"
    assert matrix.cell(0, 1).accessibleName() == "Jobcenter, Leistungen: hier nicht gebraucht"


def test_the_strip_says_the_days_that_were_not_secured(qtbot: QtBot) -> None:
    spans = [
        Span(date(2025, 1, 1), date(2026, 10, 31), "SGB II"),
        Span(date(2026, 11, 1), date(2026, 11, 23), "", secured=False),
        Span(date(2020, 1, 1), date(2020, 2, 1), "vorbei"),
    ]
    strip = LivelihoodStrip(date(2025, 12, 1), date(2026, 11, 23), spans)
    qtbot.addWidget(strip)
    strip.resize(900, strip.sizeHint().height())
    said = strip.accessibleName()
    assert "SGB II, 01.12.2025 bis 31.10.2026" in said
    assert "nicht gesichert, 23 Tage" in said
    assert "vorbei" not in said
    assert not strip.grab().isNull()


def test_undo_takes_back_once_by_its_key(qtbot: QtBot) -> None:
    window, undone = box(column(primary_button("Fertig", nothing))), []
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    toast = show_toast(window, "„Rückruf“ ist erledigt.", lambda: undone.append(1))
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]
    assert not toast.isVisible()
    toast.undo()
    assert undone == [1]


def test_a_toast_goes_by_itself_and_only_one_is_there(qtbot: QtBot) -> None:
    window = box(column(label("Seite")))
    qtbot.addWidget(window)
    window.show()
    first = show_toast(window, "eins", nothing)
    second = show_toast(window, "zwei", nothing)
    assert not first.isVisible()
    for _ in range(10):
        assert second.isVisible()
        second.tick()
    assert not second.isVisible()


def test_columns_stand_below_each_other_where_room_is_short(qtbot: QtBot) -> None:
    left, right = label("links"), label("rechts")
    columns = Columns((left, 1), (right, 1), break_at=60)
    qtbot.addWidget(columns)
    columns.resize(rem(61), 300)
    columns.show()
    assert left.mapTo(columns, left.rect().topLeft()).y() == right.mapTo(columns, right.rect().topLeft()).y()
    columns.resize(rem(40), 300)
    qtbot.waitUntil(lambda: right.mapTo(columns, right.pos()).y() > left.mapTo(columns, left.pos()).y())
    assert columns.minimumSizeHint().width() < rem(40)


def test_chips_flow_to_the_next_line(qtbot: QtBot) -> None:
    flow = Flow(*(Chip("check", "Einwilligung bis 30.06.2027", "success") for _ in range(4)))
    area = box(flow)
    qtbot.addWidget(area)
    assert flow.heightForWidth(2000) < flow.heightForWidth(400) < flow.heightForWidth(220)


def test_the_acts_of_a_page_are_whole_where_room_is_short(qtbot: QtBot) -> None:
    acts = [secondary_button(word, lambda: None, "plus") for word in ("Neuer Termin", "Neue Wiedervorlage")]
    whole = QWidget()
    column(PageHead("Wiedervorlagen", "2 offen", *acts), None, parent=whole)
    qtbot.addWidget(whole)
    whole.show()
    for width, below in ((rem(60), False), (rem(26), True), (rem(12), True), (rem(60), False)):
        whole.resize(width, rem(20))
        qtbot.waitUntil(lambda below=below: (acts[0].mapTo(whole, QPoint()).x() == 0) is below)
        assert all(act.width() >= act.sizeHint().width() for act in acts)
        assert all(whole.rect().contains(QRect(act.mapTo(whole, QPoint()), act.size())) for act in acts)


def test_words_are_never_markup(qtbot: QtBot) -> None:
    name = label("<b>Nguyễn</b>")
    qtbot.addWidget(name)
    assert name.textFormat() == Qt.TextFormat.PlainText


def test_counts_figures_and_notices_say_what_they_show(qtbot: QtBot, hear: Hear) -> None:
    section = Section("Fällig", 8)
    section.add(Figure("23", "Tage ohne gesicherte Leistung", "danger", "warning"))
    section.add(Banner("undo", "widerrufen am 12.11.2026", "Seitdem geht nichts mehr hinaus.", "warning"))
    qtbot.addWidget(section)
    section.show()
    section.set_count(9)
    assert {"Fällig", "9", "23", "widerrufen am 12.11.2026"} <= set(hear(section))


SQUARE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50">'
    b'<rect width="100" height="50" fill="red"/></svg>'
)


def test_a_drawing_keeps_its_shape_and_says_what_it_shows(qtbot: QtBot) -> None:
    drawing = Drawing(SQUARE, "Wohnen 145 Personen")
    qtbot.addWidget(drawing)
    drawing.resize(200, 100)
    assert drawing.sizeHint() == QSize(100, 50)
    assert drawing.heightForWidth(200) == 100
    assert drawing.accessibleName() == "Wohnen 145 Personen"
    assert drawing.grab().toImage().pixelColor(150, 80).name() == "#ff0000"


@dataclass(frozen=True)
class TinyPage:
    width: int = 3
    height: int = 2
    rgb: bytes = bytes([0, 0, 255] * 6)


def test_a_preview_shows_every_page_from_memory(qtbot: QtBot, hear: Hear) -> None:
    preview = PdfPreview("Einwilligung")
    qtbot.addWidget(preview)
    preview.fill([TinyPage(), TinyPage()])
    preview.show()
    assert {"Einwilligung, Seite 1 von 2", "Einwilligung, Seite 2 von 2"} <= set(hear(preview))


def test_a_long_list_shows_its_beginning_and_goes_on_by_keyboard(qtbot: QtBot) -> None:
    built: list[int] = []

    def row(number: int) -> Row:
        built.append(number)
        return Row(f"Zeile {number}", key=number)

    rows, opened = RowList("Verlauf"), []
    rows.opened.connect(opened.append)
    qtbot.addWidget(rows)
    rows.show()
    rows.fill([partial(row, number) for number in range(100)])
    assert built == list(range(AT_ONCE))
    rows.focus_current()
    qtbot.keyClick(rows, Qt.Key.Key_End)
    assert rows.current_key() is None
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert (opened, rows.current_key()) == ([], AT_ONCE)  # the first of the further rows
    qtbot.keyClick(rows, Qt.Key.Key_End)
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert opened == [99]
