# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The names and birth dates in the file, for the one check that none of them leaves."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.conference import Identities
from storage.connection import Connection


def names(db: Connection) -> frozenset[str]:
    """Every name of every client, however it is kept, of children in households and of representatives.

    A representative that stands in the directory is an office, the Jugendamt for one, and no person.
    """
    rows = db.execute(
        """SELECT family_name, given_names, former_names, native_name FROM client
        UNION ALL SELECT family_name, given_names, '', '' FROM household_member
        UNION ALL SELECT name, '', '', '' FROM representative
            WHERE name NOT IN (SELECT institution FROM service)"""
    )
    return frozenset(name for row in rows for name in row if name)


def round_case(db: Connection, case_id: str) -> Identities:
    """What would name the person of a case, the household, the place, or somebody else of the file."""
    (client_id,) = db.execute(
        "SELECT client_id FROM file WHERE id = (SELECT file_id FROM client_case WHERE id = ?)", (case_id,)
    ).fetchone()
    own = db.execute(
        """SELECT family_name || ' ' || given_names || ' ' || former_names || ' ' || native_name
        FROM client WHERE id = ?1
        UNION ALL SELECT family_name || ' ' || given_names FROM household_member WHERE client_id = ?1
        UNION ALL SELECT c.family_name || ' ' || c.given_names
            FROM household_member AS m JOIN client AS c ON c.id = m.member_client_id WHERE m.client_id = ?1
        UNION ALL SELECT name FROM representative WHERE client_id = ?1
            AND name NOT IN (SELECT institution FROM service)""",
        (client_id,),
    )
    places = db.execute(
        """SELECT street || ' ' || town FROM address_period WHERE client_id = ?1
        UNION ALL SELECT works_in FROM client WHERE id = ?1
        UNION ALL SELECT name FROM site
        UNION ALL SELECT label FROM code_entry WHERE list = 'municipality' AND code IN (
            SELECT municipality FROM address_period WHERE client_id = ?1
            UNION SELECT municipality FROM site)""",
        (client_id,),
    )
    others = db.execute(
        """SELECT family_name || ' ' || former_names, given_names FROM client WHERE id <> ?1
        UNION ALL SELECT family_name, given_names FROM household_member WHERE client_id <> ?1""",
        (client_id,),
    )
    return Identities(_texts(own), _texts(places), tuple((family, given) for family, given in others))


def _texts(rows: Iterable[tuple[str]]) -> tuple[str, ...]:
    return tuple(text for (text,) in rows)


def birth_dates(db: Connection) -> frozenset[str]:
    """Every birth date that is known to the day, in ISO form."""
    rows = db.execute(
        """SELECT birth_date FROM client WHERE length(birth_date) = 10
        UNION SELECT born FROM household_member WHERE length(born) = 10"""
    )
    return frozenset(day for (day,) in rows)
