# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Text blocks: the shipped ones and the office's own."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime
from functools import cache

import resources
from app.domain.text_block import TextBlock, check_text_block
from storage import journal
from storage import text_blocks as stored
from storage.vault import Vault


def text_blocks(vault: Vault) -> tuple[TextBlock, ...]:
    """The office's own by title, then the shipped ones."""
    return (*own_text_blocks(vault), *_shipped())


def own_text_blocks(vault: Vault) -> tuple[TextBlock, ...]:
    return stored.text_blocks(vault.db)


def keep_text_block(vault: Vault, block: TextBlock, now: datetime) -> str:
    """A new block (without an id) or a changed one; returns its id."""
    check_text_block(block)
    kept = replace(block, id=block.id or str(uuid.uuid4()))
    with vault.transaction() as db:
        stored.keep_text_block(db, kept)
        journal.note(db, now, vault.actor, "text_block.kept", kept.id)
    return kept.id


@cache
def _shipped() -> tuple[TextBlock, ...]:
    blocks = resources.toml("texts", "text_blocks.toml")
    return tuple(
        TextBlock(name, block["title"], block["text"], block.get("topic"), shipped=True)
        for name, block in blocks.items()
    )
