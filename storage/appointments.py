# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Appointments; a planned one owns an open follow-up as long as its case is open."""

from __future__ import annotations

import uuid
from datetime import date

from app.domain.appointment import Appointment, NewAppointment
from app.domain.errors import Refusal
from app.domain.names import initials
from storage.connection import Connection
from storage.days import day, hour, iso

_APPOINTMENT = """SELECT a.id, a.case_id, a.day, a.at, a.minutes, a.title, a.place, a.bring,
    a.interpreter_language, a.interpreter_kind, a.interpreter, a.interpreter_booked_on, a.state, a.state_on,
    a.moved_to, a.reminded_on, p.family_name, p.given_names, f.number
    FROM appointment AS a
    JOIN client_case AS c ON c.id = a.case_id
    JOIN file AS f ON f.id = c.file_id
    JOIN client AS p ON p.id = f.client_id"""
_STANDS = """EXISTS (SELECT 1 FROM follow_up AS u
    WHERE u.source = 'appointment' AND u.source_id = a.id AND u.state = 'open')"""


def insert_appointment(db: Connection, case_id: str, new: NewAppointment) -> str:
    appointment_id = str(uuid.uuid4())
    db.execute(
        """INSERT INTO appointment (id, case_id, day, at, minutes, title, place, bring, interpreter_language,
        interpreter_kind, interpreter, interpreter_booked_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (appointment_id, case_id, *_values(new)),
    )
    return appointment_id


def update_appointment(db: Connection, appointment_id: str, new: NewAppointment) -> None:
    db.execute(
        """UPDATE appointment SET day = ?, at = ?, minutes = ?, title = ?, place = ?, bring = ?,
        interpreter_language = ?, interpreter_kind = ?, interpreter = ?, interpreter_booked_on = ?
        WHERE id = ?""",
        (*_values(new), appointment_id),
    )


def delete_appointment(db: Connection, appointment_id: str) -> None:
    db.execute("DELETE FROM appointment WHERE id = ?", (appointment_id,))


def load_appointment(db: Connection, appointment_id: str) -> Appointment:
    row = db.execute(f"{_APPOINTMENT} WHERE a.id = ?", (appointment_id,)).fetchone()
    if row is None:
        raise Refusal("bin.gone")
    return _appointment(row)


def on_day(db: Connection, when: date) -> tuple[Appointment, ...]:
    """What is planned for that day in open cases, the earliest first."""
    rows = db.execute(f"{_APPOINTMENT} WHERE a.day = ? AND {_STANDS} ORDER BY a.at, a.rowid", (iso(when),))
    return tuple(_appointment(row) for row in rows)


def planned(db: Connection, since: date) -> tuple[Appointment, ...]:
    """What is planned from that day on in open cases, the soonest first."""
    rows = db.execute(
        f"{_APPOINTMENT} WHERE a.day >= ? AND {_STANDS} ORDER BY a.day, a.at, a.rowid", (iso(since),)
    )
    return tuple(_appointment(row) for row in rows)


def of_case(db: Connection, case_id: str) -> tuple[Appointment, ...]:
    """All of a case, however they ended, the newest first."""
    rows = db.execute(f"{_APPOINTMENT} WHERE a.case_id = ? ORDER BY a.day DESC, a.at DESC", (case_id,))
    return tuple(_appointment(row) for row in rows)


def set_state(
    db: Connection, appointment_id: str, state: str, state_on: date | None, moved_to: str | None = None
) -> None:
    """`state_on` is None only while it is planned, `moved_to` names what took the place of a moved one."""
    db.execute(
        "UPDATE appointment SET state = ?, state_on = ?, moved_to = ? WHERE id = ?",
        (state, iso(state_on), moved_to, appointment_id),
    )


def set_reminded(db: Connection, appointment_id: str, today: date) -> None:
    db.execute("UPDATE appointment SET reminded_on = ? WHERE id = ?", (iso(today), appointment_id))


def _values(new: NewAppointment) -> tuple[object, ...]:
    return (
        iso(new.day),
        new.at.isoformat(timespec="minutes"),
        new.minutes,
        new.title.strip(),
        new.place.strip(),
        new.bring.strip(),
        new.interpreter_language,
        new.interpreter_kind,
        new.interpreter.strip(),
        iso(new.interpreter_booked_on),
    )


def _appointment(row: tuple[str, ...]) -> Appointment:
    appointment_id, case_id, when, at, minutes, title, place, bring, *_ = row
    language, kind, interpreter, booked_on, state, state_on, moved_to, reminded_on = row[8:16]
    family, given, number = row[16:]
    return Appointment(
        day(when),
        hour(at),
        int(minutes),
        title,
        place,
        bring,
        language,
        kind,
        interpreter,
        day(booked_on),
        id=appointment_id,
        case_id=case_id,
        state=state,
        state_on=day(state_on),
        moved_to=moved_to,
        reminded_on=day(reminded_on),
        initials=initials(family, given),
        file_number=number,
    )
