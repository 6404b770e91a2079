# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A file of schema 3 had notes on health in its full-text search; schema 4 takes them out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from app.operations import vaults
from storage import migrate, search
from storage.migrate import Role
from storage.vault import open_with_key


def test_notes_on_health_leave_the_index_and_others_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    shipped = migrate.steps(Role.CASE)
    monkeypatch.setattr(migrate, "steps", lambda _: shipped[:3])
    path = tmp_path / "akte.kim"
    vault = vaults.create_case_file(
        path, "MB", "Meral Böhm", "acht blaue Boote am Kai", now, vaults.FLOOR
    ).vault
    with vault.transaction() as db:
        db.execute("INSERT INTO site (id, code, name, municipality) VALUES ('s', 'SU', 'Mitte', '05382060')")
        db.execute(
            """INSERT INTO client (id, family_name, given_names, search_form, stripped_form, created_at,
                changed_at)
            VALUES ('p', 'Sow', 'Awa', 'SOW AWA', 'SOW AWA', 'x', 'x')"""
        )
        db.execute(
            """INSERT INTO file (id, client_id, number, opened_on, erase_on)
            VALUES ('f', 'p', 'SU-2026-1', '2026-11-22', '2026-12-06')"""
        )
        db.execute(
            """INSERT INTO client_case (id, file_id, number, site_id, opened_on)
            VALUES ('c', 'f', 1, 's', '2026-11-22')"""
        )
        for made, notes in (
            ("a", {"health": "Rückenschmerzen", "housing": "zu eng"}),
            ("b", {"health": "Rezept"}),
        ):
            db.execute("INSERT INTO assessment VALUES (?, 'c', '2026-11-22')", (made,))
            for dimension, note in notes.items():
                db.execute(
                    "INSERT INTO assessment_score (assessment_id, dimension, need, note) VALUES (?, ?, 3, ?)",
                    (made, dimension, note),
                )
            search.index_note(db, made, "c", *notes.values())
        search.index_note(db, "k", "c", "Rückenschmerzen in einem Gespräch erwähnt")
    key = vault._key
    vault.close()
    monkeypatch.setattr(migrate, "steps", lambda _: shipped)
    upgraded = open_with_key(path, "MB", key)
    found = {words: [hit.record_id for hit in search.find_notes(upgraded.db, words)] for words in _WORDS}
    assert found == {"Rückenschmerzen": ["k"], "zu eng": ["a"], "Rezept": []}
    upgraded.close()


_WORDS = ("Rückenschmerzen", "zu eng", "Rezept")
