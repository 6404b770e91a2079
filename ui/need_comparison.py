# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two dates, or two views of one date: a radar, and the table that says the same in figures and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.domain.assessment import DIMENSIONS, Assessment, Needs
from app.domain.dates import german
from app.operations import assessments
from ui import theme
from ui.choice import Choice
from ui.session import Session
from ui.theme import Role, rem
from ui.widgets import Cell, Column, Drawing, Table, box, clear, column, label, line

_STEP, _WIDTH = 0.5, 10.2
_OWN = "own"


@dataclass(frozen=True)
class _Web:
    """One view of the needs: its name beside the picture, and at the head of its column."""

    name: str
    head: str
    needs: Needs


class NeedComparison(QWidget):
    """The assessment in view beside any other, or beside the person's own view."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._title = label("Bedarf", "heading")
        self.against = Choice("Vergleichen mit")
        words = label("mit", "small", "muted")
        words.setBuddy(self.against)
        self._choice = box(line(words, self.against, gap=0.5))
        self._body = column(gap=0.4)
        whole = column(box(line(self._title, None, self._choice)), parent=self, gap=0.4)
        whole.addLayout(self._body)
        self._shown: Assessment | None = None
        self._others: dict[str, Assessment] = {}
        self._released: frozenset[str] = frozenset()
        self._drawn: object = None
        self.against.chosen.connect(self._draw)

    def show_needs(
        self,
        shown: Assessment,
        others: Sequence[Assessment],
        names: Mapping[str, str],
        released: frozenset[str],
    ) -> None:
        """`others` newest first, `names` their days; offered first is the one before it."""
        another = self._shown is None or shown.id != self._shown.id
        self._shown, self._released = shown, released
        self._others = {each.id: each for each in others}
        choices = [(_OWN, "Sicht der Person")] if any(shown.own_needs()) else []
        choices += [(each.id, names[each.id]) for each in others]
        before = next((each.id for each in others if each.held_on <= shown.held_on), None)
        self.against.offer(choices, before or "")
        if another:
            self.against.propose(before or "")
        self._choice.setVisible(bool(choices))
        self._draw()

    def _draw(self) -> None:
        webs = self._webs()
        if (webs, self._released) == self._drawn:
            return
        self._drawn = (webs, self._released)
        clear(self._body)
        self._title.setText("Bedarf im Vergleich" if len(webs) > 1 else "Bedarf")
        svg = self._session.read(assessments.radar_svg, [(web.name, web.needs) for web in reversed(webs)])
        names = " und ".join(web.name for web in webs)
        self._body.addWidget(
            Drawing(svg, f"Netz der Bedarfe: {names}; dieselben Zahlen stehen in der Tabelle")
        )
        hint = label("Außen bedeutet hohen Bedarf.", "small", "muted")
        self._body.addWidget(hint, 0, Qt.AlignmentFlag.AlignHCenter)
        self._body.addWidget(self._table(webs))
        self._body.addStretch(1)

    def _webs(self) -> list[_Web]:
        """One or two; of two dates the later comes last, of two views the person's."""
        assert self._shown is not None
        against = self.against.code()
        if against == _OWN:
            return [_Web("Case Management", "wir", self._shown.needs()), self._own(self._shown)]
        pair = [self._shown, *([self._others[against]] if against in self._others else [])]
        pair.sort(key=lambda each: (each.held_on, each is self._shown))
        same_year = len({each.held_on.year for each in pair}) == 1
        head = "%d.%m." if same_year else "%d.%m.%y"
        return [_Web(german(each.held_on), f"{each.held_on:{head}}", each.needs()) for each in pair]

    def _own(self, shown: Assessment) -> _Web:
        return _Web("Sicht der Person", "Person", shown.own_needs())

    def _table(self, webs: Sequence[_Web]) -> Table:
        own = self.against.code() == _OWN
        names = self._session.read(assessments.short_labels)
        columns = [Column("Bedarf", stretch=True), *(Column(web.head, right=True) for web in webs)]
        change = Column("Person sieht" if own else "Änderung", width=_WIDTH)
        table = Table("Bedarf je Lebensbereich", [*columns, change], fit=True, row_height=1.7)
        table.setItemDelegateForColumn(len(columns), _ChangeBar(table))
        rows = []
        for place, code in enumerate(DIMENSIONS):
            steps = [web.needs[place] for web in webs]
            cells = [Cell(_figure(step), strong=at == len(steps) - 1) for at, step in enumerate(steps)]
            said = _seen_by_the_person(steps) if own else _change(steps, code in self._released)
            rows.append((code, [Cell(names[code]), *cells, said]))
        table.fill(rows)
        return table


def _figure(step: int | None) -> str:
    return "–" if step is None else str(step)


def _change(steps: Sequence[int | None], released: bool) -> Cell:
    """In words; the bar beside them says nothing more."""
    if steps[-1] is None:
        return Cell("nicht besprochen" if released else "nicht freigegeben", "muted")
    if len(steps) < 2 or steps[0] is None:
        return Cell("")
    return _by(steps[-1] - steps[0], "warning", "success")


def _seen_by_the_person(steps: Sequence[int | None]) -> Cell:
    """No view is the better one, so neither has a colour of its own."""
    ours, own = steps
    return Cell("") if ours is None or own is None else _by(own - ours, "info", "info")


def _by(difference: int, more: Role, less: Role) -> Cell:
    if difference == 0:
        return Cell("gleich", "muted")
    return Cell(f"{abs(difference)} mehr", more) if difference > 0 else Cell(f"{-difference} weniger", less)


class _ChangeBar(QStyledItemDelegate):
    """A bar from the middle line, to the left for less need, to the right for more, and the words."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        table = self.parent()
        assert isinstance(table, Table)
        cell, area = table.cell(index), QRect(option.rect)
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, theme.role("separator"))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.role(cell.tone))
        words = area.adjusted(rem(0.5), 0, 0, 0)
        count, _, way = cell.text.partition(" ")
        if way in ("mehr", "weniger") or cell.text == "gleich":
            self._draw_bar(painter, area, int(count) if way else 0, way == "mehr", cell.tone)
            words.setLeft(area.left() + rem(4.6))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, cell.text)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(rem(_WIDTH), rem(1.7))

    def _draw_bar(self, painter: QPainter, area: QRect, steps: int, more: bool, tone: Role) -> None:
        middle, height = area.left() + rem(2.2), rem(0.7)
        width = rem(_STEP * steps)
        top = area.center().y() - height // 2
        painter.fillRect(middle if more else middle - width, top, width, height, theme.role(tone))
        painter.fillRect(middle, area.top() + rem(0.2), 1, area.height() - rem(0.4), theme.role("border"))


def nothing_to_compare() -> QWidget:
    """What stands there before the first figure."""
    words = label(
        "Sobald Sie Stufen eingeben, erscheint hier das Netz der Bedarfe.", "small", "muted", wrap=True
    )
    return box(column(label("Bedarf", "heading"), words, None, gap=0.4))
