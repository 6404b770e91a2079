# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The person's folder: which of the papers are there, the list of them, and dividers with large titles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from app.domain.client_paper import STATES, ClientPaper, by_hand, check_paper, in_dimension
from app.domain.code_lists import CodeLists
from app.domain.dates import berlin_date
from app.domain.document import Document
from app.forms import dividers, document_list
from app.forms.dividers import Dividers
from app.forms.document_list import DocumentList, ListedArea, ListedPaper
from app.forms.engine import Printed
from app.operations.documents import check_form_language, keep, letterhead, new_form_number
from app.operations.writable import require_writable
from storage import cases, clients, code_lists, journal
from storage import client_papers as stored
from storage.vault import Vault

__all__ = [
    "DIVIDERS",
    "LIST",
    "STATES",
    "ClientPaper",
    "by_hand",
    "every_area",
    "forget_paper",
    "in_dimension",
    "note_paper",
    "papers",
    "print_dividers",
    "print_list",
]

DIVIDERS, LIST = dividers.FORM, document_list.FORM


def papers(vault: Vault, file_id: str) -> dict[str, ClientPaper]:
    """What was noted, by paper."""
    return stored.of_file(vault.db, file_id)


def note_paper(
    vault: Vault, case_id: str, paper: str, state: str, valid_until: date | None, now: datetime
) -> None:
    """There, requested or not needed, as of today."""
    today = berlin_date(now)
    check_paper(paper, state, valid_until, code_lists.load(vault.db), today)
    with vault.transaction() as db:
        require_writable(db, case_id)
        file = cases.file_of(db, case_id)
        stored.note(db, file.id, ClientPaper(paper, state, valid_until, today))
        journal.note(db, now, vault.actor, "paper.noted", file.id)


def forget_paper(vault: Vault, case_id: str, paper: str, now: datetime) -> None:
    """Nothing is known of it any more: it is missing."""
    with vault.transaction() as db:
        require_writable(db, case_id)
        file = cases.file_of(db, case_id)
        stored.forget(db, file.id, paper)
        journal.note(db, now, vault.actor, "paper.forgotten", file.id)


def print_list(vault: Vault, case_id: str, language: str, now: datetime) -> Document:
    """What belongs in and what is there; what is not needed stays away."""
    check_form_language(vault, LIST, language)
    today, lists, file = berlin_date(now), code_lists.load(vault.db), cases.file_of(vault.db, case_id)
    sheet = DocumentList(
        form_number=new_form_number("L"),
        controller=letterhead(vault.db),
        client_name=clients.load_client(vault.db, file.client_id, today).display_name,
        file_number=file.number,
        areas=_areas(stored.of_file(vault.db, file.id), lists, today),
        language=language,
        printed_on=today,
    )
    return _keep(vault, case_id, document_list.render(sheet, now), sheet.form_number, now)


def print_dividers(vault: Vault, case_id: str, language: str, now: datetime) -> Document:
    """A cover and a page for each life area; nothing of the person stands on them."""
    check_form_language(vault, DIVIDERS, language)
    dimensions = _dimensions(code_lists.load(vault.db), berlin_date(now))
    sheet = Dividers(new_form_number("O"), letterhead(vault.db), dimensions, language)
    return _keep(vault, case_id, dividers.render(sheet, now), sheet.form_number, now)


def every_area(vault: Vault, today: date) -> tuple[ListedArea, ...]:
    """What may belong in, of nobody: every state is left open."""
    lists = code_lists.load(vault.db)
    areas = _areas({}, lists, today)
    return tuple(
        replace(area, papers=tuple(replace(each, state=each.state and "") for each in area.papers))
        for area in areas
    )


def _keep(vault: Vault, case_id: str, printed: Printed, number: str, now: datetime) -> Document:
    with vault.transaction() as db:
        require_writable(db, case_id)
        document = keep(db, cases.file_of(db, case_id).id, printed, number, now)
        journal.note(db, now, vault.actor, f"{printed.form}.printed", document.id)
    return document


def _dimensions(lists: CodeLists, on: date) -> tuple[str, ...]:
    return tuple(entry.code for entry in lists.entries("life_dimension", on))


def _areas(known: Mapping[str, ClientPaper], lists: CodeLists, today: date) -> tuple[ListedArea, ...]:
    """An area of which nothing is needed stays away too."""
    areas = (
        ListedArea(dimension, _needed(dimension, known, lists, today))
        for dimension in _dimensions(lists, today)
    )
    return tuple(area for area in areas if area.papers)


def _needed(
    dimension: str, known: Mapping[str, ClientPaper], lists: CodeLists, today: date
) -> tuple[ListedPaper, ...]:
    listed = (_listed(code, known.get(code), lists) for code in in_dimension(dimension, lists, today))
    return tuple(each for each in listed if each.state != "not_needed")


def _listed(paper: str, known: ClientPaper | None, lists: CodeLists) -> ListedPaper:
    if by_hand(paper, lists):
        return ListedPaper(paper, None)
    if known is None:
        return ListedPaper(paper, "missing")
    return ListedPaper(paper, known.state, known.valid_until)
