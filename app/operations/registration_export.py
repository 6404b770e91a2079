# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Handing over an Erfassungsliste: what goes is looked at first, and leaves encrypted, with its record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from io import BytesIO
from pathlib import Path

import msoffcrypto
import pikepdf
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

from app.domain.code_lists import CodeLists
from app.domain.dates import berlin_date
from app.domain.errors import InvalidInput, Refusal
from app.domain.progress import Progress, Silent
from app.domain.registration import RegistrationList, erase_day, label_of
from app.domain.registration_handover import FORMATS, Covered, Wish, require_something
from app.forms import registration_list as printed
from app.operations import gate
from app.operations.csv_file import as_csv
from app.operations.documents import letterhead, write_with_record
from app.operations.passphrases import passphrase
from storage import code_lists, journal, services
from storage import registration as stored
from storage.vault import Vault

WORDS = 8
"""Of 256 words each: 64 bits, and every guess costs 100,000 rounds of SHA-512."""

_WIDEST_COLUMN = 40
_STEPS = 3


@dataclass(frozen=True)
class Preview:
    """The cells that would go, row by row; `missing`: categories and how many persons lack a basis."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    missing: tuple[tuple[str, int], ...]
    left_out: int


@dataclass(frozen=True)
class Prepared:
    """What is to leave, complete, so that it can be made beside the windows."""

    list_id: str
    wish: Wish
    format: str
    found: Covered
    sheet: printed.ListSheet


@dataclass(frozen=True)
class Exported:
    """`passphrase` is known to nobody else and kept nowhere; empty for a file that is not encrypted."""

    persons: int
    passphrase: str
    erase_on: date


def preview(vault: Vault, list_id: str, wish: Wish, today: date) -> Preview:
    """Exactly the cells that would go today; a Refusal where there is no recipient."""
    lists = code_lists.load(vault.db)
    found = gate.covered_of_list(vault.db, list_id, wish, today)
    missing = tuple((lists.label("data_category", code), count) for code, count in found.missing.items())
    return Preview(_header(found), _rows(found, lists), missing, len(found.left_out))


def prepare(vault: Vault, list_id: str, wish: Wish, format: str, today: date) -> Prepared:
    """What the gate lets go today, read once; a Refusal where nothing may."""
    if format not in FORMATS:
        raise InvalidInput("format", "code.unknown")
    if not wish.columns:
        raise InvalidInput("columns", "registration.no_columns")
    lists = code_lists.load(vault.db)
    found = gate.covered_of_list(vault.db, list_id, wish, today)
    require_something(found, lists)
    return Prepared(list_id, wish, format, found, _sheet(vault, list_id, found, lists, today))


def hand_over(
    vault: Vault, prepared: Prepared, path: Path, now: datetime, progress: Progress | None = None
) -> Exported:
    """Writes the file where the person chose, and records that it left; both or neither.

    XLSX and PDF are encrypted with AES-256 under a new passphrase; CSV cannot be. While the pages are made
    the file is free for others; what has changed meanwhile is a Refusal.
    """
    step = progress or Silent()
    step.advance(0, _STEPS, "")
    passphrase = "" if prepared.format == "csv" else new_passphrase()
    content = _plain(prepared, now)
    step.advance(1, _STEPS, "")
    told = _SEALS[prepared.format](content, passphrase)
    with vault.transaction() as db:
        step.advance(2, _STEPS, "")
        list_id, wish = prepared.list_id, prepared.wish
        if gate.disclose_list(db, vault.actor, list_id, wish, prepared.format, told, now) != prepared.found:
            raise Refusal("registration.changed_meanwhile")
        listed = stored.load_list(db, list_id)
        erase_on = listed.erase_on or erase_day(berlin_date(now))
        stored.update_list(db, replace(listed, erase_on=erase_on))
        journal.note(db, now, vault.actor, "registration.handed_over", list_id)
        write_with_record(vault, path, told)
    return Exported(len(prepared.found.lines), passphrase, erase_on)


def export(vault: Vault, list_id: str, wish: Wish, format: str, path: Path, now: datetime) -> Exported:
    """Both at once."""
    return hand_over(vault, prepare(vault, list_id, wish, format, berlin_date(now)), path, now)


def new_passphrase() -> str:
    """Short German words without umlauts, to be read out by phone."""
    return passphrase(WORDS)


def _plain(prepared: Prepared, now: datetime) -> bytes:
    header, rows = prepared.sheet.header, prepared.sheet.rows
    makers: dict[str, Callable[[], bytes]] = {
        "csv": partial(as_csv, header, rows),
        "xlsx": partial(as_workbook, header, rows, now),
        "pdf": lambda: printed.render(prepared.sheet, now).pdf,
    }
    return makers[prepared.format]()


def _header(found: Covered) -> tuple[str, ...]:
    return tuple(map(label_of, found.columns))


def _rows(found: Covered, lists: CodeLists) -> tuple[tuple[str, ...], ...]:
    return tuple(found.cells(line, lists) for line in found.lines)


def as_workbook(header: tuple[str, ...], rows: tuple[tuple[str, ...], ...], now: datetime) -> bytes:
    """Every cell is text; nothing touches the disk."""
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.set_properties(
        {"author": "KIM-Brücke", "title": "Erfassungsliste", "created": now.replace(tzinfo=None)}
    )
    sheet = book.add_worksheet("Liste")
    strong = book.add_format({"bold": True, "bottom": 1})
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(header):
        sheet.write_string(0, column, heading, strong)
        widest = max(len(heading), *(len(row[column]) for row in rows))
        sheet.set_column(column, column, min(widest + 2, _WIDEST_COLUMN))
    for place, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            sheet.write_string(place, column, cell)
    book.close()
    return made.getvalue()


def encrypted_workbook(content: bytes, passphrase: str) -> bytes:
    """ECMA-376 agile encryption: AES-256, SHA-512."""
    sealed = BytesIO()
    office: OOXMLFile = msoffcrypto.OfficeFile(BytesIO(content))
    office.encrypt(passphrase, sealed)
    return sealed.getvalue()


def encrypted_pdf(content: bytes, passphrase: str) -> bytes:
    """AES-256 (PDF 2.0, revision 6); who has the passphrase may do everything, a screen reader too."""
    sealed = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.save(sealed, encryption=pikepdf.Encryption(owner=passphrase, user=passphrase, R=6))
    return sealed.getvalue()


_SEALS: dict[str, Callable[[bytes, str], bytes]] = {
    "csv": lambda content, _: content,
    "xlsx": encrypted_workbook,
    "pdf": encrypted_pdf,
}


def _sheet(vault: Vault, list_id: str, found: Covered, lists: CodeLists, today: date) -> printed.ListSheet:
    listed = stored.load_list(vault.db, list_id)
    assert listed.service_id is not None
    return printed.ListSheet(
        sender=letterhead(vault.db),
        recipient=services.load_service(vault.db, listed.service_id).full_name,
        day=today,
        norm=_norm(listed, lists),
        reason=listed.reason,
        signed=any("consent" in line.bases.values() for line in found.lines),
        header=_header(found),
        rows=_rows(found, lists),
    )


def _norm(listed: RegistrationList, lists: CodeLists) -> str:
    return str(lists.fact("statutory_norm", listed.norm, "norm")) if listed.norm else ""
