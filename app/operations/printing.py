# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""To the system's printer, from memory: no file is written on the way."""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime

from app.domain.dates import berlin_date
from app.domain.errors import Trouble
from app.forms import recovery_sheet
from app.operations.gate import pass_again
from storage import documents, journal
from storage.vault import Vault

_PATIENCE_S = 20


def print_document(vault: Vault, document_id: str, now: datetime) -> None:
    """Hands the bytes to the print queue; the journal knows. Trouble without a queue, or if it refuses.

    What was made for a third party passes the gate again.
    """
    document = documents.load_document(vault.db, document_id)
    with vault.transaction() as db:
        pass_again(vault, document, now)
        journal.note(db, now, vault.actor, "document.printed", document_id)
        hand_over(print_command(), document.pdf)


def print_sheet(vault: Vault, pdf: bytes, action: str, now: datetime) -> None:
    """A sheet that is kept nowhere; the journal knows the action."""
    command = print_command()
    with vault.transaction() as db:
        journal.note(db, now, vault.actor, action)
        hand_over(command, pdf)


def print_recovery_key(vault: Vault, recovery_key: str, now: datetime) -> None:
    """The sheet for the safe, printed right after the file was made; no copy of it is kept anywhere."""
    command = print_command()
    sheet = recovery_sheet.render(recovery_key, vault.actor.code, berlin_date(now), now)
    with vault.transaction() as db:
        journal.note(db, now, vault.actor, "recovery_key.printed")
        hand_over(command, sheet.pdf)


def print_command() -> str:
    """The print queue's program; Trouble where there is none."""
    command = shutil.which("lp")
    if command is None:
        raise Trouble("print.no_printer")
    return command


def hand_over(command: str, pdf: bytes) -> None:
    """The job's title is neutral: queues show it to everybody."""
    try:
        subprocess.run(
            [command, "-t", "KIM-Brücke", "-"],
            input=pdf,
            check=True,
            capture_output=True,
            timeout=_PATIENCE_S,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Trouble("print.refused") from error
