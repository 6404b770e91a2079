# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people wrote themselves, in whatever language, ready for a sheet."""

from __future__ import annotations

from app.forms import bidi


def passage(text: str, language: str = "de") -> dict[str, object]:
    """The direction is that of the text's own first letter, whatever column it stands in."""
    right_to_left = bidi.reads_right_to_left(text)
    return {
        "text": bidi.isolate_runs(text) if right_to_left else text,
        "rtl": right_to_left,
        "lang": language,
    }


def paragraphs(text: str, language: str = "de") -> list[dict[str, object]]:
    """One passage for each line that says something."""
    return [passage(line.strip(), language) for line in text.splitlines() if line.strip()]
