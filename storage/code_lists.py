# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The code lists of this file as the value that rules take."""

from __future__ import annotations

import json

from app.domain.code_lists import CodeLists, CodeRow
from storage import code_entries
from storage.connection import Connection


def load(db: Connection) -> CodeLists:
    """Shipped lists and the Kreis's own, ended entries included; read once a connection."""
    if db.code_lists is None:
        db.code_lists = CodeLists.of(
            CodeRow(name, code, label, json.loads(facts), sort, valid_from, valid_to)
            for name, code, label, facts, sort, valid_from, valid_to in code_entries.rows(db)
        )
    return db.code_lists
