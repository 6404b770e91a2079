# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The report's chapters in the Kreis's own words, with posts, reach, sessions, chains and costs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import resources
from app.domain.dates import german
from app.domain.register import STEPS, Chain
from app.domain.report_parts import EXPENSE, INCOME, Cost, Post, euros, posts_in_words
from app.domain.span import Span
from app.forms.district_report import Chapter, Count, Figures, Line, Text
from app.operations import register, report_parts
from app.operations.report_parts import Block
from storage.vault import Vault


def word_chapters(vault: Vault, span: Span) -> dict[str, Chapter]:
    """By code; one in which nothing was written and nothing is known is empty."""
    titles, written = report_parts.chapter_titles(vault), report_parts.blocks(vault)
    figures = {"steering": _posts(vault), "costs": _costs(vault)}
    return {
        code: Chapter(
            titles[code],
            figures=figures.get(code, ()),
            texts=_said(code, written, {"committee": _sessions(vault, span)}),
            notes=_reach(vault) if code == "steering" else (),
        )
        for code in ("background", "steering", "casework", "practice", "costs", "outlook")
    } | {"chains": Chapter(titles["chains"], tuple(map(_chain, register.chains(vault))))}


def _said(code: str, written: Iterable[Block], more: dict[str, tuple[str, ...]]) -> tuple[Text, ...]:
    """The blocks of a chapter that have words; what the file knows stands behind them."""
    texts = [
        Text(block.title, (*_paragraphs(block.text), *more.get(block.code, ())))
        for block in written
        if block.chapter == code
    ]
    return tuple(text for text in texts if text.paragraphs)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("\n") if part.strip())


def _sessions(vault: Vault, span: Span) -> tuple[str, ...]:
    """How many sessions the span had, and what was decided there."""
    held = [each for each in register.meetings(vault) if span.first <= f"{each.held_on:%Y-%m}" <= span.last]
    if not held:
        return ()
    decided = [
        _word("decision", day=german(each.held_on), body=each.body, text=text)
        for each in reversed(held)
        for text in each.decisions
    ]
    return (_word("meetings", count=len(held)), *decided)


def _posts(vault: Vault) -> tuple[Figures, ...]:
    posts = report_parts.posts(vault)
    if not posts:
        return ()
    lines = tuple(Line(_named(post), _post_counts(post.hundredths, post.persons)) for post in posts)
    whole = sum(post.hundredths for post in posts), sum(post.persons for post in posts)
    columns = (_word("full_time"), _word("persons"))
    return (_table("posts", _word("function"), columns, lines, _post_counts(*whole)),)


def _named(post: Post) -> str:
    return " · ".join(part for part in (post.function, post.workplace) if part)


def _post_counts(hundredths: int, persons: int) -> tuple[Count, ...]:
    return Count(hundredths, shown=posts_in_words(hundredths), parts=100), Count(persons)


def _costs(vault: Vault) -> tuple[Figures, ...]:
    """Years side by side; both sums and what is not covered."""
    costs = report_parts.costs(vault)
    if not costs:
        return ()
    years = sorted({cost.year for cost in costs})
    labels = dict.fromkeys((cost.kind, cost.label) for cost in costs)
    lines = [
        Line(label, _money(_sums([c for c in costs if (c.kind, c.label) == (kind, label)], years)))
        for kind, label in labels
    ]
    spent = _sums([cost for cost in costs if cost.kind == EXPENSE], years)
    earned = _sums([cost for cost in costs if cost.kind == INCOME], years)
    lines += [Line(_word("expenses"), _money(spent)), Line(_word("incomes"), _money(earned))]
    balance = [out - into for out, into in zip(spent, earned, strict=True)]
    made = _table("costs", _word("cost"), tuple(map(str, years)), tuple(lines), _money(balance))
    return (Figures(**(vars(made) | {"total_label": _word("balance")})),)


def _sums(costs: Iterable[Cost], years: list[int]) -> list[int]:
    held = list(costs)
    return [sum(cost.cents for cost in held if cost.year == year) for year in years]


def _money(amounts: Iterable[int]) -> tuple[Count, ...]:
    return tuple(Count(cents, shown=euros(cents) if cents else "–", parts=100) for cents in amounts)


def _reach(vault: Vault) -> tuple[str, ...]:
    return tuple(
        _word("counted" if each.whole is None else "of_whole", **vars(each))
        for each in report_parts.reaches(vault)
    )


def _chain(chain: Chain) -> str:
    """How far a Dienstleistungskette has come."""
    if chain.ended_on is not None:
        return _word("chain_ended", title=chain.title, day=german(chain.ended_on))
    if chain.step is None:
        return _word("chain_done", title=chain.title)
    number = STEPS.index(chain.step) + 1
    step = _steps()[chain.step]
    return _word("chain_at", title=chain.title, number=number, step=step, since=german(chain.begun_on))


def _table(
    name: str, heading: str, columns: tuple[str, ...], lines: tuple[Line, ...], total: tuple[Count, ...]
) -> Figures:
    return Figures(_word(name), _word(f"{name}_unit"), heading, columns, lines, total, drawn=None)


def _word(name: str, /, **facts: object) -> str:
    return _words()[name].format(**facts)


@cache
def _words() -> dict[str, str]:
    words: dict[str, str] = resources.toml("texts", "report_blocks.toml")["words"]
    return words


@cache
def _steps() -> dict[str, str]:
    """The six steps as the Vorlage calls them."""
    steps: dict[str, str] = resources.toml("forms", "steering", "de.toml")["chains"]
    return steps
