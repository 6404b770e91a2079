# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The office's own text blocks."""

from __future__ import annotations

from app.domain.text_block import TextBlock
from storage.connection import Connection


def text_blocks(db: Connection) -> tuple[TextBlock, ...]:
    """By title."""
    rows = db.execute("SELECT id, title, text, topic FROM text_block ORDER BY title COLLATE NOCASE, rowid")
    return tuple(TextBlock(*row) for row in rows)


def keep_text_block(db: Connection, block: TextBlock) -> None:
    """A new one, or other words for one that is there."""
    db.execute(
        """INSERT INTO text_block (id, title, text, topic) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (id) DO UPDATE SET title = ?2, text = ?3, topic = ?4""",
        (block.id, block.title.strip(), block.text.strip(), block.topic),
    )
