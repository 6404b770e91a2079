# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Quiet lines of the frame about releases: the last one, what waits, what is wrong."""

from __future__ import annotations

from app.domain.dates import berlin_date, german
from app.domain.errors import Refusal
from app.operations import district, reporting
from app.operations.vaults import Vault
from ui.session import Session


def office_lines(session: Session) -> list[tuple[str, str]]:
    """(icon, text): the last release of an office, and what has not been delivered."""
    ledger = session.read(reporting.ledger)
    waiting = sum(packet.delivered_at is None for packet in session.read(reporting.outbox))
    lines = [("send", f"letzte Meldung {german(berlin_date(ledger[0].released_at))}")] if ledger else []
    if waiting:
        lines.append(("clock", f"{waiting} {'Meldung' if waiting == 1 else 'Meldungen'} im Ausgang"))
    return [*lines, *_way_lines(session)]


def _way_lines(session: Session) -> list[tuple[str, str]]:
    """That nothing goes any more until somebody acts."""
    state = session.read(reporting.delivery_state)
    return [("warning", "Übertragung angehalten")] if state is not None and state.stopped else []


def district_lines(session: Session) -> list[tuple[str, str]]:
    """(icon, text): what a person must look at."""
    alarms = len(session.read(district.alarms))
    said = f"{alarms} {'Warnung' if alarms == 1 else 'Warnungen'} zu Meldungen"
    return [*([("warning", said)] if alarms else []), *_way_lines(session)]


def district_name(vault: Vault) -> str:
    """The Kreis, or what to do before it has a name."""
    try:
        return district.district_of(vault).name
    except Refusal:
        return "Noch kein Kreis"
