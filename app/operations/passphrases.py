# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Random words to be read out and typed: for a file that leaves, for a first opening."""

from __future__ import annotations

import secrets

import resources


def passphrase(words: int) -> str:
    """So many short German words without umlauts, 8 bits each."""
    known = resources.text("texts", "passphrase_words.txt").partition("\n\n")[2].split()
    return " ".join(secrets.choice(known) for _ in range(words))
