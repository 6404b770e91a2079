# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Agreements of before: one day stood for both signatures, and stands for both after the upgrade."""

from __future__ import annotations

from datetime import date

import pytest
from sqlcipher3 import dbapi2

from storage import agreements, migrate
from storage.connection import Connection
from storage.migrate import Role, statements

SIGNED = "2026-05-04"


@pytest.fixture
def upgraded() -> Connection:
    """A file of schema 2 with a signed and an unsigned version over one goal, brought to schema 3."""
    db = dbapi2.connect(":memory:", factory=Connection)
    first, second, third, *_ = migrate.steps(Role.CASE)
    for step in (first, second):
        run(db, step.sql)
    db.execute(
        "INSERT INTO goal (id, case_id, words, dimension, set_on) VALUES ('g', 'c', 'Ziel', 'work', ?)",
        [SIGNED],
    )
    for version, signed_on in ((1, SIGNED), (2, None)):
        db.execute(
            """INSERT INTO goal_agreement
            (id, case_id, version, language, agreed_on, review_on, signed_on, document_id)
            VALUES (?, 'c', ?, 'de', ?, NULL, ?, 'd')""",
            (f"v{version}", version, SIGNED, signed_on),
        )
        db.execute("INSERT INTO agreed_goal VALUES (?, 0, 'g')", (f"v{version}",))
    run(db, third.sql)
    return db


def run(db: Connection, script: str) -> None:
    for statement in statements(script):
        db.execute(statement)


def test_the_one_day_was_that_of_both(upgraded: Connection) -> None:
    unsigned, signed = agreements.of_case(upgraded, "c")
    day = date.fromisoformat(SIGNED)
    assert (signed.signed_on, signed.countersigned_on, signed.outdated) == (day, day, False)
    assert (unsigned.signed, unsigned.outdated) == (False, False)


def test_fewer_goals_than_printed_is_another_agreement(upgraded: Connection) -> None:
    upgraded.execute("DELETE FROM agreed_goal WHERE agreement_id = 'v2'")
    assert [each.outdated for each in agreements.of_case(upgraded, "c")] == [True, False]
