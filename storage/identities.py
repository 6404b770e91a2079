# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The names and birth dates in the file, for the one check that none of them leaves."""

from __future__ import annotations

from storage.connection import Connection


def names(db: Connection) -> frozenset[str]:
    """Every name of every client, however it is kept: present, former, in its own script."""
    rows = db.execute("SELECT family_name, given_names, former_names, native_name FROM client")
    return frozenset(name for row in rows for name in row if name)


def birth_dates(db: Connection) -> frozenset[str]:
    """Every birth date that is known to the day, in ISO form."""
    rows = db.execute("SELECT DISTINCT birth_date FROM client WHERE length(birth_date) = 10")
    return frozenset(day for (day,) in rows)
