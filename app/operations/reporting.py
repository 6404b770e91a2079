# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The release: what may leave this office, shown first, then closed, sealed and put in the outbox."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from app.domain.code_lists import CodeLists
from app.domain.dates import berlin_date
from app.domain.errors import InvalidInput, Refusal
from app.domain.personal_data import Findings
from app.domain.progress import Progress
from app.operations import release_audit, table_texts
from app.operations.delivery import Delivery, deliver
from app.operations.delivery import packets as outbox
from app.operations.enrolment import (
    confirm_district,
    enrolment_state,
    ensure_unit,
    pairing_file,
    take_certificate,
)
from app.operations.release_audit import Certificate
from app.operations.release_candidate import Candidate, candidate
from app.operations.sealing import put_in_outbox, seal_again
from app.operations.ways import delivery_state, set_transport, transport
from storage import Connection, code_lists, journal, releases, sites
from storage.outbox import Sealed
from storage.releases import Released
from storage.vault import Vault
from sync.release import ActivityCell, GapSentence, PublishedTable, Release, decode

__all__ = [
    "Certificate",
    "Delivery",
    "PreviewActivity",
    "PreviewRow",
    "PreviewTable",
    "ReleasePreview",
    "Released",
    "Sealed",
    "confirm_district",
    "deliver",
    "delivery_state",
    "enrolment_state",
    "ensure_unit",
    "ledger",
    "outbox",
    "pairing_file",
    "preview_release",
    "release",
    "seal_again",
    "set_transport",
    "take_certificate",
    "transport",
]

_PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class PreviewRow:
    """One figure: what the last release said (None: not comparable or not published) and this one."""

    key: Mapping[str, str]
    label: str
    last: int | None
    value: int | None


@dataclass(frozen=True)
class PreviewTable:
    """A table of persons; `refreshed` False: repeated byte for byte, as of `as_of`."""

    id: str
    title: str
    refreshed: bool
    as_of: date | None
    n: int
    rows: tuple[PreviewRow, ...]


@dataclass(frozen=True)
class PreviewActivity:
    """Exact acts of the month on one line."""

    label: str
    acts: int
    target_participants: int
    partner_participants: int


@dataclass(frozen=True)
class ReleasePreview:
    """„Das verlässt dieses Büro“: every figure, the raw file, and what the last look at it found.

    `closed` means that the period has been released and this is what left. `audit` is what the release
    audit said; None for what left before there was one.
    """

    site_id: str
    period: str
    until: date
    partial: bool
    closed: bool
    tables: tuple[PreviewTable, ...]
    activities: tuple[PreviewActivity, ...]
    sentences: tuple[str, ...]
    changed: int
    repeated: int
    payload: bytes
    sha256: str
    findings: Findings
    audit: Certificate | None


def preview_release(
    vault: Vault,
    site_id: str,
    period: str,
    until: date,
    now: datetime,
    progress: Progress | None = None,
) -> ReleasePreview:
    """What would leave for this month up to `until`, or did if it is closed; nothing leaves by looking."""
    done = releases.released(vault.db, site_id, period)
    if done is not None:
        said = releases.certificate(vault.db, done.id)
        audit = release_audit.read_certificate(said) if said else None
        return _preview(vault.db, decode(done.payload), done.payload, Findings(0, 0), audit, closed=True)
    ensure_unit(vault, now)
    found = _checked_candidate(vault.db, site_id, period, until, now, progress)
    return _preview(vault.db, found.release, found.payload, found.findings, found.certificate, closed=False)


def release(
    vault: Vault,
    site_id: str,
    period: str,
    until: date,
    now: datetime,
    approved: str | None = None,
    progress: Progress | None = None,
) -> Released:
    """Closes the month and seals it: ledger, table states and outbox in one transaction.

    A closed month gives its stored bytes again. `approved` is the sha256 of the preview that was looked at:
    if the figures have changed since, nothing leaves.
    """
    done = releases.released(vault.db, site_id, period)
    if done is not None:
        return done
    ensure_unit(vault, now)
    with vault.transaction() as db:
        found = _checked_candidate(db, site_id, period, until, now, progress)
        _require_fit_to_leave(found, approved)
        new = Released(found.release.release_id, site_id, period, found.payload, found.sha256, now)
        releases.insert_release(db, new, found.release.catalogue.number, vault.actor.id, found.acts)
        releases.put_states(db, site_id, found.states)
        releases.insert_certificate(db, new.id, release_audit.encoded(found.certificate))
        release_audit.remember(db, site_id, found.judged)
        put_in_outbox(db, new, now)
        journal.note(db, now, vault.actor, "reporting.released", new.id)
    return new


