# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The slip that somebody takes along from a Verweisberatung: where to go, in the language read best."""

from __future__ import annotations

from datetime import datetime

from app.domain.document import Document
from app.domain.errors import Refusal
from app.domain.referral import Referral
from app.forms import referral_slip
from app.forms.referral_slip import FORM, ReferralSlip
from app.operations.documents import check_form_language, keep, letterhead, new_form_number
from app.operations.writable import require_writable
from storage import cases, journal, referrals, services
from storage.vault import Vault

__all__ = ["FORM", "print_slip"]

_NUMBERED = "V"


def print_slip(vault: Vault, referral_id: str, language: str, bring: str, now: datetime) -> Document:
    """For the person, kept in the file; a Refusal where data went along, for the slip says that none did."""
    check_form_language(vault, FORM, language)
    referral = referrals.load_referral(vault.db, referral_id)
    if referral.with_data:
        raise Refusal("referral_slip.with_data")
    slip = _slip(vault, referral, language, bring)
    printed = referral_slip.render(slip, now)
    with vault.transaction() as db:
        require_writable(db, referral.case_id)
        file = cases.file_of(db, referral.case_id)
        document = keep(db, file.id, printed, slip.form_number, now)
        journal.note(db, now, vault.actor, "referral.slip_printed", referral_id)
    return document


def _slip(vault: Vault, referral: Referral, language: str, bring: str) -> ReferralSlip:
    service = services.load_service(vault.db, referral.service_id)
    return ReferralSlip(
        form_number=new_form_number(_NUMBERED),
        controller=letterhead(vault.db),
        institution=service.full_name,
        contact_person=service.contact_person,
        address=service.address,
        phone=service.phone,
        email=service.email,
        website=service.website,
        opening_hours=service.opening_hours,
        access_note=service.access_note,
        course=referral.course,
        bring=" ".join(bring.split()),
        language=language,
    )
