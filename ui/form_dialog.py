# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A short form in a window of its own: it stays open until what was typed could be taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from ui.drafts import DraftKeeper
from ui.errors import WaysOut, guard
from ui.reading_order import Dialog
from ui.theme import rem
from ui.widgets import FormPanel, Scroll, column, label, line, primary_button, secondary_button


class FormDialog(Dialog):
    """`act` takes the form's values; if it raises, the sentence is shown and the form stays.

    If it does not, the `draft` of the form goes with it; one that the form has already need not be named.

    It grows with its form, up to the size of the window it belongs to.
    """

    def __init__(
        self,
        owner: QWidget,
        title: str,
        form: FormPanel,
        button: str,
        act: Callable[[dict[str, Any]], object],
        ways_out: WaysOut | None = None,
        draft: DraftKeeper | None = None,
    ) -> None:
        super().__init__(owner.window())
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.form, self._act, self._ways_out = form, act, ways_out
        self._draft = draft or form.findChild(DraftKeeper)
        self._go = primary_button(button, self.submit, "check")
        foot = line(None, secondary_button("Abbrechen", self.reject), self._go)
        self._scroll = Scroll(form)
        whole = column(label(title, "heading", wrap=True), self._scroll, parent=self, gap=0.8)
        whole.addLayout(foot)
        whole.setContentsMargins(rem(1.5), rem(1.2), rem(1.5), rem(1.2))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.submit)
        window = owner.window().size()
        self._most = QSize(max(rem(34), window.width() - rem(2)), max(rem(24), window.height() - rem(2)))
        hint = form.sizeHint() + QSize(rem(5), rem(9))
        self.resize(hint.expandedTo(QSize(rem(34), 0)).boundedTo(self._most))
        form.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.form and event.type() == QEvent.Type.LayoutRequest:
            self._fit(at_least=True)
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit(at_least=False)

    def submit(self) -> None:
        """Hand over the values, and close if they were taken."""
        with guard(self, self._ways_out):
            self._act(self.form.values())
            self.close_done()

    def close_done(self) -> None:
        """What was typed was taken."""
        self.accept()
        if self._draft is not None:
            self._draft.discard()  # a field that is left by closing writes its day out once more

    def _fit(self, *, at_least: bool) -> None:
        """As high as the form needs; once shown, a line that goes pulls nothing from under the hand."""
        room, layout = self._scroll.viewport().size(), self.form.layout()
        assert layout is not None
        wider = max(0, layout.totalMinimumSize().width() - room.width())
        wraps = layout.hasHeightForWidth()
        high = layout.totalHeightForWidth(room.width() + wider) if wraps else layout.totalSizeHint().height()
        taller = high - room.height()
        if at_least:
            taller = max(0, taller)
        if self.isVisible() and (wider or taller):
            self.resize((self.size() + QSize(wider, taller)).boundedTo(self._most))
