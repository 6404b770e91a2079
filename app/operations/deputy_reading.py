# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""In an opened Vertretungskopie: cases by what is due, what a hand-over would tell, and taking one over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256

from app.domain.case import CaseLine
from app.domain.deputy import due_first
from app.operations import case_transfers, cases, received_cases
from app.operations.case_transfers import Wish
from app.operations.deputy_openings import OpenCopy, leave_notice
from app.operations.known_offices import own_party
from app.operations.received_cases import Arrived
from storage import cases as stored
from storage import journal
from storage.vault import Vault
from sync import case_transfer as sealed
from sync.deputy_copy import Notice, Taken


def open_cases(opened: OpenCopy, query: str = "") -> Sequence[CaseLine]:
    """Those found while typing, what is soonest due first; restricted files stay closed here too."""
    restricted = stored.restricted_cases(opened.reader.db)
    lines = cases.case_list(opened.reader, query)
    return due_first(each for each in lines if each.case_id not in restricted)


def preview(vault: Vault, opened: OpenCopy, case_id: str, today: date) -> str:
    """Word for word what a hand-over inside our controller would tell."""
    return case_transfers.preview(opened.reader, case_id, _to_us(vault), today)


def look_at(vault: Vault, opened: OpenCopy, case_id: str, now: datetime) -> Arrived:
    """The case as if the absent office had handed it over; it comes in once."""
    content = case_transfers.content_inside(opened.reader, case_id, _to_us(vault), now)
    return received_cases.arrived(vault, case_id, content, now)


def take_over(
    vault: Vault,
    arrived: Arrived,
    site_id: str,
    client_id: str | None,
    opened: OpenCopy,
    now: datetime,
    duty_noted: bool = False,
) -> str:
    """A new case here, with a notice for the absent office; neither without the other."""
    taken = Taken(arrived.packet, sha256(sealed.encode(arrived.content)).hexdigest())
    with vault.transaction():
        case_id = received_cases.put_in(vault, arrived, site_id, client_id, now, duty_noted)
        journal.note(vault.db, now, vault.actor, "case.taken_over", case_id)
        notice = Notice(now.replace(microsecond=0), taken, opened.approval, opened.told)
        leave_notice(vault, opened.copy, opened.office, notice, now)
    return case_id


def _to_us(vault: Vault) -> Wish:
    return Wish(own_party(vault.db).id)
