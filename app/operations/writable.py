# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where something new may be written."""

from __future__ import annotations

from app.domain.case import require_open, require_unrestricted
from storage import Connection, cases


def require_writable(db: Connection, case_id: str) -> None:
    """Nothing new comes into a closed case or a restricted file; the Refusal says the way on."""
    case = cases.load_case(db, case_id)
    require_open(case)
    require_unrestricted(cases.load_file(db, case.file_id))
