# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files whose time may run out, and what was decided about them."""

from __future__ import annotations

from datetime import date

from app.domain.retention import Ending
from storage.connection import Connection
from storage.days import day, iso

_ENDINGS = """
    SELECT f.id, newest.id, p.family_name, p.given_names, f.number, f.basis, f.erase_on,
        iif(f.restricted_reason IS NULL, f.restricted_on, NULL), newest.closed_on, newest.closing_reason,
        r.keep_until, coalesce(r.keep_reason, ''), r.offered_on
    FROM file AS f
    JOIN client AS p ON p.id = f.client_id
    JOIN client_case AS newest ON newest.id = (
        SELECT id FROM client_case WHERE file_id = f.id
        ORDER BY closed_on IS NULL DESC, closed_on DESC, number DESC LIMIT 1)
    LEFT JOIN retention AS r ON r.file_id = f.id
    WHERE f.restricted_reason IS NULL AND (:file IS NULL OR f.id = :file)
      AND (f.basis IS NULL OR f.restricted_on IS NOT NULL OR f.id IN (
        SELECT file_id FROM client_case GROUP BY file_id
        HAVING count(*) = count(closed_on) AND max(closed_on) <= :closed_until))"""


def endings(db: Connection, file_id: str | None = None, closed_until: date = date.max) -> tuple[Ending, ...]:
    """Every file, or this one, that nothing keeps open; not while the person wants it restricted.

    The case that ended last counts: a file with an open case has no end. `closed_until`: those that ended
    later are of no interest.
    """
    values = {"file": file_id, "closed_until": iso(closed_until)}
    return tuple(_ending(row) for row in db.execute(_ENDINGS, values))


def keep(db: Connection, file_id: str, until: date, reason: str) -> None:
    db.execute(
        """INSERT INTO retention (file_id, keep_until, keep_reason) VALUES (?, ?, ?)
        ON CONFLICT (file_id) DO UPDATE SET keep_until = excluded.keep_until,
            keep_reason = excluded.keep_reason""",
        (file_id, iso(until), reason),
    )


def set_offered(db: Connection, file_id: str, on: date | None) -> None:
    db.execute(
        """INSERT INTO retention (file_id, offered_on) VALUES (?, ?)
        ON CONFLICT (file_id) DO UPDATE SET offered_on = excluded.offered_on""",
        (file_id, iso(on)),
    )


def _ending(row: tuple[str, ...]) -> Ending:
    file_id, case_id, family, given, number, basis, *days, keep_until, keep_reason, offered_on = row
    erase_on, withdrawn_on, closed_on, closing_reason = days
    return Ending(
        file_id,
        case_id,
        family,
        given,
        number,
        basis,
        day(erase_on),
        day(withdrawn_on),
        day(closed_on),
        closing_reason,
        day(keep_until),
        keep_reason,
        day(offered_on),
    )
