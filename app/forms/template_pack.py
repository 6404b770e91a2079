# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether all of a template pack can be printed; the same check where it is made and where it is taken."""

from __future__ import annotations

from dataclasses import replace

from app.domain.errors import Refusal
from app.domain.template_pack import (
    TemplatePack,
    Wording,
    check_audio,
    check_profile,
    check_text,
    sentences,
)
from app.forms import logos
from app.forms.languages import languages
from app.forms.legible import spelt_out


def usable(pack: TemplatePack) -> TemplatePack:
    """The pack, its logo without what no page needs; a Refusal says which part is wrong and where."""
    for (form, language), source in pack.texts.items():
        check_text(form, language, source, languages())
    _check_letters(pack.texts)
    check_audio(pack.audio, languages())
    if pack.profile is not None:
        check_profile(pack.profile)
    return replace(pack, logo=logos.usable(pack.logo)) if pack.logo else pack


def _check_letters(texts: Wording) -> None:
    """Every letter stands in a font of ours; one page tells for all."""
    words = {name: [str(each) for each in sentences(source).values()] for name, source in texts.items()}
    printed = spelt_out(sentence for each in words.values() for sentence in each)
    for (form, language), source in texts.items():
        for number, line in enumerate(source.splitlines(), 1):
            missing = next((letter for letter in line if printed(letter) != letter), None)
            if missing is not None:
                raise Refusal(
                    "template_pack.no_such_letter", form=form, language=language, line=number, letter=missing
                )
