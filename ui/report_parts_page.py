# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Texte und Angaben zum Bericht: what the Kreis says beside its figures, chapter by chapter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from textwrap import shorten
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.dates import german
from app.domain.report_parts import INCOME, Cooperation, Cost, Part, Post, Reach, euros, posts_in_words
from app.operations import report_parts
from app.operations.report_parts import Block
from ui.page import Navigate, Page
from ui.report_parts_forms import (
    open_cooperation_form,
    open_cost_form,
    open_post_form,
    open_reach_form,
    open_text_form,
    open_words_form,
)
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    Chip,
    Columns,
    EmptyState,
    PageHead,
    Row,
    RowList,
    Scroll,
    Section,
    box,
    column,
    group,
    link_button,
    secondary_button,
    show_toast,
)

_EXCERPT = 60


class ReportPartsPage(Page):
    """Enter opens what is there, Delete removes a row of the right side."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        words = secondary_button("Wörter des Kreises", lambda: open_words_form(self, session), "speech")
        back = secondary_button("Zum Bericht", lambda: navigate("report"), "document")
        self._head = PageHead("Texte und Angaben", "Was neben den Zahlen im Bericht steht", words, back)
        self._blocks: dict[str, Block] = {}
        self.texts = RowList("Textbausteine")
        self.texts.opened.connect(lambda key: open_text_form(self, session, self._blocks[str(key)]))
        self._listed = Section("Textbausteine", 0).add(self.texts)
        self.lists = [
            PartList(session, "Stellen", "Stelle anlegen", _post_row, report_parts.posts, open_post_form),
            PartList(session, "Kosten", "Posten anlegen", _cost_row, report_parts.costs, open_cost_form),
            PartList(
                session, "Reichweite", "Reichweite anlegen", _reach_row, report_parts.reaches, open_reach_form
            ),
            PartList(
                *(session, "Kooperationsvereinbarungen", "Vereinbarung anlegen"),
                *(_cooperation_row, report_parts.cooperations, open_cooperation_form),
            ),
        ]
        right = box(column(*self.lists, None, gap=1.6))
        halves = Columns((box(column(self._listed, None)), 1), (right, 1), break_at=58)
        whole = column(self._head, parent=self, gap=1)
        whole.addWidget(Scroll(box(column(halves, None))), 1)
        whole.setContentsMargins(0, 0, 0, rem(0.8))

    def first(self) -> QWidget:
        return self.texts

    def reload(self) -> None:
        blocks = self.session.read(report_parts.blocks)
        titles = self.session.read(report_parts.chapter_titles)
        self._blocks = {each.code: each for each in blocks}
        rows: list[Any] = []
        for chapter in dict.fromkeys(each.chapter for each in blocks):
            of_chapter = [each for each in blocks if each.chapter == chapter]
            rows += [
                group(titles[chapter], len(of_chapter)),
                *(partial(_text_row, each) for each in of_chapter),
            ]
        self.texts.fill(rows)
        self._listed.set_count(sum(bool(each.text) for each in blocks))
        for each in self.lists:
            each.reload()


class PartList(Section):
    """Rows of one kind, with the button that makes a new one."""

    def __init__(
        self,
        session: Session,
        title: str,
        new: str,
        row: Callable[[Any], Row],
        read: Callable[..., Iterable[Part]],
        opens: Callable[..., object],
    ) -> None:
        super().__init__(title, 0, link_button(new, lambda: opens(self, session), "plus", small=True))
        self._session, self._row, self._read, self._title_text = session, row, read, title
        self._parts: dict[str, Part] = {}
        self.rows = RowList(title)
        self.rows.opened.connect(lambda key: opens(self, session, self._parts[str(key)]))
        self.rows.bind("Delete", lambda key: self.remove(str(key)))
        self._none = EmptyState("document", "Noch nichts festgehalten.", tone="muted")
        self.add(self.rows, self._none)

    def reload(self) -> None:
        self._parts = {each.id: each for each in self._session.read(self._read)}
        self.rows.fill([partial(self._row, each) for each in self._parts.values()])
        self.rows.setVisible(bool(self._parts))
        self._none.setHidden(bool(self._parts))
        self.set_count(len(self._parts))

    def remove(self, part_id: str) -> None:
        """Gone at once; the toast brings it back."""
        part = self._parts[part_id]
        self._session.write(report_parts.remove, part)
        show_toast(self, "Entfernt.", lambda: self._session.write(report_parts.keep, part))


_KEYS = (("Eingabe", "öffnen"), ("Entf", "entfernen"))


def _text_row(block: Block) -> Row:
    excerpt = shorten(block.text, _EXCERPT, placeholder=" …")
    chip = Chip("check", "geschrieben", "success") if excerpt else Chip("minus", "entfällt")
    return Row(
        block.title, excerpt or block.hint, key=block.code, chip=chip, keys=(("Eingabe", "schreiben"),)
    )


def _post_row(post: Post) -> Row:
    persons = "1 Person" if post.persons == 1 else f"{post.persons} Personen"
    about = [post.workplace, f"{posts_in_words(post.hundredths)} Stellen", persons]
    return Row(post.function, " · ".join(filter(None, about)), key=post.id, keys=_KEYS)


def _cost_row(cost: Cost) -> Row:
    kind = "Ertrag" if cost.kind == INCOME else "Aufwand"
    return Row(cost.label, f"{kind} {cost.year} · {euros(cost.cents)}", key=cost.id, keys=_KEYS)


def _reach_row(reach: Reach) -> Row:
    said = str(reach.reached) if reach.whole is None else f"{reach.reached} von {reach.whole}"
    return Row(reach.label, said, key=reach.id, keys=_KEYS)


def _cooperation_row(agreed: Cooperation) -> Row:
    until = f"bis {german(agreed.ends_on)}" if agreed.ends_on else "ohne Ende"
    about = [agreed.subject, f"seit {german(agreed.signed_on)}, {until}"]
    return Row(agreed.partner, " · ".join(filter(None, about)), key=agreed.id, keys=_KEYS)
