# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Auskunft (Art. 15 DSGVO): everything the file knows of a person, in words; kept nowhere.

What protects a child is withheld until it is reviewed (§ 12 DSG NRW).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import resources
from app.domain import checklist
from app.domain.case_transfer import FROM_ELSEWHERE
from app.domain.code_lists import CodeLists
from app.domain.dates import PartialDate, berlin_date, german
from app.domain.disclosure_info import Chapter, Column, Entry, Record, Table, as_data, parts_of, tables
from app.forms import disclosure_info as form
from app.forms import languages
from app.forms.disclosure_info import FORM, InfoSheet
from app.forms.engine import Printed
from app.forms.languages import GERMAN
from app.forms.texts import Texts
from app.operations import documents
from storage import Connection, cases, clients, code_lists, journal, person_data, sites
from storage.person_data import Row
from storage.vault import Vault

__all__ = ["FORM", "InfoSheet", "Printed", "gather", "journal_words", "render", "save_data"]

_NUMBERED = "A"
_DAY = re.compile(r"\d{4}-\d\d(-\d\d)?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+]00:00")


def gather(vault: Vault, case_id: str, now: datetime) -> InfoSheet:
    """All of it as it stands now, of a restricted or closed file too; nothing is written."""
    db, file = vault.db, cases.file_of(vault.db, case_id)
    controller = sites.controller(db)
    person = clients.load_client(db, file.client_id, berlin_date(now)).person
    return InfoSheet(
        form_number=documents.new_form_number(_NUMBERED),
        controller=documents.letterhead(db),
        client_name=f"{person.given_names} {person.family_name}".strip(),
        file_number=file.number,
        basis=file.basis,
        storage_years=controller.storage_years if controller else 0,
        chapters=_chapters(db, file.client_id),
        printed_on=berlin_date(now),
    )


def render(sheet: InfoSheet, now: datetime) -> Printed:
    """The pages: seconds for a file of many years, so it may run beside the windows."""
    return form.render(sheet, now)


def save_data(vault: Vault, case_id: str, sheet: InfoSheet, path: Path, now: datetime) -> None:
    """The same as JSON, written outside the file as an act of its own; the journal knows."""
    told = {
        "form_number": sheet.form_number,
        "created_on": sheet.printed_on.isoformat(),
        "controller": sheet.controller.name,
        "chapters": as_data(sheet.chapters),
    }
    with vault.transaction() as db:
        journal.note(db, now, vault.actor, f"{FORM}.data_saved_outside", case_id)
        documents.write_with_record(vault, path, json.dumps(told, ensure_ascii=False, indent=1).encode())


def _chapters(db: Connection, client_id: str) -> tuple[Chapter, ...]:
    said = _Said(db, client_id)
    every = [said.chapter(table) for table in tables() if not table.within]
    return tuple(each for each in (*every, said.bin(), said.journal()) if each.records)


