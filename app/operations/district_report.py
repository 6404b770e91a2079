# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis report: what the releases say, as one PDF that is kept."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from app.domain.dates import berlin_date, german
from app.domain.document import Document, DocumentLine
from app.domain.errors import InvalidInput, Refusal
from app.domain.figures import Acts, Figures, SiteRelease, figures, latest_by_site
from app.domain.report_parts import CHAPTERS
from app.domain.span import Span
from app.forms import district_report as form
from app.forms.district_report import CARRIED_FORWARD, MISSING, RECEIVED, Chapter, DistrictReport, Headline
from app.operations import table_texts
from app.operations.district_figures import agreed, complete_tables, names_of, shown_sites, single_tables
from app.operations.enrolment import district_of
from app.operations.report_acts import acts_chapter
from app.operations.report_material import Material, say
from app.operations.report_persons import person_chapters
from app.operations.report_words import word_chapters
from storage import Connection, code_lists, district, journal, released
from storage.vault import Vault


@dataclass(frozen=True)
class ReportOptions:
    """What only a person knows: which spans the two headline figures cover, each in words of its own.

    `chapters`: those that stand in the report, if there is something to say.
    """

    acts_span: str = ""
    participants_span: str = ""
    partial_note: str = ""
    chapters: tuple[str, ...] = CHAPTERS


@dataclass(frozen=True)
class _Source:
    """A site, or those of a merged office, each with its newest release up to the end of the span."""

    name: str
    newest: tuple[SiteRelease | None, ...]

    def state(self, last: str) -> str:
        """As of the site that is furthest behind."""
        if None in self.newest:
            return MISSING
        here = all(each is not None and each.period == last for each in self.newest)
        return RECEIVED if here else CARRIED_FORWARD

    def day(self) -> date | None:
        return min((each.last_day for each in self.newest if each is not None), default=None)


def report(
    vault: Vault,
    from_period: str,
    to_period: str,
    options: ReportOptions,
    now: datetime,
    timestamp: datetime | None = None,
) -> Document:
    """Prints and keeps the report of these months, from the releases alone; `timestamp` is the PDF's."""
    values = report_values(vault, from_period, to_period, options, berlin_date(now))
    printed = form.render(values, timestamp or now)
    kept = Document(str(uuid4()), printed.form, None, printed.language, printed.sha256, now, printed.pdf)
    with vault.transaction() as db:
        district.insert_document(db, kept, printed.template_version, printed.text_version)
        journal.note(db, now, vault.actor, "district.report_printed", kept.id)
    return kept


def reports(vault: Vault) -> tuple[DocumentLine, ...]:
    """Every report that was printed, newest first."""
    return district.documents(vault.db)


def report_values(
    vault: Vault, from_period: str, to_period: str, options: ReportOptions, today: date
) -> DistrictReport:
    """Everything the report says, before it is set."""
    if from_period > to_period:
        raise InvalidInput("to_period", "district.span_unusable")
    held = released.releases(vault.db)
    in_span = [release for release in held if from_period <= release.period <= to_period]
    if not in_span:
        raise Refusal("district.nothing_received")
    material = _material(vault.db, held, from_period, to_period)
    sources = _sources(vault.db, [release for release in held if release.period <= to_period])
    until = max(release.last_day for release in in_span)
    return DistrictReport(
        district=district_of(vault).name,
        period_from=date.fromisoformat(f"{from_period}-01"),
        period_to=until if until.isoformat()[:7] == to_period else _last_day(to_period),
        headlines=_headlines(material.figures.acts, options, until),
        chapters=(
            *_chosen(vault, material, Span(from_period, to_period), options.chapters),
            _state(
                material.figures, sources, to_period, _newly_heard(vault.db, held, from_period, to_period)
            ),
        ),
        outstations=tuple(_line(source, to_period) for source in sources),
        created_on=today,
        partial_note=options.partial_note or _partial_note(material, to_period),
    )


def _chosen(vault: Vault, material: Material, span: Span, codes: Collection[str]) -> list[Chapter]:
    """The chosen chapters that say something, in the order of the report."""
    made = word_chapters(vault, span) | {"acts": acts_chapter(material)} | person_chapters(material)
    return [made[code] for code in CHAPTERS if code in codes and not made[code].is_empty]


