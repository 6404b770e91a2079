# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whom an office knows, and why a hand-over is not taken in: each reason has its own sentence."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.domain.errors import InvalidInput, Refusal
from app.operations import consents, known_offices, received_cases
from app.operations.vaults import Vault
from storage import case_transfers as stored
from storage import person_rows
from tests.operations.neighbours import DANGER, Neighbour, filled, sent, taken, wish

from .conftest import Office


@pytest.mark.parametrize("what", ["not_for_us", "unknown_sender", "damaged", "no_transfer", "already_here"])
def test_each_reason_has_its_own_refusal(
    case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime, what: str
) -> None:
    sent(case_vault, office, wish(neighbour, "name_contact", norm=DANGER), neighbour, now)
    whole = neighbour.file.read_bytes()
    vault = neighbour.vault
    if what == "not_for_us":
        vault.db.execute("UPDATE device SET kem_key = signing_key")
    elif what == "unknown_sender":
        vault.db.execute("UPDATE known_office SET confirmed_at = NULL")
    elif what == "damaged":
        neighbour.file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    elif what == "no_transfer":
        neighbour.file.write_bytes(b"%PDF-1.7")
    else:
        taken(neighbour, now)
    with pytest.raises(Refusal, match=rf"transfer\.{what}"):
        received_cases.look_at(vault, neighbour.file, now)


def test_nothing_is_sealed_before_the_comparison(
    case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime
) -> None:
    case_vault.db.execute("UPDATE known_office SET confirmed_at = NULL")
    with pytest.raises(Refusal, match=r"known_office\.not_compared"):
        sent(case_vault, office, wish(neighbour, "name_contact", norm=DANGER), neighbour, now)
    with pytest.raises(InvalidInput, match=r"fingerprint_differs"):
        known_offices.confirm(case_vault, neighbour.unit, "0000 0000 0000 0000 0000", now)
    assert not neighbour.file.exists()
    assert not consents.disclosures(case_vault, office.file_id)


def test_both_sides_read_the_same_fingerprint(
    case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime
) -> None:
    (here,), (there,) = known_offices.offices(case_vault), known_offices.offices(neighbour.vault)
    assert here.fingerprint == there.fingerprint
    assert here.unit != there.unit


def test_an_own_place_is_asked_for(case_vault: Vault, neighbour: Neighbour, now: datetime) -> None:
    with pytest.raises(InvalidInput, match=r"place_missing"):
        known_offices.change_place(case_vault, neighbour.unit, None, False, now)


def test_every_row_of_a_person_has_a_key(case_vault: Vault, office: Office, now: datetime) -> None:
    filled(case_vault, office, now)
    found = person_rows.rows_of(case_vault.db, office.client_id)
    assert len({key[0] for key in found}) > 8
    assert person_rows.digest(found) == person_rows.digest(
        person_rows.rows_of(case_vault.db, office.client_id)
    )
    assert stored.received(case_vault.db, office.case_id) is None


def test_a_lost_computer_is_trusted_no_more(
    case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime
) -> None:
    known_offices.distrust(case_vault, neighbour.unit, now)
    with pytest.raises(Refusal, match=r"known_office\.not_compared"):
        sent(case_vault, office, wish(neighbour, "name_contact", norm=DANGER), neighbour, now)
    (known,) = known_offices.offices(case_vault)
    card = known_offices.key_card(neighbour.vault, now)
    again = known_offices.take_card(case_vault, card, office.club, False, now)
    assert again.confirmed_at is None
    assert again.fingerprint == known.fingerprint


def test_the_same_card_again_asks_for_no_second_call(
    case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime
) -> None:
    card = known_offices.key_card(neighbour.vault, now + timedelta(days=1))
    again = known_offices.take_card(case_vault, card, None, True, now)
    assert (again.confirmed_at is not None, again.same_controller) == (True, True)


def test_an_own_card_is_nobody_elses(case_vault: Vault, office: Office, now: datetime) -> None:
    with pytest.raises(Refusal, match=r"known_office\.own_card"):
        known_offices.take_card(case_vault, known_offices.key_card(case_vault, now), office.club, False, now)
