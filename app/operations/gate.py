# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one way out: every telling about a person passes here and leaves a disclosure."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

from app.domain.address import may_be_told
from app.domain.case import File, require_unrestricted
from app.domain.code_lists import CodeLists
from app.domain.dates import berlin_date
from app.domain.disclosure import (
    Disclosure,
    Norm,
    Request,
    check_norm,
    check_request,
    covering_rows,
    protects_child,
    require_release,
)
from app.domain.document import Document
from app.domain.errors import Refusal
from app.domain.known_office import KnownOffice
from app.domain.registration import RegistrationList, require_not_erased
from app.domain.registration_handover import (
    ClientBasis,
    Covered,
    Handover,
    Line,
    Wish,
    covered,
    require_something,
)
from app.domain.service import Service
from app.operations.addresses import told_address
from storage import (
    Connection,
    cases,
    code_lists,
    consents,
    disclosures,
    registration,
    restore,
    services,
)
from storage.migrate import Role
from storage.staff import Actor
from storage.vault import Vault


def disclose(
    db: Connection,
    actor: Actor,
    file: File,
    request: Request,
    norm: Norm | None,
    told: str | bytes,
    now: datetime,
) -> Disclosure:
    """Records what leaves now, within the caller's transaction; raises Refusal if nothing allows it.

    `told` is what is told, word for word or byte for byte; only its SHA-256 stays.
    """
    today, lists = berlin_date(now), code_lists.load(db)
    check_request(request, lists, today)
    recipient = services.load_service(db, request.service_id)
    if norm is None:
        _require_withdrawals_known(db)
        if file.restricted_reason is not None:
            require_unrestricted(file)
        released = require_release(consents.load_consents(db, file.id), recipient, request, today)
        rows: dict[str, str | None] = {category: row.id for category, row in released.items()}
    else:
        check_norm(norm, recipient, request.categories, lists, today)
        rows = dict.fromkeys(request.categories)
    disclosure = _disclosure(file, recipient, request, norm, told, lists)
    reason = norm.reason.strip() if norm else ""
    disclosures.insert_disclosure(db, disclosure, recipient.id, reason, rows, actor.id, now)
    return disclosure


def pass_inside(db: Connection, file: File, office: KnownOffice) -> None:
    """To an office of the same controller it is no disclosure; whoever stands elsewhere gets a Refusal."""
    _require_withdrawals_known(db)
    require_unrestricted(file)
    if not office.same_controller:
        raise Refusal("transfer.other_controller")


def pass_again(vault: Vault, document: Document, now: datetime) -> None:
    """What was printed for a third party leaves once more only if it may today; later than that day anew.

    Within the caller's transaction; what was never for a third party needs nothing, nor does a Kreis report.
    """
    db = vault.db
    found = disclosures.last_of(db, document.sha256) if vault.role is Role.CASE else None
    if found is None:
        return
    file_id, before, norm = found
    file, request = cases.load_file(db, file_id), replace(before, day=berlin_date(now))
    if norm is None:
        _require_withdrawals_known(db)
        require_unrestricted(file)
        recipient = services.load_service(db, request.service_id)
        require_release(consents.load_consents(db, file.id), recipient, request, request.day)
    if request.day != before.day:
        disclose(db, vault.actor, file, request, norm, document.pdf, now)


def covered_of_list(db: Connection, list_id: str, wish: Wish, today: date) -> Covered:
    """What of an Erfassungsliste may go to its recipient today; a Refusal where it has none, or is erased."""
    listed, lists = registration.load_list(db, list_id), code_lists.load(db)
    require_not_erased(listed)
    if listed.service_id is None:
        raise Refusal("registration.no_recipient")
    recipient = services.load_service(db, listed.service_id)
    persons = registration.persons(db, list_id)
    ids = {person.client_id for person in persons if person.client_id is not None}
    known = {client_id: _client_basis(db, client_id, recipient, wish.purpose, today) for client_id in ids}
    return covered(listed, persons, known, wish.columns, lists, today)


def disclose_list(
    db: Connection, actor: Actor, list_id: str, wish: Wish, format: str, told: bytes, now: datetime
) -> Covered:
    """Records that a list leaves, within the caller's transaction; Refusal if nothing allows it.

    Counts by basis for the list; for everybody with a file what left about this person. Returns what may go.
    """
    today, lists = berlin_date(now), code_lists.load(db)
    found = covered_of_list(db, list_id, wish, today)
    require_something(found, lists)
    listed = registration.load_list(db, list_id)
    assert listed.service_id is not None
    recipient = services.load_service(db, listed.service_id)
    for handover in _handovers(listed, recipient, found, format, told, now):
        registration.insert_handover(db, str(uuid.uuid4()), list_id, actor.id, handover)
    for line in found.lines:
        if line.person.client_id is not None:
            _disclose_line(db, actor, listed, line, wish.purpose, told, now)
    return found


def _require_withdrawals_known(db: Connection) -> None:
    """A file from a backup may hold a consent that was withdrawn since; a norm holds without one."""
    if restore.is_open(db, restore.CATCH_UP_OPEN):
        raise Refusal("restored.catch_up_open")


def _client_basis(
    db: Connection, client_id: str, recipient: Service, purpose: str, today: date
) -> ClientBasis:
    file = cases.file_of_client(db, client_id)
    address = told_address(db, client_id, today)
    barred_street = None if may_be_told(address) else address.street
    released = covering_rows(consents.load_consents(db, file.id), recipient, purpose, today)
    return ClientBasis(frozenset(released), barred_street, file.restricted_on is not None)


def _handovers(
    listed: RegistrationList, recipient: Service, found: Covered, format: str, told: bytes, now: datetime
) -> list[Handover]:
    """One for each basis that carried something."""
    handovers = []
    for basis in ("norm", "consent"):
        carried = [{c for c, by in line.bases.items() if by == basis} for line in found.lines]
        if not any(carried):
            continue
        norm, reason = (listed.norm, listed.reason) if basis == "norm" else (None, "")
        categories = tuple(sorted(set().union(*carried)))
        persons, digest = sum(map(bool, carried)), sha256(told).hexdigest()
        handovers.append(
            Handover(recipient.institution, now, basis, norm, reason, categories, persons, format, digest)
        )
    return handovers


def _disclose_line(
    db: Connection,
    actor: Actor,
    listed: RegistrationList,
    line: Line,
    purpose: str,
    told: bytes,
    now: datetime,
) -> None:
    """What left of a person with a file stands in that file, by each basis of its own."""
    assert line.person.client_id is not None
    assert listed.service_id is not None
    file = cases.file_of_client(db, line.person.client_id)
    for basis in sorted(set(line.bases.values())):
        categories = tuple(category for category, by in line.bases.items() if by == basis)
        request = Request(listed.service_id, categories, purpose, "list", berlin_date(now))
        norm = Norm(listed.norm, listed.reason) if basis == "norm" and listed.norm else None
        disclose(db, actor, file, request, norm, told, now)


def _disclosure(
    file: File,
    recipient: Service,
    request: Request,
    norm: Norm | None,
    told: str | bytes,
    lists: CodeLists,
) -> Disclosure:
    return Disclosure(
        id=str(uuid.uuid4()),
        file_id=file.id,
        recipient=recipient.institution,
        categories=request.categories,
        purpose=request.purpose,
        channel=request.channel,
        basis="norm" if norm else "consent",
        day=request.day,
        sha256=sha256(told.encode() if isinstance(told, str) else told).hexdigest(),
        norm=norm.code if norm else None,
        withheld=norm is not None and protects_child(norm, lists),
    )