def ledger(vault: Vault) -> tuple[Released, ...]:
    """Everything that was released, newest first."""
    return releases.ledger(vault.db)


def _checked_candidate(
    db: Connection,
    site_id: str,
    period: str,
    until: date,
    now: datetime,
    progress: Progress | None = None,
) -> Candidate:
    unit = releases.unit(db)
    assert unit is not None
    _check_span(db, site_id, period, until, now)
    return candidate(db, unit, site_id, until, progress)


def _require_fit_to_leave(found: Candidate, approved: str | None) -> None:
    looked_at = found.findings
    if not looked_at.clean:
        raise Refusal("reporting.personal_data", names=looked_at.names, birth_dates=looked_at.birth_dates)
    if approved not in (None, found.sha256):
        raise Refusal("reporting.changed_since_preview")


def _check_span(db: Connection, site_id: str, period: str, until: date, now: datetime) -> None:
    """The month is one, `until` lies in it and is not in the future, and no later month is closed."""
    if site_id not in {site.id for site in sites.sites(db)}:
        raise InvalidInput("site_id", "reporting.unknown_site")
    if not _PERIOD.fullmatch(period):
        raise InvalidInput("period", "reporting.period_unusable")
    if f"{until:%Y-%m}" != period:
        raise InvalidInput("until", "reporting.until_outside")
    if until > berlin_date(now):
        raise InvalidInput("until", "case.day_in_future")
    closed = releases.periods(db, site_id)
    if closed and closed[-1] > period:
        raise Refusal("reporting.later_period_closed", period=table_texts.month(closed[-1]))


def _preview(
    db: Connection,
    shown: Release,
    payload: bytes,
    findings: Findings,
    audit: Certificate | None,
    *,
    closed: bool,
) -> ReleasePreview:
    lists, last = code_lists.load(db), _last_values(db, shown)
    listed = tuple(_table(table, last.get(table.id, {}), lists) for table in shown.person_tables())
    return ReleasePreview(
        shown.site,
        shown.period,
        shown.end,
        shown.partial,
        closed,
        listed,
        tuple(_activity(line, lists) for line in shown.activities()),
        tuple(f"{_gap(each, lists)}: {each.sentence}" for each in shown.gap_sentences),
        sum(row.value != row.last for table in listed for row in table.rows),
        sum(not table.refreshed for table in listed),
        payload,
        sha256(payload).hexdigest(),
        findings,
        audit,
    )


def _table(table: PublishedTable, last: dict[str, int | None], lists: CodeLists) -> PreviewTable:
    rows = tuple(
        PreviewRow(cell.key, table_texts.cell(cell.key, lists), last.get(_name(cell.key)), cell.value)
        for cell in table.cells
    )
    title = table_texts.dated_title(table.id, table.kind, lists)
    return PreviewTable(table.id, title, table.state == "refreshed", table.as_of, table.n, rows)


def _activity(line: ActivityCell, lists: CodeLists) -> PreviewActivity:
    label = table_texts.activity(line.key.type, lists)
    return PreviewActivity(label, line.acts, line.target_participants, line.partner_participants)


def _gap(sentence: GapSentence, lists: CodeLists) -> str:
    return table_texts.cell({"dimension": sentence.dimension, "kind": sentence.kind}, lists)


def _last_values(db: Connection, shown: Release) -> dict[str, dict[str, int | None]]:
    """The figures of the site's release before this one; flows begin anew with the year."""
    earlier = [period for period in releases.periods(db, shown.site) if period < shown.period]
    done = releases.released(db, shown.site, earlier[-1]) if earlier else None
    if done is None:
        return {}
    same_year = done.period[:4] == shown.period[:4]
    return {
        table.id: {_name(cell.key): cell.value for cell in table.cells}
        for table in decode(done.payload).person_tables()
        if same_year or table.kind == "stock"
    }


def _name(key: dict[str, str]) -> str:
    return "|".join(f"{variable}={code}" for variable, code in key.items())
