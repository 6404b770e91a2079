# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sentences beside the figures of gaps (release rule 8): released by hand, looked through twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import resources
from app.domain.dates import berlin_date
from app.domain.errors import InvalidInput, Refusal
from app.domain.gap_sentence import (
    MOST,
    PUBLISHED_FROM,
    GapSentence,
    KnownWords,
    check_sentence,
    phrases,
    tidy,
)
from storage import Connection, identities, journal, search
from storage import gap_sentences as stored
from storage.vault import Vault
from sync.release import PublishedTable

__all__ = ["GapSentence", "release_sentence", "sentences", "withdraw_sentence"]

TABLE = "gap.dimension_x_kind"
_NO_NATIONS = frozenset({"000", "998", "999"})
"""Germany, since courses are called by its language, and what is no country."""
_COPIED = 4
"""So many words in a row that stand in a note are a part of it."""


def sentences(vault: Vault, site_id: str) -> tuple[GapSentence, ...]:
    """What stands beside the figures of a Standort."""
    return stored.of_site(vault.db, site_id)


def release_sentence(
    vault: Vault, site_id: str, new: GapSentence, published: int | None, now: datetime
) -> None:
    """From now on it travels with each Meldung of the Standort that shows five or more there.

    `published` is the figure beside which it was written.
    """
    if (published or 0) < PUBLISHED_FROM:
        raise InvalidInput("gap", "gap_sentence.too_few")
    kept = GapSentence(new.dimension, new.kind, tidy(new.sentence))
    with vault.transaction() as db:
        _check(db, kept.sentence, _known(db))
        others = [each for each in stored.of_site(db, site_id) if _cell(each) != _cell(kept)]
        if len(others) >= MOST:
            raise Refusal("gap_sentence.too_many", most=MOST)
        stored.put(db, site_id, kept, berlin_date(now))
        journal.note(db, now, vault.actor, "gap.sentence_released", site_id)


def withdraw_sentence(vault: Vault, site_id: str, dimension: str, kind: str, now: datetime) -> None:
    """It travels no more; what left stays at the Kreis with its Meldung."""
    with vault.transaction() as db:
        stored.withdraw(db, site_id, dimension, kind)
        journal.note(db, now, vault.actor, "gap.sentence_withdrawn", site_id)


def fit_to_leave(db: Connection, site_id: str, shown: Iterable[PublishedTable]) -> tuple[GapSentence, ...]:
    """Those beside a published five or more that still tell of nobody: the file goes on growing."""
    published = {
        (cell.key["dimension"], cell.key["kind"]): cell.value or 0
        for table in shown
        if table.id == TABLE
        for cell in table.cells
    }
    return tuple(_clean(db, [s for s in stored.of_site(db, site_id) if published.get(_cell(s), 0) >= 5]))


def _clean(db: Connection, held: list[GapSentence]) -> Iterator[GapSentence]:
    known = _known(db) if held else None
    for each in held:
        try:
            assert known is not None
            _check(db, each.sentence, known)
        except InvalidInput:
            continue
        yield each


def _check(db: Connection, sentence: str, known: KnownWords) -> None:
    check_sentence(sentence, known)
    if any(search.find_notes(db, phrase, 1) for phrase in phrases(sentence, _COPIED)):
        raise InvalidInput("sentence", "gap_sentence.note")


def _known(db: Connection) -> KnownWords:
    nations = (
        word
        for entry in resources.code_lists()["nationality"].entries
        if entry.code not in _NO_NATIONS
        for word in (entry.label, str(entry.facts.get("adjective", "")))
    )
    return KnownWords(identities.names(db), stored.places(db), frozenset(filter(None, nations)))


def _cell(sentence: GapSentence) -> tuple[str, str]:
    return sentence.dimension, sentence.kind
