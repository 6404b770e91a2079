# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The office's own text blocks, made, changed and removed; the shipped ones are always there."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.text_block import GAP, TextBlock
from app.operations import text_blocks
from ui.codes import choices_of, labels_of
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.removal import KEY, remove_with_undo
from ui.session import Session
from ui.widgets import (
    CodeInput,
    FormPanel,
    LongText,
    Row,
    RowList,
    Section,
    TextInput,
    label,
    link_button,
)

_HINT = "In Notizen mit Strg+T. Die mitgelieferten sind immer dabei."


class TextBlocks(Section):
    """Own blocks by title; Enter changes one, Entf removes it."""

    def __init__(self, session: Session) -> None:
        super().__init__("Textbausteine", None, link_button("Neuer Textbaustein", self.add_block, "plus"))
        self._session = session
        self._blocks: dict[str, TextBlock] = {}
        self.list = RowList("Textbausteine")
        self.list.opened.connect(lambda key: open_text_block_form(self, session, self._blocks[str(key)]))
        self.list.bind("Del", self._remove)
        self.add(label(_HINT, "small", "muted", wrap=True), self.list)

    def reload(self) -> None:
        found = self._session.read(text_blocks.own_text_blocks)
        self._blocks = {block.id: block for block in found}
        label_of = labels_of(self._session)
        self.list.setVisible(bool(found))
        self.list.fill(
            [
                Row(
                    block.title,
                    label_of("topic", block.topic) if block.topic else "",
                    key=block.id,
                    keys=(("Eingabe", "ändern"), KEY),
                )
                for block in found
            ]
        )

    def add_block(self) -> FormDialog:
        return open_text_block_form(self, self._session)

    def _remove(self, key: object) -> None:
        remove_with_undo(self, self._session, "text_block", str(key), self._blocks[str(key)].title)


def open_text_block_form(owner: QWidget, session: Session, block: TextBlock | None = None) -> FormDialog:
    """A new block, or other words for one."""
    form = FormPanel()
    form.add("title", "Name", TextInput())
    form.add("text", "Text", LongText(lines=4), f"Wo etwas zu ergänzen ist, schreiben Sie {GAP}")
    form.add("topic", "Thema", CodeInput(choices_of(session)("topic"), "für alle Themen"))
    if block is not None:
        form.set_values({"title": block.title, "text": block.text, "topic": block.topic})
    draft = DraftKeeper(session, form, f"text_block:{block.id}" if block else "text_block")

    def keep(values: dict[str, Any]) -> None:
        kept = TextBlock(block.id if block else "", values["title"], values["text"], values["topic"])
        session.write(text_blocks.keep_text_block, kept)
        draft.discard()

    dialog = FormDialog(owner, "Textbaustein", form, "Speichern", keep)
    dialog.open()
    return dialog
