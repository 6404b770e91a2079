# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Auskunft (Art. 15 DSGVO): everything the file knows of a person, on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.disclosure_info import Chapter, Entry, Record
from app.forms import letterhead
from app.forms.engine import Printed, print_form
from app.forms.legible import spelt_out
from app.forms.letterhead import Controller
from app.forms.texts import Texts, columns

FORM = "disclosure_info"
_AS_FORM = ("client", "file")
"""What is there once stands as label and value; all else as rows under each other."""

_SHORT = 60
_FITS = 1500
"""A row of at most so many characters is not torn over two pages."""

_ABOUT_IT = ("purpose", "source", "recipients", "storage", "left_out", "rights")


@dataclass(frozen=True)
class InfoSheet:
    """`basis`: consent or task, or None for a preliminary file."""

    form_number: str
    controller: Controller
    client_name: str
    file_number: str
    basis: str | None
    storage_years: int
    chapters: tuple[Chapter, ...]
    printed_on: date


def render(sheet: InfoSheet, timestamp: datetime) -> Printed:
    """In German; a character that no font has stands there as its number (U+1F642)."""
    texts = columns(FORM, "de")
    return print_form(FORM, texts, _data(sheet, texts), timestamp)


def _data(sheet: InfoSheet, texts: list[Texts]) -> dict[str, object]:
    (german,) = texts
    legible = spelt_out((sheet.client_name, *_every_word(sheet.chapters)))
    about = {
        "form_number": sheet.form_number,
        "file_number": sheet.file_number,
        "printed_on": f"{sheet.printed_on:%d.%m.%Y}",
    }
    person = {"client": legible(sheet.client_name), "file_number": sheet.file_number}
    return letterhead.frame(sheet.controller, about, texts) | {
        "person": letterhead.fields(person, texts),
        "about_it": [_section(sheet, german, name) for name in _ABOUT_IT],
        "held": german.say("held"),
        "rest": german.say("label.rest"),
        "chapters": [_chapter(chapter, legible) for chapter in sheet.chapters],
    }


def _section(sheet: InfoSheet, german: Texts, name: str) -> dict[str, str]:
    law = f"law.{sheet.controller.law}"
    values = {
        "basis": german.say(f"basis.{sheet.basis or 'none'}", norms=german.say(f"{law}.basis")),
        "years": sheet.storage_years,
        "norms": german.say(f"{law}.rights"),
        "others": german.say(f"{law}.others"),
        "authority": sheet.controller.authority,
        "officer": sheet.controller.officer,
    }
    return {"heading": german.say(f"{name}.heading"), "text": german.say(f"{name}.text", **values)}


def _chapter(chapter: Chapter, legible: Callable[[str], str]) -> dict[str, object]:
    as_form = chapter.name in _AS_FORM
    return {
        "heading": chapter.heading,
        "as_form": as_form,
        "lead": chapter.records[0].entries[0].label,
        "records": [_record(record, legible, with_lead=not as_form) for record in chapter.records],
    }


def _record(record: Record, legible: Callable[[str], str], *, with_lead: bool) -> dict[str, object]:
    lead, rest = (record.entries[:1], record.entries[1:]) if with_lead else ((), record.entries)
    return {
        "long": sum(map(len, _every_word((Chapter("", "", (record,)),)))) > _FITS,
        "lead": legible(lead[0].words) if lead else "",
        "entries": [_entry(entry, legible) for entry in rest],
        "parts": [
            {"heading": part.heading, "lines": [legible(_in_one_line(each)) for each in part.records]}
            for part in record.parts
        ],
    }


def _entry(entry: Entry, legible: Callable[[str], str]) -> dict[str, object]:
    long = len(entry.words) > _SHORT or "\n" in entry.words
    return {"label": entry.label, "lines": legible(entry.words).splitlines(), "long": long}


def _in_one_line(record: Record) -> str:
    """A row that belongs to another one: its first value, then the others by their label."""
    first, *others = record.entries
    return " · ".join([first.words, *(f"{entry.label}: {entry.words}" for entry in others)])


def _every_word(chapters: tuple[Chapter, ...]) -> Iterator[str]:
    for chapter in chapters:
        for record in chapter.records:
            yield from (entry.words for entry in record.entries)
            yield from _every_word(record.parts)
