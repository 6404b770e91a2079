# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A full file of schema 2 becomes one of schema 3: every row stays, and everything refers to something."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from app.operations import vaults
from storage import follow_ups, journal, migrate
from storage.connection import Connection
from storage.migrate import Role
from storage.vault import Vault, open_with_key

PERSONS, FOLLOW_UPS = 40, 12
PASSWORD = "acht blaue Boote am Kai"
NEW = {"household_member": {"birth_year"}}
"""Columns that became others."""


@pytest.fixture
def upgraded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: datetime) -> Vault:
    shipped = migrate.steps(Role.CASE)
    monkeypatch.setattr(migrate, "steps", lambda _: shipped[:2])
    path = tmp_path / "akte.kim"
    created = vaults.create_case_file(path, "MB", "Meral Böhm", PASSWORD, now, vaults.FLOOR).vault
    fill(created, now)
    before, key = rows(created.db), created._key
    created.close()
    monkeypatch.setattr(migrate, "steps", lambda _: shipped)
    vault = open_with_key(path, "MB", key)
    assert migrate.version(vault.db) == len(shipped)
    assert_kept(before, rows(vault.db))
    return vault


def rows(db: Connection) -> dict[str, list[dict[str, object]]]:
    """Every row of every plain table by column, in the order in which they were written."""
    found = {}
    names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
    for (table,) in names.fetchall():
        if not table.startswith(("sqlite_", "note_search")):
            cursor = db.execute(f"SELECT * FROM {table} ORDER BY rowid")
            columns = [column[0] for column in cursor.description]
            found[table] = [dict(zip(columns, row, strict=True)) for row in cursor]
    return found


def assert_kept(
    before: dict[str, list[dict[str, object]]], after: dict[str, list[dict[str, object]]]
) -> None:
    for table, old in before.items():
        columns = old[0].keys() - NEW.get(table, set()) if old else set()
        assert [{c: row[c] for c in columns} for row in after[table]] == [
            {c: row[c] for c in columns} for row in old
        ], table


def insert(db: Connection, table: str, **values: object) -> None:
    marks = ", ".join("?" * len(values))
    db.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))


def fill(vault: Vault, now: datetime) -> None:
    with vault.transaction() as db:
        insert(db, "site", id="s", code="SU", name="Siegburg", municipality="05382060")
        insert(db, "service", id="a", institution="Übergang Straße e. V.", referral_target="other")
        for n in range(PERSONS):
            fill_person(db, n)
            action = ("intake.accepted", "intake.not_accepted", "case.reopened", "case.closed")[n % 4]
            journal.note(db, now, vault.actor, action, f"c{n}")


def fill_person(db: Connection, n: int) -> None:
    client, file, case = {"client_id": f"p{n}"}, {"file_id": f"f{n}"}, {"case_id": f"c{n}"}
    made = {"created_at": "2026-01-01", "changed_at": "2026-01-01"}
    name = {"family_name": f"Name {n}", "given_names": "", "search_form": f"NAME {n}", "stripped_form": ""}
    insert(db, "client", id=f"p{n}", **name, **made)
    begun = {"opened_on": "2026-01-01"}
    insert(db, "file", id=f"f{n}", number=f"SU-2026-{n}", erase_on="2026-01-15", **client, **begun)
    insert(db, "client_case", id=f"c{n}", number=1, site_id="s", **file, **begun)
    for place, year in enumerate((None, 1980, 2015)):
        insert(db, "household_member", id=f"h{n}{place}", relation="child", birth_year=year, **client)
    insert(db, "address_period", id=f"a{n}", street="Weg 1", blocked=n % 2, **client)
    insert(db, "livelihood_period", id=f"l{n}", legal_circle="sgb2", **client)
    insert(db, "residence_period", id=f"r{n}", status="AGST", **client)
    insert(db, "goal", id=f"g{n}", words="W", dimension="work", set_on="2026-01-02", **case)
    insert(db, "step", id=f"t{n}", goal_id=f"g{n}", position=0, text="S", owner="client")
    versions = {"template_version": "1", "text_version": "1", "sha256": "0", "bytes": b"%PDF"}
    insert(db, "document", id=f"d{n}", form="goals", language="de", created_at="x", **versions, **file)
    signed = {"agreed_on": "2026-01-03", "signed_on": "2026-02-01" if n % 2 else None}
    insert(db, "goal_agreement", id=f"z{n}", version=1, language="de", document_id=f"d{n}", **signed, **case)
    insert(db, "agreed_goal", agreement_id=f"z{n}", position=0, goal_id=f"g{n}")
    due = {"due_on": "2026-03-01"} | case
    for place in range(FOLLOW_UPS):
        insert(db, "follow_up", id=f"u{n}-{FOLLOW_UPS - place}", title=f"Nr. {place}", source="manual", **due)
    done = {"state": "done", "done_on": "2026-02-02"}
    insert(db, "follow_up", id=f"us{n}", title="S", source="step", source_id=f"t{n}", **done, **due)


def test_everything_is_sound_after_it(upgraded: Vault) -> None:
    db = upgraded.db
    assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_follow_ups_of_a_day_keep_their_order(upgraded: Vault) -> None:
    for n in range(PERSONS):
        due = follow_ups.due_of_case(upgraded.db, f"c{n}")
        assert [each.title for each in due] == [f"Nr. {place}" for place in range(FOLLOW_UPS)]


def test_who_began_a_case_answers_for_it(upgraded: Vault) -> None:
    found = upgraded.db.execute("SELECT id, responsible FROM client_case ORDER BY rowid").fetchall()
    staff = upgraded.actor.id
    assert found == [(f"c{n}", None if n % 4 == 3 else staff) for n in range(PERSONS)]


def test_years_of_birth_and_signatures_go_over(upgraded: Vault) -> None:
    db = upgraded.db
    assert db.execute("SELECT DISTINCT born FROM household_member ORDER BY 1").fetchall() == [
        (None,),
        ("1980",),
        ("2015",),
    ]
    assert db.execute(
        "SELECT count(*) FROM goal_agreement WHERE countersigned_on IS NOT signed_on OR goals_printed <> 1"
    ).fetchone() == (0,)


def test_the_directory_is_found_by_small_letters_and_sharp_s(upgraded: Vault) -> None:
    (text,) = upgraded.db.execute("SELECT search_text FROM service").fetchone()
    assert text.split()[:2] == "Übergang Straße".casefold().split()
