# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Text blocks: sentences one writes again and again, shipped ones and the office's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.errors import InvalidInput

GAP = "…"
"""Where a block is to be completed; the caret goes to the first one."""


@dataclass(frozen=True)
class TextBlock:
    """`topic` is a life dimension or None; the program's own blocks (`shipped`) cannot be changed."""

    id: str
    title: str
    text: str
    topic: str | None = None
    shipped: bool = False


def check_text_block(block: TextBlock) -> None:
    """A block has a name and words."""
    if not block.title.strip():
        raise InvalidInput("title", "text_block.title_missing")
    if not block.text.strip():
        raise InvalidInput("text", "text_block.text_missing")


def fitting_first(blocks: Iterable[TextBlock], topics: tuple[str, ...]) -> tuple[TextBlock, ...]:
    """Those of the topics at hand first, the office's own before the shipped; else in their order."""
    return tuple(sorted(blocks, key=lambda block: (block.topic not in topics, block.shipped)))
