# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Members of a person's household; the name and birth date of one with a file come from there."""

from __future__ import annotations

from app.domain.household import Member, NewMember
from storage.connection import Connection
from storage.days import iso, partial

_MEMBER = """SELECT m.id, m.relation, coalesce(c.given_names, m.given_names),
    coalesce(c.family_name, m.family_name), CASE WHEN c.id IS NULL THEN m.born ELSE c.birth_date END,
    m.lives_here, m.member_client_id
    FROM household_member AS m LEFT JOIN client AS c ON c.id = m.member_client_id"""


def of_client(db: Connection, client_id: str) -> tuple[Member, ...]:
    """In the order in which they were entered."""
    found = db.execute(f"{_MEMBER} WHERE m.client_id = ? ORDER BY m.position, m.rowid", (client_id,))
    return tuple(_member(row) for row in found)


def load(db: Connection, member_id: str) -> tuple[str, Member]:
    """The person in whose household the member is, and the member."""
    (client_id,) = db.execute("SELECT client_id FROM household_member WHERE id = ?", (member_id,)).fetchone()
    return client_id, _member(db.execute(f"{_MEMBER} WHERE m.id = ?", (member_id,)).fetchone())


def insert(
    db: Connection, member_id: str, client_id: str, new: NewMember, member_client_id: str | None = None
) -> None:
    """The last of the household."""
    db.execute(
        """INSERT INTO household_member (id, client_id, position, relation, given_names, family_name, born,
            lives_here, member_client_id)
        SELECT ?, ?, coalesce(max(position), 0) + 1, ?, ?, ?, ?, ?, ? FROM household_member
        WHERE client_id = ?""",
        (member_id, client_id, *_values(new), member_client_id, client_id),
    )


def update(db: Connection, member_id: str, new: NewMember) -> None:
    db.execute(
        """UPDATE household_member
        SET relation = ?, given_names = ?, family_name = ?, born = ?, lives_here = ? WHERE id = ?""",
        (*_values(new), member_id),
    )


def link(db: Connection, member_id: str, member_client_id: str) -> None:
    """From now on the member's own file says name and birth date."""
    db.execute(
        """UPDATE household_member SET member_client_id = ?, given_names = '', family_name = '', born = NULL
        WHERE id = ?""",
        (member_client_id, member_id),
    )


def delete(db: Connection, member_id: str) -> None:
    db.execute("DELETE FROM household_member WHERE id = ?", (member_id,))


def said_without_file(db: Connection) -> tuple[Member, ...]:
    """Everybody without a file of his or her own of whom more than a year of birth is kept here."""
    found = db.execute(
        f"""{_MEMBER} WHERE m.member_client_id IS NULL
        AND (m.given_names <> '' OR m.family_name <> '' OR length(m.born) > 4)"""
    )
    return tuple(map(_member, found))


def forget_name(db: Connection, member: Member) -> None:
    """What `member` no longer says goes."""
    db.execute(
        "UPDATE household_member SET given_names = ?, family_name = ?, born = ? WHERE id = ?",
        (member.given_names, member.family_name, iso(member.born), member.id),
    )


def living_with(db: Connection, client_id: str) -> tuple[str, ...]:
    """The persons with files who live in one household with the person, over however many lines."""
    found = db.execute(
        """WITH RECURSIVE line (one, other) AS (
            SELECT client_id, member_client_id FROM household_member
            WHERE lives_here AND member_client_id IS NOT NULL
        ), home (id) AS (
            SELECT ?1
            UNION SELECT other FROM line JOIN home ON one = id
            UNION SELECT one FROM line JOIN home ON other = id
        ) SELECT id FROM home WHERE id <> ?1""",
        (client_id,),
    )
    return tuple(other for (other,) in found)


def other_side(db: Connection, client_id: str, member_client_id: str) -> str | None:
    """The line in the member's own household that stands for the person."""
    row = db.execute(
        "SELECT id FROM household_member WHERE client_id = ? AND member_client_id = ?",
        (member_client_id, client_id),
    ).fetchone()
    return row[0] if row else None


def _values(new: NewMember) -> tuple[object, ...]:
    return (new.relation, new.given_names, new.family_name, iso(new.born), new.lives_here)


def _member(row: tuple[str, ...]) -> Member:
    member_id, relation, given, family, born, lives_here, member_client_id = row
    return Member(member_id, relation, given, family, partial(born), bool(lives_here), member_client_id)
