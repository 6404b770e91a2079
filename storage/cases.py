# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files (Akten), their cases, and the intake that began them."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date

from app.domain.case import Case, CaseOfFile, Closing, File
from app.domain.errors import Refusal
from app.domain.intake import Intake, IntakeNote
from storage.connection import Connection
from storage.days import day, iso

_FILE = """SELECT id, client_id, number, basis, basis_on, opened_on, erase_on, restricted_on,
    restricted_reason FROM file"""
_CASE = """SELECT id, file_id, number, site_id, status, opened_on, closed_on, closing_reason, closing_note,
    closing_agreed, responsible FROM client_case"""


def next_file_number(db: Connection, site_code: str, year: int) -> int:
    """The next number of this site and year; a number is never given twice."""
    (number,) = db.execute(
        """INSERT INTO file_number (site_code, year, last) VALUES (?, ?, 1)
        ON CONFLICT (site_code, year) DO UPDATE SET last = last + 1 RETURNING last""",
        (site_code, year),
    ).fetchone()
    return int(number)


def insert_file(db: Connection, file: File) -> None:
    db.execute(
        "INSERT INTO file (id, client_id, number, opened_on, erase_on) VALUES (?, ?, ?, ?, ?)",
        (file.id, file.client_id, file.number, iso(file.opened_on), iso(file.erase_on)),
    )


def load_file(db: Connection, file_id: str) -> File:
    return _file(db.execute(f"{_FILE} WHERE id = ?", (file_id,)).fetchone())


def set_basis(db: Connection, file_id: str, basis: str, since: date) -> None:
    """A file with a basis is no longer preliminary, nor withdrawn; what the person asked for stays."""
    db.execute(
        """UPDATE file SET basis = ?, basis_on = ?, erase_on = NULL,
        restricted_on = iif(restricted_reason IS NULL, NULL, restricted_on) WHERE id = ?""",
        (basis, iso(since), file_id),
    )


def keep_until(db: Connection, file_id: str, last_day: date) -> None:
    """Puts off the erasure of a preliminary file, never brings it forward."""
    db.execute(
        "UPDATE file SET erase_on = max(erase_on, ?) WHERE id = ? AND basis IS NULL", (iso(last_day), file_id)
    )


def restrict(db: Connection, file_id: str, since: date, reason: str | None = None) -> None:
    """Because everything was withdrawn, or for the reason that the person gave."""
    db.execute(
        "UPDATE file SET restricted_on = ?, restricted_reason = ? WHERE id = ?", (iso(since), reason, file_id)
    )


def lift_restriction(db: Connection, file_id: str) -> None:
    db.execute("UPDATE file SET restricted_on = NULL, restricted_reason = NULL WHERE id = ?", (file_id,))


def insert_case(db: Connection, file_id: str, site_id: str, opened_on: date, responsible: str) -> str:
    """A new case of the file, with the file's next case number; `responsible` is one of the staff."""
    case_id = str(uuid.uuid4())
    db.execute(
        """INSERT INTO client_case (id, file_id, number, site_id, opened_on, responsible)
        SELECT ?, ?, coalesce(max(number), 0) + 1, ?, ?, ? FROM client_case WHERE file_id = ?""",
        (case_id, file_id, site_id, iso(opened_on), responsible, file_id),
    )
    return case_id


def load_case(db: Connection, case_id: str) -> Case:
    """Refusal case.gone where it was taken back or erased."""
    row = db.execute(f"{_CASE} WHERE id = ?", (case_id,)).fetchone()
    if row is None:
        raise Refusal("case.gone")
    return _case(row)


def file_of(db: Connection, case_id: str) -> File:
    return _file(
        db.execute(
            f"{_FILE} WHERE id = (SELECT file_id FROM client_case WHERE id = ?)", (case_id,)
        ).fetchone()
    )


def file_of_client(db: Connection, client_id: str) -> File:
    return _file(db.execute(f"{_FILE} WHERE client_id = ?", (client_id,)).fetchone())


def newest_case(db: Connection, client_id: str) -> str:
    """The id of the person's last case; every file has one."""
    (case_id,) = db.execute(
        """SELECT c.id FROM client_case AS c JOIN file AS f ON f.id = c.file_id
        WHERE f.client_id = ? ORDER BY c.number DESC LIMIT 1""",
        (client_id,),
    ).fetchone()
    return str(case_id)


def of_file(db: Connection, file_id: str) -> tuple[CaseOfFile, ...]:
    """All cases of a file, the first one first."""
    rows = db.execute(
        """SELECT id, number, opened_on, closed_on, closing_reason FROM client_case WHERE file_id = ?
        ORDER BY number""",
        (file_id,),
    )
    return tuple(
        CaseOfFile(case_id, number, day(opened_on), day(closed_on), reason)
        for case_id, number, opened_on, closed_on, reason in rows
    )