@dataclass(frozen=True)
class _Said:
    """Turns the rows of one person into words; names and rows are looked up once."""

    db: Connection
    client_id: str

    def chapter(self, table: Table) -> Chapter:
        rows = person_data.rows_of(self.db, table, self.client_id)
        below = {part.name: self._by_parent(part) for part in parts_of(table.name)}
        ordered = sorted(rows, key=lambda row: _day_of(row.get(table.columns[0].name)))
        return Chapter(table.name, table.heading, tuple(self._record(table, row, below) for row in ordered))

    def bin(self) -> Chapter:
        words, known = _texts(), {table.name: table for table in tables()}
        records = []
        for removed in person_data.removed(self.db, self.client_id):
            when = {"removed_at": removed.removed_at, "erase_on": removed.erase_on}
            entries = [
                Entry(name, words.say(f"bin.{name}"), value, _plain(value)) for name, value in when.items()
            ]
            parts = tuple(
                Chapter(name, known[name].heading, (self._record(known[name], row, {}),))
                for name, row in removed.rows
                if name in known
            )
            records.append(Record(tuple(entries), parts))
        return Chapter("bin", words.say("bin.heading"), tuple(records))

    def journal(self) -> Chapter:
        """On which days somebody worked with the file, and on what; who is no matter of this sheet."""
        words, areas = _texts(), journal_words()
        days: dict[date, Counter[str]] = {}
        for at, action in person_data.acts(self.db, self.client_id):
            area = areas.get(action.partition(".")[0], areas["other"])
            days.setdefault(berlin_date(datetime.fromisoformat(at)), Counter())[area] += 1
        records = tuple(
            Record(
                (
                    Entry("day", words.say("journal.day"), day.isoformat(), german(day)),
                    Entry("areas", words.say("journal.areas"), "", _counted(areas_of_day)),
                )
            )
            for day, areas_of_day in days.items()
        )
        return Chapter("journal", words.say("journal.heading"), records)

    def _by_parent(self, part: Table) -> Mapping[str, tuple[Table, list[Row]]]:
        found: dict[str, tuple[Table, list[Row]]] = {}
        for row in person_data.rows_of(self.db, part, self.client_id):
            found.setdefault(row[part.by], (part, []))[1].append(row)
        return found

    def _record(
        self, table: Table, row: Row, below: Mapping[str, Mapping[str, tuple[Table, list[Row]]]]
    ) -> Record:
        found = (rows.get(row.get("id", "")) for rows in below.values())
        parts = tuple(
            Chapter(
                part.name,
                part.heading,
                tuple(Record(tuple(self._entries(part, each, row))) for each in rows),
            )
            for part, rows in (each for each in found if each)
        )
        return Record(tuple(self._entries(table, row, row)), parts)

    def _entries(self, table: Table, row: Row, parent: Row) -> Iterable[Entry]:
        """What stands there; the first column leads the row on paper, also where it is empty."""
        for place, column in enumerate(table.columns):
            value = row.get(column.name)
            if value is not None and value != "":
                yield Entry(column.name, column.label, str(value), self._words(column, value, parent))
            elif place == 0:
                yield Entry(column.name, column.label, "", "–")

    def _words(self, column: Column, value: object, parent: Row) -> str:
        text = str(value)
        if column.list:
            return ", ".join(_label(self._lists, column.list, code) for code in text.split(","))
        if column.words is not None:
            return column.words.get(text, text)
        if column.of:
            return self._names[column.of].get(text, "")
        return _SAY[column.kind](text, parent) if column.kind else _plain(text)

    @cached_property
    def _lists(self) -> CodeLists:
        return code_lists.load(self.db)

    @cached_property
    def _names(self) -> Mapping[str, Mapping[str, str]]:
        wanted = {column.of for table in tables() for column in table.columns if column.of}
        return {table: person_data.names_of(self.db, table) for table in wanted}


def _label(lists: CodeLists, name: str, code: str) -> str:
    """What is unknown to the lists is told as it is stored."""
    known = {entry.code: entry.label for entry in lists.every(name)}
    return known.get(code, code)


def _plain(text: str) -> str:
    """Days and moments as people write them; all else as it stands."""
    if _DAY.fullmatch(text):
        return PartialDate.from_iso(text).german()
    if _MOMENT.fullmatch(text):
        moment = datetime.fromisoformat(text)
        return german(berlin_date(moment))
    return text


def _day_of(value: object) -> str:
    text = str(value or "")
    return text if _DAY.match(text) else ""


def _yes_no(text: str, _parent: Row) -> str:
    return _texts().say("yes" if text == "1" else "no")


def _form(text: str, _parent: Row) -> str:
    form = text.removeprefix(FROM_ELSEWHERE)
    return Texts(form, GERMAN).say("title") if GERMAN in languages.of_form(form) else form


def _form_language(text: str, _parent: Row) -> str:
    known = languages.languages()
    return known[text].label if text in known else text


def _checklist(text: str, _parent: Row) -> str:
    return checklist.sheet(text).title


def _checklist_item(text: str, parent: Row) -> str:
    return checklist.sheet(parent["kind"]).question(text).words


_SAY = {
    "yes_no": _yes_no,
    "form": _form,
    "form_language": _form_language,
    "checklist": _checklist,
    "checklist_item": _checklist_item,
}


def _counted(areas: Counter[str]) -> str:
    return ", ".join(area if count == 1 else f"{area} ({count})" for area, count in areas.items())


def _texts() -> Texts:
    return Texts(FORM, GERMAN)


def journal_words() -> Mapping[str, str]:
    words: Mapping[str, str] = resources.toml("disclosure_info.toml")["journal"]
    return words
