# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sentences of a form in one language, with their values put in."""

from __future__ import annotations

import re
import string
import tomllib
from datetime import date
from functools import cache, reduce
from types import MappingProxyType
from typing import Any

import resources
from app.domain.errors import Trouble
from app.domain.template_pack import Wording
from app.forms import bidi
from app.forms.languages import GERMAN, languages

_KEPT_TOGETHER = re.compile(r"§ \w+ \w+|E-Mail")


class Texts:
    """One language of one form; a sentence that is missing is an error, never another language's."""

    def __init__(self, form: str, language: str, wording: Wording = MappingProxyType({})) -> None:
        self.form, self.language = form, language
        self.tag = languages()[language].tag
        self.right_to_left = languages()[language].right_to_left
        own = wording.get((form, language))
        self.source = _source(form, language) if own is None else own
        self._follows_german = own is not None or (form, GERMAN) not in wording
        self._sentences: dict[str, Any] = tomllib.loads(self.source)

    @property
    def reviewed(self) -> bool:
        """German binds; a translation counts once a sworn translator has signed it off.

        A shipped one does not where the Kreis words the German otherwise.
        """
        return self.language == GERMAN or (self._follows_german and bool(self._sentences["reviewed"]))

    def say(self, key: str, **values: object) -> str:
        """The sentence under a dotted key, its values isolated where the text runs right to left."""
        parts = string.Formatter().parse(self._sentence(key))
        return "".join(self._bound(literal, name, values) for literal, name, _, _ in parts)

    def _sentence(self, key: str) -> str:
        try:
            return str(reduce(lambda table, part: table[part], key.split("."), self._sentences))
        except KeyError:
            raise Trouble("form.missing_sentence", form=self.form, language=self.language, key=key) from None

    def _bound(self, literal: str, name: str | None, values: dict[str, object]) -> str:
        fixed = bidi.isolate_runs(literal) if self.right_to_left else _norms_unbroken(literal)
        return fixed if name is None else fixed + self._value(values[name])

    def _value(self, value: object) -> str:
        shown = f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)
        apart = self.right_to_left or bidi.has_right_to_left(shown)
        return bidi.isolate(shown) if apart else bidi.unbroken(shown)


def columns(form: str, language: str, wording: Wording = MappingProxyType({})) -> list[Texts]:
    """German alone, or German beside the client's language; where `wording` has a text, in its words."""
    return [Texts(form, each, wording) for each in dict.fromkeys((GERMAN, language))]


def _norms_unbroken(text: str) -> str:
    return _KEPT_TOGETHER.sub(lambda norm: bidi.unbroken(norm[0]), text)


@cache
def _source(form: str, language: str) -> str:
    return resources.text("forms", form, f"{language}.toml")
