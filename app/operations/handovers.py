# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The printed hand-over for people who move away, to a receiver who is not connected: through the gate."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.case import require_unrestricted
from app.domain.code_lists import CodeLists
from app.domain.dates import berlin_date
from app.domain.disclosure import Norm, Request, check_request
from app.domain.document import Document
from app.domain.transfer import covered_blocks, transfer_text
from app.forms import handover_sheet
from app.forms.handover_sheet import HandoverSheet
from app.operations import documents
from app.operations.gate import disclose
from app.operations.referrals import check_gate
from app.operations.transfers import address_of, facts_of, head_of
from storage import cases, code_lists, journal
from storage.vault import Vault

_NUMBERED = "U"


def handover_text(vault: Vault, case_id: str, request: Request, norm: Norm | None, today: date) -> str:
    """What the sheet would say today: covered fields only, or with a norm those it is asked for."""
    lists = code_lists.load(vault.db)
    covered = request.categories if norm else check_gate(vault, case_id, request, today).covered
    head = head_of(vault, case_id, request, norm, lists)
    return transfer_text(head, facts_of(vault, case_id, request.day), covered, lists)


def print_handover(
    vault: Vault, case_id: str, request: Request, norm: Norm | None, now: datetime
) -> Document:
    """The sheet with the wanted categories, kept in the file and recorded as told; also of a closed case."""
    lists = code_lists.load(vault.db)
    with vault.transaction() as db:
        file = cases.file_of(db, case_id)
        if norm is None:
            require_unrestricted(file)
        check_request(request, lists, berlin_date(now))
        sheet = _sheet(vault, case_id, request, norm, lists)
        printed = handover_sheet.render(sheet, now)
        disclose(db, vault.actor, file, request, norm, printed.pdf, now)
        kept = documents.keep(db, file.id, printed, sheet.form_number, now)
        journal.note(db, now, vault.actor, "handover.printed", kept.id)
    return kept


def _sheet(
    vault: Vault, case_id: str, request: Request, norm: Norm | None, lists: CodeLists
) -> HandoverSheet:
    head = head_of(vault, case_id, request, norm, lists)
    return HandoverSheet(
        form_number=documents.new_form_number(_NUMBERED),
        controller=documents.letterhead(vault.db),
        recipient=address_of(vault, request.service_id),
        sender=vault.actor.name,
        purpose=head.purpose,
        basis=head.basis,
        blocks=covered_blocks(facts_of(vault, case_id, request.day), request.categories, lists),
        printed_on=request.day,
    )
