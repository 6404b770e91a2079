# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Outstation and Kreis come to know each other."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.domain.errors import InvalidInput, Refusal
from app.operations import cases, catalogues, district, enrolment, publishing, release_audit, reporting
from sync import enrolment as papers
from sync import signed
from sync.release import decode

NOW = datetime(2022, 1, 31, 12, tzinfo=UTC)
END = date(2022, 1, 31)


@pytest.fixture
def two(district_vault: Any, new_outstation: Any) -> tuple[Any, Any]:
    district.ensure_district(district_vault, "05382", "Musterkreis", NOW)
    return district_vault, new_outstation("Nordstadt")


def test_both_sides_see_the_same_fingerprint(two: tuple[Any, Any]) -> None:
    kreis, outstation = two
    certificate = district.enrol(kreis, reporting.pairing_file(outstation.vault, NOW), "Meldestelle 1", NOW)
    fingerprint = reporting.take_certificate(outstation.vault, certificate, NOW)
    (line,) = district.outstations(kreis)
    assert line.fingerprint == fingerprint
    assert (line.name, line.confirmed, [name for _, name in line.sites]) == (
        "Meldestelle 1",
        False,
        ["Nordstadt"],
    )
    state = reporting.enrolment_state(outstation.vault)
    assert state is not None
    assert (state.district, state.fingerprint, state.confirmed) == ("Musterkreis", fingerprint, False)


def test_a_new_office_begins_with_the_tables_of_its_kreis(two: tuple[Any, Any]) -> None:
    kreis, outstation = two
    publishing.publish_tables(kreis, 2, END, NOW)
    certificate = district.enrol(kreis, reporting.pairing_file(outstation.vault, NOW), "", NOW)
    fingerprint = reporting.take_certificate(outstation.vault, certificate, NOW)
    reporting.confirm_district(outstation.vault, fingerprint, NOW)
    assert [each.number for each in release_audit.catalogues(outstation.vault.db)] == [1, 2]
    assert catalogues.offered(outstation.vault, NOW) is None
    assert decode(outstation.preview(END).payload).catalogue.number == 2


@pytest.mark.parametrize("settled", [None, date(2022, 2, 1)])
def test_without_tables_in_force_it_begins_with_the_first(two: tuple[Any, Any], settled: date | None) -> None:
    """What is settled for a later day is shown then, as to everybody."""
    kreis, outstation = two
    if settled is not None:
        publishing.publish_tables(kreis, 2, settled, NOW)
    certificate = district.enrol(kreis, reporting.pairing_file(outstation.vault, NOW), "", NOW)
    assert b'"catalogue"' not in certificate
    reporting.take_certificate(outstation.vault, certificate, NOW)
    assert [each.number for each in release_audit.catalogues(outstation.vault.db)] == [1]


def test_an_office_that_has_released_is_shown_what_changes(kreis: Any) -> None:
    office = kreis.outstations[0]
    office.release(END)
    publishing.publish_tables(kreis.vault, 2, END, NOW)
    again = district.enrol(kreis.vault, reporting.pairing_file(office.vault, NOW), "", NOW)
    reporting.take_certificate(office.vault, again, NOW)
    assert [each.number for each in release_audit.catalogues(office.vault.db)] == [1]
    assert catalogues.offered(office.vault, NOW) is not None


@pytest.mark.parametrize("said", [b"3", b"99999999"])
def test_tables_that_this_program_does_not_know_are_passed_over(two: tuple[Any, Any], said: bytes) -> None:
    kreis, outstation = two
    publishing.publish_tables(kreis, 2, END, NOW)
    certificate = district.enrol(kreis, reporting.pairing_file(outstation.vault, NOW), "", NOW)
    content = signed.split(certificate, "certificate").content
    other = content.replace(b'"catalogue":2', b'"catalogue":' + said)
    assert other != content
    raw = signed.sign("certificate", other, enrolment.own_keys(kreis.db).signing)
    assert papers.read_certificate(raw, enrolment.outstation_party(outstation.vault.db, outstation.unit))
    reporting.take_certificate(outstation.vault, raw, NOW)
    assert [each.number for each in release_audit.catalogues(outstation.vault.db)] == [1]


def test_nothing_is_sealed_before_the_district_is_confirmed(two: tuple[Any, Any]) -> None:
    kreis, outstation = two
    with pytest.raises(Refusal, match=r"reporting\.not_enrolled"):
        outstation.release(END)
    certificate = district.enrol(kreis, reporting.pairing_file(outstation.vault, NOW), "", NOW)
    reporting.take_certificate(outstation.vault, certificate, NOW)
    with pytest.raises(Refusal, match=r"reporting\.not_enrolled"):
        outstation.release(END)
    assert reporting.ledger(outstation.vault) == ()
    assert reporting.outbox(outstation.vault) == ()