def file_numbers(db: Connection, ids: Collection[str]) -> dict[str, str]:
    """The file number for each of these ids that is a case, a file or a person."""
    marks = ", ".join("?" * len(ids))
    rows = db.execute(
        f"""SELECT c.id, f.number FROM client_case AS c JOIN file AS f ON f.id = c.file_id
            WHERE c.id IN ({marks})
        UNION ALL SELECT id, number FROM file WHERE id IN ({marks})
        UNION ALL SELECT client_id, number FROM file WHERE client_id IN ({marks})""",
        [*ids, *ids, *ids],
    )
    return dict(rows.fetchall())


def restricted_cases(db: Connection) -> frozenset[str]:
    """Those whose file is restricted."""
    rows = db.execute(
        """SELECT c.id FROM client_case AS c JOIN file AS f ON f.id = c.file_id
        WHERE f.restricted_on IS NOT NULL"""
    )
    return frozenset(case_id for (case_id,) in rows)


def has_open_case(db: Connection, file_id: str) -> bool:
    row = db.execute(
        "SELECT 1 FROM client_case WHERE file_id = ? AND status <> 'closed' LIMIT 1", (file_id,)
    ).fetchone()
    return row is not None


def close(db: Connection, case_id: str, closing: Closing) -> None:
    db.execute(
        """UPDATE client_case SET status = 'closed', closed_on = ?, closing_reason = ?, closing_note = ?,
        closing_agreed = ? WHERE id = ?""",
        (iso(closing.day), closing.reason, closing.note, closing.agreed, case_id),
    )


def set_status(db: Connection, case_id: str, status: str) -> None:
    """Of an open case: active or paused."""
    db.execute("UPDATE client_case SET status = ? WHERE id = ?", (status, case_id))


def open_again(db: Connection, case_id: str, status: str) -> None:
    """Takes the closing back; the case stands as it stood."""
    db.execute(
        """UPDATE client_case SET status = ?, closed_on = NULL, closing_reason = NULL, closing_note = '',
        closing_agreed = NULL WHERE id = ?""",
        (status, case_id),
    )


def set_responsible(db: Connection, case_id: str, staff_id: str | None) -> None:
    db.execute("UPDATE client_case SET responsible = ? WHERE id = ?", (staff_id, case_id))


def insert_intake(db: Connection, case_id: str, intake: Intake) -> str:
    intake_id = str(uuid.uuid4())
    db.execute(
        """INSERT INTO intake
        (id, case_id, held_on, access_way, request, double_counselling, decision, decision_reason, sender,
        sender_basis, passed_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            intake_id,
            case_id,
            iso(intake.held_on),
            intake.access_way,
            intake.request,
            intake.double_counselling,
            intake.decision,
            intake.decision_reason,
            intake.sender,
            intake.sender_basis,
            intake.passed_to,
        ),
    )
    return intake_id


def intake_note(db: Connection, case_id: str) -> IntakeNote | None:
    row = db.execute(
        """SELECT held_on, access_way, request, double_counselling, decision, decision_reason, sender,
        sender_basis, passed_to FROM intake WHERE case_id = ?""",
        (case_id,),
    ).fetchone()
    return IntakeNote(day(row[0]), *row[1:]) if row else None


def set_target_groups(db: Connection, case_id: str, codes: tuple[str, ...]) -> None:
    db.execute("DELETE FROM case_target_group WHERE case_id = ?", (case_id,))
    db.executemany(
        "INSERT INTO case_target_group (case_id, position, code) VALUES (?, ?, ?)",
        [(case_id, position, code) for position, code in enumerate(codes)],
    )


def target_groups(db: Connection, case_id: str) -> tuple[str, ...]:
    rows = db.execute("SELECT code FROM case_target_group WHERE case_id = ? ORDER BY position", (case_id,))
    return tuple(code for (code,) in rows)


def _file(row: tuple[str, ...]) -> File:
    file_id, client_id, number, basis, *more = row
    basis_on, opened_on, erase_on, restricted_on, reason = more
    return File(
        file_id,
        client_id,
        number,
        basis,
        day(basis_on),
        day(opened_on),
        day(erase_on),
        day(restricted_on),
        reason,
    )


def _case(row: tuple[str, ...]) -> Case:
    case_id, file_id, number, site_id, status, opened_on, closed_on, *closing = row
    return Case(case_id, file_id, int(number), site_id, status, day(opened_on), day(closed_on), *closing)
