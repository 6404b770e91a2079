# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The list of cases as it is searched while typing, and the files that will not wait."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from app.domain.case import CaseLine
from app.domain.case_view import FileNotice
from app.domain.dates import PartialDate
from app.domain.errors import InvalidInput
from app.domain.names import search_form, stripped_form
from storage.connection import Connection
from storage.days import day, iso, partial
from storage.signings import WAITS

_STATES = {"open": ("active", "paused"), "closed": ("closed",), "all": ("active", "paused", "closed")}
EVERY = -1
_PHONE = re.compile(r"[+\d\s()/-]{5,}")

_FOUND = """
    FROM client AS p
    JOIN file AS f ON f.client_id = p.id
    JOIN client_case AS c ON c.file_id = f.id
    WHERE {where}"""

# What is shown of a case is looked up only for those that are shown.
_LINES = f"""
    SELECT found.id, family_name, given_names, file_number, birth_date, status, next.title, next.due_on,
        (SELECT max(held_on) FROM contact WHERE case_id = found.id AND kind <> 'attempt'), preliminary
    FROM (
        SELECT c.id, p.family_name, p.given_names, f.number AS file_number, p.birth_date, c.status,
            f.basis IS NULL AS preliminary, p.search_form, c.number
        {_FOUND} ORDER BY p.search_form, c.number DESC LIMIT ?) AS found
    LEFT JOIN follow_up AS next ON next.id = (
        SELECT id FROM follow_up WHERE case_id = found.id AND state = 'open'
        ORDER BY due_on, due_at IS NULL, due_at LIMIT 1)
    ORDER BY found.search_form, found.number DESC"""

_WORD = """(instr(p.search_form, ?) OR instr(p.stripped_form, ?) OR instr(p.native_name, ?)
    OR instr(upper(f.number), upper(?)) OR p.birth_date LIKE ? OR p.id IN (
        SELECT client_id FROM contact_channel WHERE kind = 'phone' AND replace(replace(replace(replace(
            replace(replace(value, ' ', ''), '-', ''), '/', ''), '(', ''), ')', ''), '+', '') LIKE ?))"""

_NOTICES = f"""
    SELECT (SELECT id FROM client_case WHERE file_id = f.id ORDER BY number DESC LIMIT 1),
        p.family_name, p.given_names, f.number, found.kind, found.day, found.code
    FROM (
        SELECT id AS file_id, 'preliminary' AS kind, erase_on AS day, '' AS code
        FROM file WHERE basis IS NULL
        UNION ALL
        SELECT file_id, 'unsigned', iif(status = 'oral', oral_on, printed_on), status FROM consent
        WHERE status IN ('printed', 'oral')
        UNION ALL
        SELECT file_id, 'ending', valid_until, status FROM consent
        WHERE status = 'signed' AND valid_until <= :consent_until
        UNION ALL
        SELECT f.id, 'residence', r.expires_on, r.status
        FROM residence_period AS r JOIN file AS f ON f.client_id = r.client_id
        WHERE r.ended_on IS NULL AND r.expires_on <= :residence_until
        UNION ALL
        SELECT document.file_id, 'paper', date(document.created_at, '+1 hour'), document.form
        FROM document LEFT JOIN signing ON signing.document_id = document.id
        WHERE document.form <> 'consent' AND document.file_id IS NOT NULL AND {WAITS}
    ) AS found
    JOIN file AS f ON f.id = found.file_id
    JOIN client AS p ON p.id = f.client_id
    WHERE EXISTS (SELECT 1 FROM client_case WHERE file_id = f.id AND status <> 'closed')
    ORDER BY found.day, f.number"""


def find(
    db: Connection, query: str, status: str, responsible: str | None = None, at_most: int = EVERY
) -> tuple[CaseLine, ...]:
    """Cases whose person or file matches every word; `status` is open, closed or all.

    `responsible`: only those for which this one of the staff answers.
    """
    where, values = _where(query, status, responsible)
    return tuple(_line(row) for row in db.execute(_LINES.format(where=where), (*values, at_most)))


def count(db: Connection, query: str, status: str, responsible: str | None = None) -> int:
    """How many cases `find` finds."""
    where, values = _where(query, status, responsible)
    return int(db.execute(f"SELECT count(*) {_FOUND.format(where=where)}", values).fetchone()[0])


def _where(query: str, status: str, responsible: str | None) -> tuple[str, list[str]]:
    words = _words(query)
    where = [f"c.status IN ({', '.join('?' * len(_STATES[status]))})", *[_WORD] * len(words)]
    values = [*_STATES[status], *(value for word in words for value in _matches(word))]
    if responsible is not None:
        where, values = [*where, "c.responsible = ?"], [*values, responsible]
    return " AND ".join(where), values


def notices(db: Connection, residence_until: date, consent_until: date) -> tuple[FileNotice, ...]:
    """Open files without a basis or a signature, and what ends until those days; the soonest first."""
    return tuple(
        FileNotice(case_id, family, given, number, kind, day(when), code)
        for case_id, family, given, number, kind, when, code in db.execute(
            _NOTICES, {"residence_until": iso(residence_until), "consent_until": iso(consent_until)}
        )
    )


def _words(query: str) -> Sequence[str]:
    """A phone number typed with spaces is one word."""
    return [query] if _PHONE.fullmatch(query.strip()) else query.split()


def _matches(word: str) -> tuple[str, ...]:
    """What the six places of `_WORD` are compared with; a NUL matches nothing."""
    digits = re.sub(r"^(\+49|0049|0)", "", re.sub(r"[\s()/-]", "", word)).lstrip("+")
    phone = f"%{digits}%" if digits.isdecimal() and len(digits) >= 3 else "\0"
    return (*_forms(word), word, word, _birth(word), phone)


def _forms(word: str) -> tuple[str, str]:
    """Both ways of writing the name; a word without any letter or digit finds no name."""
    return (search_form(word) or "\0", stripped_form(word) or "\0")


def _birth(word: str) -> str:
    try:
        return PartialDate.parse_german(word, "query").iso() + "%"
    except InvalidInput:
        return "\0"


def _line(row: tuple[str, ...]) -> CaseLine:
    case_id, family, given, number, birth, status, title, due_on, last_contact, preliminary = row
    return CaseLine(
        case_id,
        family,
        given,
        number,
        partial(birth),
        status,
        title or "",
        day(due_on),
        day(last_contact),
        bool(preliminary),
    )
