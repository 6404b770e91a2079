# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a screen reader says of right-to-left text: words as they were given, not glyphs as they stand.

The engine draws a right-to-left line from the left, in pieces, some letters twice. `spoken.typ` has made each
such passage an element of its own, with its language and its words; here it becomes a span with actual text
(ISO 32000-1, 14.9.4). Nothing of that is visible.
"""

from __future__ import annotations

import pikepdf

from app.forms import bidi

TEMPLATE = "spoken.typ"
FIRST_LINES = f"""#import "{TEMPLATE}": spoken
#show math.equation: equation => equation.body
#show text: spoken
"""
_CARRIER = "/Formula"


def name_words(pdf: pikepdf.Pdf) -> bool:
    """Gives every passage its words; False if there is none."""
    passages = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and _carries(each)]
    for passage in passages:
        passage.S = pikepdf.Name.Span
        passage.ActualText = pikepdf.String(bidi.bare(str(passage.Alt)))
        del passage.Alt, passage.A
    return bool(passages)


def _carries(element: pikepdf.Dictionary) -> bool:
    return "/Alt" in element and element.S == _CARRIER