def test_nothing_is_opened_before_the_outstation_is_confirmed(two: tuple[Any, Any], tmp_path: Any) -> None:
    kreis, outstation = two
    certificate = district.enrol(kreis, reporting.pairing_file(outstation.vault, NOW), "", NOW)
    fingerprint = reporting.take_certificate(outstation.vault, certificate, NOW)
    reporting.confirm_district(outstation.vault, fingerprint, NOW)
    for vault in two[0], outstation.vault:
        reporting.set_transport(vault, "folder", str(tmp_path), NOW)
    outstation.release(END)
    assert outstation.deliver(END).sent == 1
    assert district.fetch(kreis, NOW).accepted == 0
    district.confirm_outstation(kreis, outstation.unit, fingerprint.lower().replace(" ", "-"), NOW)
    assert district.fetch(kreis, NOW).accepted == 1


def test_another_fingerprint_is_refused_on_both_sides(two: tuple[Any, Any]) -> None:
    kreis, outstation = two
    certificate = district.enrol(kreis, reporting.pairing_file(outstation.vault, NOW), "", NOW)
    fingerprint = reporting.take_certificate(outstation.vault, certificate, NOW)
    wrong = ("1" if fingerprint[0] == "0" else "0") + fingerprint[1:]
    with pytest.raises(InvalidInput, match=r"reporting\.fingerprint_differs"):
        reporting.confirm_district(outstation.vault, wrong, NOW)
    with pytest.raises(InvalidInput, match=r"reporting\.fingerprint_differs"):
        district.confirm_outstation(kreis, outstation.unit, wrong, NOW)
    state = reporting.enrolment_state(outstation.vault)
    assert state is not None
    assert not state.confirmed


def test_a_later_pairing_file_brings_new_sites_and_keeps_the_confirmation(
    two: tuple[Any, Any], enrol: Any
) -> None:
    kreis, outstation = two
    enrol(outstation)
    cases.add_site(outstation.vault, "HF", "Hafen", "05382060", NOW)
    certificate = district.enrol(kreis, reporting.pairing_file(outstation.vault, NOW), "", NOW)
    reporting.take_certificate(outstation.vault, certificate, NOW)
    (line,) = district.outstations(kreis)
    assert line.confirmed
    assert sorted(name for _, name in line.sites) == ["Hafen", "Nordstadt"]
    state = reporting.enrolment_state(outstation.vault)
    assert state is not None
    assert state.confirmed


def test_the_certificate_of_another_outstation_is_refused(two: tuple[Any, Any], new_outstation: Any) -> None:
    kreis, outstation = two
    other = new_outstation("Hafen")
    certificate = district.enrol(kreis, reporting.pairing_file(other.vault, NOW), "", NOW)
    with pytest.raises(Refusal, match=r"certificate\.for_another"):
        reporting.take_certificate(outstation.vault, certificate, NOW)


def test_the_same_unit_with_other_keys_is_refused(two: tuple[Any, Any]) -> None:
    kreis, outstation = two
    district.enrol(kreis, reporting.pairing_file(outstation.vault, NOW), "", NOW)
    with outstation.vault.transaction() as db:
        db.execute("UPDATE device SET epoch = '11111111-1111-4111-8111-111111111111'")
    with pytest.raises(Refusal, match=r"district\.other_keys"):
        district.enrol(kreis, reporting.pairing_file(outstation.vault, NOW), "", NOW)


def test_an_unknown_folder_or_way_is_refused(two: tuple[Any, Any], tmp_path: Any) -> None:
    with pytest.raises(InvalidInput, match=r"reporting\.no_such_folder"):
        reporting.set_transport(two[1].vault, "folder", str(tmp_path / "weg"), NOW)
    with pytest.raises(InvalidInput, match=r"reporting\.transport_unknown"):
        reporting.set_transport(two[1].vault, "fax", str(tmp_path), NOW)


@pytest.mark.parametrize(
    ("ags", "name", "code"), [("5382", "M", "ags_unusable"), ("05382", " ", "name_missing")]
)
def test_a_kreis_needs_its_key_and_name(district_vault: Any, ags: str, name: str, code: str) -> None:
    with pytest.raises(InvalidInput, match=code):
        district.ensure_district(district_vault, ags, name, NOW)
