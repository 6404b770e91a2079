# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What will not wait, as rows: files without a consent, residence and lists that end, missing answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from app.domain.case_view import FileNotice
from app.domain.dates import german
from app.domain.referral import Awaited
from app.domain.registration import ListLine, goes_soon
from app.domain.retention import Due
from ui.paper_names import form_word
from ui.theme import Tone
from ui.widgets import Chip, Part, Row, RowList, Section, clear

_CHIPS: dict[str, tuple[str, str, Tone]] = {
    "": ("shield", "fehlt", "warning"),
    "printed": ("pencil", "Unterschrift", "warning"),
    "oral": ("clock", "nur mündlich", "warning"),
    "signed": ("clock", "läuft ab", "warning"),
}


AT_ONCE = 4
"""A notice beside what is due: the first few say enough, the rest is a key away."""


class NoticeList(Section):
    """A heading with its count and rows that lead to the case; without rows it takes no room."""

    def __init__(self, title: str, open_case: Callable[[str], object]) -> None:
        super().__init__(title, 0)
        self._title_text, self._open_case = title, open_case

    def show_notices(self, rows: Sequence[Part]) -> None:
        clear(self.body)
        self.set_count(len(rows))
        self.setVisible(bool(rows))
        if not rows:
            return
        notices = RowList(self._title_text, AT_ONCE)
        notices.fill(rows)
        notices.opened.connect(self._open_case)
        self.add(notices)


def consent_rows(notices: Sequence[FileNotice], today: date) -> list[Part]:
    """One row a case: a preliminary file tells how long it stays, and what is missing is on the chip."""
    states = {n.case_id: n for n in notices if n.kind in ("unsigned", "ending")}
    preliminary = {n.case_id: n for n in notices if n.kind == "preliminary"}
    return [
        partial(_consent_row, preliminary.get(case_id), states.get(case_id), today)
        for case_id in {**preliminary, **states}
    ]


def residence_rows(
    notices: Sequence[FileNotice], today: date, label_of: Callable[[str, str], str]
) -> list[Part]:
    return [
        partial(_residence_row, notice, today, label_of) for notice in notices if notice.kind == "residence"
    ]


def paper_rows(notices: Sequence[FileNotice]) -> list[Part]:
    """Papers that were printed and hold nothing until they are signed; consents have a list of their own."""
    return [partial(_paper_row, notice) for notice in notices if notice.kind == "paper"]


def referral_rows(awaited: Sequence[Awaited], today: date) -> list[Part]:
    return [partial(_referral_row, each, today) for each in awaited]


def list_rows(lists: Sequence[ListLine], today: date) -> list[Part]:
    """Erfassungslisten whose persons are about to be erased."""
    return [partial(_list_row, each, today) for each in lists if goes_soon(each.list, today)]


def ending_rows(found: Sequence[Due], today: date, label_of: Callable[[str, str], str]) -> list[Part]:
    """Files that are over or soon will be; what is decided about them stands on their page."""
    return [partial(_ending_row, each, today, label_of) for each in found]


def _ending_row(due: Due, today: date, label_of: Callable[[str, str], str]) -> Row:
    return Row(
        f"{due.initials} · {due.ending.number}",
        label_of("erasure_reason", due.reason),
        key=due.ending.file_id,
        chip=_days_chip((due.last_day - today).days),
    )


def _list_row(found: ListLine, today: date) -> Row:
    assert found.list.erase_on is not None
    persons = "1 Person wird" if found.persons == 1 else f"{found.persons} Personen werden"
    detail = f"{persons} am {german(found.list.erase_on)} gelöscht"
    chip = _days_chip((found.list.erase_on - today).days)
    return Row(found.list.title, detail, key=found.list.id, chip=chip)


def _paper_row(notice: FileNotice) -> Row:
    return Row(
        form_word(notice.code),
        f"{_who(notice)} · gedruckt am {german(notice.day)}",
        key=notice.case_id,
        chip=Chip("pencil", "Unterschrift", "warning"),
    )


def _referral_row(awaited: Awaited, today: date) -> Row:
    days = (today - awaited.made_on).days
    who = f"{awaited.initials} · {awaited.file_number} · {german(awaited.made_on)}"
    return Row(awaited.recipient, who, key=awaited.case_id, chip=Chip("send", f"{days} Tage", "warning"))


def _residence_row(notice: FileNotice, today: date, label_of: Callable[[str, str], str]) -> Row:
    return Row(
        _who(notice),
        f"{label_of('residence_status', notice.code)} bis {german(notice.day)}",
        key=notice.case_id,
        chip=_days_chip((notice.day - today).days),
    )


def _consent_row(preliminary: FileNotice | None, state: FileNotice | None, today: date) -> Row:
    notice = preliminary or state
    assert notice is not None
    detail = _stays((preliminary.day - today).days) if preliminary else _since(notice)
    return Row(_who(notice), detail, key=notice.case_id, chip=Chip(*_CHIPS[state.code if state else ""]))


def _who(notice: FileNotice) -> str:
    return f"{notice.initials} · {notice.file_number}"


def _stays(days: int) -> str:
    if days < 0:
        return "vorläufige Akte, Frist ist vorbei"
    if days == 0:
        return "vorläufige Akte, nur noch heute"
    return f"vorläufige Akte, noch {'1 Tag' if days == 1 else f'{days} Tage'}"


def _since(notice: FileNotice) -> str:
    word = {"printed": "gedruckt am", "oral": "mündlich am", "signed": "endet am"}[notice.code]
    return f"{word} {german(notice.day)}"


def _days_chip(days: int) -> Chip:
    if days < 0:
        return Chip("warning", "abgelaufen", "danger")
    word = "heute" if days == 0 else "1 Tag" if days == 1 else f"{days} Tage"
    if days <= 14:
        return Chip("warning", word, "danger")
    return Chip("clock", word, "warning" if days <= 60 else "neutral")
