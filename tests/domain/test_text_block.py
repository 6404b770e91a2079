# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Text blocks that fit the topic come first, and none is lost or doubled."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from app.domain.text_block import GAP, TextBlock, fitting_first

TOPICS = st.sampled_from(("housing", "work", "family"))
BLOCKS = st.lists(
    st.builds(
        TextBlock, st.uuids().map(str), st.text(min_size=1), st.just("…"), st.none() | TOPICS, st.booleans()
    ),
    max_size=12,
)


@settings(max_examples=60)
@given(BLOCKS, st.sets(TOPICS))
def test_fitting_blocks_come_first_and_all_stay(blocks: list[TextBlock], topics: set[str]) -> None:
    ordered = fitting_first(blocks, tuple(topics))
    assert sorted(block.id for block in ordered) == sorted(block.id for block in blocks)
    fits = [block.topic in topics for block in ordered]
    assert fits == sorted(fits, reverse=True)


def test_shipped_blocks_name_topics_that_exist_and_are_to_be_completed() -> None:
    blocks = resources.toml("texts", "text_blocks.toml")
    topics = {entry.code for entry in resources.code_lists()["topic"].entries}
    assert len(blocks) >= 10
    assert {block["topic"] for block in blocks.values() if "topic" in block} <= topics
    assert all(GAP in block["text"] for block in blocks.values())
