# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sheets made in memory and kept nowhere: one for a third party passes the gate in the moment it leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.case import require_unrestricted
from app.domain.disclosure import Request
from app.operations.documents import write_with_record
from app.operations.gate import disclose
from app.operations.printing import Deliver, hand_over
from storage import Connection, cases, journal
from storage.vault import Vault


@dataclass(frozen=True)
class Leaving:
    """A finished sheet of one case and what the gate has to let through for it."""

    case_id: str
    pdf: bytes
    request: Request


@dataclass(frozen=True)
class OwnSheet:
    """A finished sheet for the person or the case manager; `form` is what the journal calls it."""

    case_id: str
    pdf: bytes
    form: str


def print_out(vault: Vault, sheet: Leaving | OwnSheet, deliver: Deliver, now: datetime) -> None:
    """To the printer from memory; where it does not take the sheet, nothing is recorded."""
    _let_go(vault, sheet, "printed", now, lambda: hand_over(vault, deliver, [sheet.pdf]))


def save(vault: Vault, sheet: Leaving | OwnSheet, path: Path, now: datetime) -> None:
    """To where the person chose, whole or not at all."""
    _let_go(vault, sheet, "saved_outside", now, lambda: write_with_record(vault, path, sheet.pdf))


def _let_go(
    vault: Vault, sheet: Leaving | OwnSheet, how: str, now: datetime, act: Callable[[], None]
) -> None:
    """The disclosure and the journal stand only if the act succeeds."""
    with vault.transaction() as db:
        if isinstance(sheet, Leaving):
            _pass_gate(db, vault, sheet, now)
        else:
            journal.note(db, now, vault.actor, f"{sheet.form}.{how}", sheet.case_id)
        act()


def _pass_gate(db: Connection, vault: Vault, sheet: Leaving, now: datetime) -> None:
    file = cases.file_of(db, sheet.case_id)
    require_unrestricted(file)
    disclosure = disclose(db, vault.actor, file, sheet.request, None, sheet.pdf, now)
    journal.note(db, now, vault.actor, "disclosure.made", disclosure.id)
