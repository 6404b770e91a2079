# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A signed paper came back: its signature is recorded where it belongs, whatever form it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.consent import Consent, ReleaseRow
from app.domain.errors import Refusal
from app.domain.signing import READ, Hearing, Signing
from app.operations import agreements, authorisations, consents, signings
from storage import agreements as agreed
from storage import authorisations as authorised
from storage import cases, documents
from storage import consents as given
from storage.vault import Vault


@dataclass(frozen=True)
class Awaited:
    """What a paper still asks for: its rows that nobody decided yet, and whether both sides sign it.

    `usual` is how the text was probably heard.
    """

    file_id: str
    open_rows: tuple[ReleaseRow, ...] = ()
    both_sides: bool = False
    usual: Hearing = READ


def awaited(vault: Vault, document_id: str) -> Awaited | None:
    """None where the paper waits for no signature."""
    file_id = documents.file_of(vault.db, document_id)
    if file_id is None or document_id not in signings.awaiting(vault, file_id):
        return None
    form = documents.load_document(vault.db, document_id).form
    if form == "consent":
        consent = _consent(vault, file_id, document_id)
        named = consent.interpreter.strip()
        usual = Hearing("interpreted", through=named) if named else READ
        return Awaited(file_id, tuple(row for row in consent.rows if row.decision == "open"), usual=usual)
    return Awaited(file_id, both_sides=form == "goals")


def sign_paper(
    vault: Vault,
    document_id: str,
    signing: Signing,
    decisions: Mapping[str, str],
    countersigned_on: date | None,
    now: datetime,
) -> None:
    """As it stands on the paper; `decisions` are for the rows of a consent that were open until now."""
    file_id = documents.file_of(vault.db, document_id)
    if file_id is None:
        raise Refusal("scan.blank_not_typed_in")
    form = documents.load_document(vault.db, document_id).form
    if form == "consent":
        _sign_consent(vault, _consent(vault, file_id, document_id), signing, decisions, now)
    elif form == "goals":
        agreement = _agreement_id(vault, file_id, document_id)
        agreements.sign_agreement(
            vault, agreement, signing.signed_on, countersigned_on, now, hearing=signing.hearing
        )
    elif form == "power_of_attorney":
        known = authorised.of_file(vault.db, file_id)
        authorisation = next(each for each in known if each.document_id == document_id)
        authorisations.sign(vault, authorisation.id, signing, now)
    else:
        signings.sign_document(vault, document_id, signing, now)


def _sign_consent(
    vault: Vault, consent: Consent, signing: Signing, decisions: Mapping[str, str], now: datetime
) -> None:
    """What was said before stands on the paper as well; what was taken back since is not given anew."""
    decided = {row.id: row.decision for row in consent.rows if row.decision in ("given", "refused")}
    consents.sign(
        vault, consent.id, signing.signed_on, {**decided, **decisions}, now, hearing=signing.hearing
    )


def _consent(vault: Vault, file_id: str, document_id: str) -> Consent:
    return next(each for each in given.load_consents(vault.db, file_id) if each.document_id == document_id)


def _agreement_id(vault: Vault, file_id: str, document_id: str) -> str:
    found = (
        agreement
        for case in cases.of_file(vault.db, file_id)
        for agreement in agreed.of_case(vault.db, case.case_id)
    )
    return next(each.id for each in found if each.document_id == document_id)
