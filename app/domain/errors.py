# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The four ways something can end other than well; anything else is a bug.

Each carries a code and facts; the German sentence lives in `resources/texts/messages.toml`.
"""

from __future__ import annotations


class Answer(Exception):
    """A coded answer to the user; `facts` fill the placeholders of its sentence and never hold names."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class InvalidInput(Answer):
    """What was typed cannot be taken; `field` names the input that is marked."""

    def __init__(self, field: str, code: str, **facts: object) -> None:
        super().__init__(code, **facts)
        self.field = field


class Refusal(Answer):
    """The rules say no; the sentence offers a way out (for example: record a consent)."""


class Trouble(Answer):
    """The world is at fault: disk full, file damaged, locked, newer than this program."""


class Cancelled(Exception):
    """The user stopped it; nothing is shown."""
