# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A template pack in words: whose it is, from when, and what it brings."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.dates import berlin_date, german
from app.domain.template_pack import Contents, Profile, made_at
from app.operations import documents
from ui.dates import clock
from ui.paper_names import form_word


def origin(pack: Contents) -> str:
    """Musterkreis, Stand 22.11.2026, 10:30"""
    made = made_at(pack.number)
    return f"{pack.district}, Stand {german(berlin_date(made))}, {clock(made)}"


def parts(pack: Contents) -> list[str]:
    """One line for each kind of thing in it."""
    logo = ["Logo im Kopf der Blätter"] if pack.logo else []
    texts = [f"Text: {each}" for each in _by_form(pack.texts)]
    audio = [f"Zum Anhören: {each}" for each in _by_form(pack.audio)]
    return [*logo, *texts, *audio] or ["Nichts: Es gelten wieder die mitgelieferten Texte."]


def profile_words(profile: Profile) -> str:
    lines = (profile.name, *profile.address.splitlines())
    return (
        f"{', '.join(lines)}. Datenschutz: {profile.officer}. "
        f"Aufsicht: {profile.authority}. Recht: {profile.law}."
    )


def _by_form(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Einwilligung (Deutsch, Arabisch)"""
    found: dict[str, list[str]] = {}
    for form, language in pairs:
        found.setdefault(form, []).append(documents.language_label(language))
    return [f"{form_word(form)} ({', '.join(languages)})" for form, languages in found.items()]
