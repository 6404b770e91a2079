# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a case still lacks: read and shown, never stored, never counted, never sent."""

from __future__ import annotations

from datetime import date

from app.domain.consent import current_consent
from app.domain.self_check import Missing
from app.domain.self_check import still_missing as missing_in
from storage import cases, consents, documentation
from storage.vault import Vault


def still_missing(vault: Vault, case_id: str, today: date) -> tuple[Missing, ...]:
    """Nothing for a case that is closed or a file that is restricted: there nothing is added any more."""
    db = vault.db
    file = cases.file_of(db, case_id)
    if cases.load_case(db, case_id).status == "closed" or file.restricted_on is not None:
        return ()
    consent = current_consent(consents.load_consents(db, file.id))
    return missing_in(documentation.documented(db, case_id, consent), today)