def _material(db: Connection, held: Iterable[SiteRelease], first: str, last: str) -> Material:
    held = list(held)
    months = sorted({release.period for release in held if first <= release.period <= last})
    partial = {
        month: max(release.last_day for release in held if release.period == month)
        for month in months
        if all(release.partial for release in held if release.period == month)
    }
    by_month = {month: figures(held, month, month) for month in months}
    lists, complete, single = code_lists.load(db), complete_tables(db), single_tables(db)
    return Material(agreed(db, held, first, last), by_month, partial, lists, complete, single)


def _sources(db: Connection, held: list[SiteRelease]) -> list[_Source]:
    """Every site of every outstation, with its newest release."""
    newest = {release.site_id: release for release in latest_by_site(held)}
    return [
        _Source(names_of(shown), tuple(newest.get(site.id) for site in shown)) for shown in shown_sites(db)
    ]


def _headlines(acts: Acts, options: ReportOptions, until: date) -> tuple[Headline, ...]:
    """Both figures, or none while no month has acts of three units."""
    if not acts.acts:
        return ()
    span = say("headline", "span", until=german(until))
    return (
        Headline(say("headline", "acts"), acts.acts, options.acts_span or span),
        Headline(
            say("headline", "participants"),
            acts.participants,
            options.participants_span or span,
            _shares(acts),
        ),
    )


def _shares(acts: Acts) -> tuple[form.Share, ...]:
    """Whole per cents that add up to 100: 1.630 and 244 of 1.874 are 87 and 13."""
    if not acts.participants:
        return ()
    target = round(100 * acts.target_participants / acts.participants)
    return (
        form.Share(say("headline", "target"), acts.target_participants, target),
        form.Share(say("headline", "partner"), acts.partner_participants, 100 - target),
    )


def _partial_note(material: Material, last: str) -> str:
    until = material.partial.get(last)
    return say("headline", "partial", month=table_texts.month(last), until=german(until)) if until else ""


def _newly_heard(db: Connection, held: Iterable[SiteRelease], first: str, last: str) -> list[str]:
    """The sites whose first release of the year lies in the span: with it everything since January came."""
    of_year = [release for release in held if release.period[:4] == first[:4] and release.period <= last]
    known = {release.site_id for release in of_year if release.period < first}
    new = {release.site_id for release in of_year} - known
    if first.endswith("-01"):
        return []
    return [names_of(shown) for shown in shown_sites(db) if new & {site.id for site in shown}]


def _state(found: Figures, sources: list[_Source], last: str, newly: list[str]) -> Chapter:
    """How fresh the figures are, what is carried forward, what is counted from before, and what ± means."""
    since_january = [say("state", "newly", names=", ".join(newly))] if newly else []
    sentences = (*_arrival_sentences(sources, last), *since_january, *_freshness_sentences(found))
    notes = tuple(say("state", name) for name in ("agree", "margin", "audit"))
    return Chapter(say("state", "title"), sentences, notes=notes)


def _arrival_sentences(sources: list[_Source], last: str) -> list[str]:
    carried = [source.name for source in sources if source.state(last) == CARRIED_FORWARD]
    missing = [source.name for source in sources if source.state(last) == MISSING]
    named = {"carried": carried, "missing": missing}
    if not (carried or missing):
        name = "complete_one" if len(sources) == 1 else "complete"
        return [say("state", name, all=len(sources), month=table_texts.month(last))]
    return [
        say("state", name, **{name: len(names)}, all=len(sources), names=", ".join(names))
        for name, names in named.items()
        if names
    ]


def _freshness_sentences(found: Figures) -> list[str]:
    tables = list(found.tables.values())
    days = sorted(day for table in tables for day in table.as_of)
    repeated, every = sum(table.repeated for table in tables), sum(table.n.cells for table in tables)
    sentences = [say("state", "repeated", repeated=repeated, all=every)] if repeated else []
    if days:
        name = "as_of_one" if days[0] == days[-1] else "as_of"
        sentences.insert(0, say("state", name, first=german(days[0]), last=german(days[-1])))
    return sentences


def _line(source: _Source, last: str) -> form.Outstation:
    return form.Outstation(source.name, source.state(last), source.day())


def _last_day(period: str) -> date:
    first = date.fromisoformat(f"{period}-01")
    return first.replace(day=monthrange(first.year, first.month)[1])
