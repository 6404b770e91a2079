# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Erfassungslisten on a real file: who goes where on what basis, what leaves, and what is left of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import msoffcrypto
import pikepdf
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from python_calamine import CalamineWorkbook
from sqlcipher3 import dbapi2

import resources
from app.domain.client import Address
from app.domain.dates import PartialDate
from app.domain.errors import Cancelled, InvalidInput, Refusal, Trouble
from app.domain.registration import ListData, PersonData, columns_in_order, goes_soon
from app.domain.registration_handover import PRESETS, Wish
from app.domain.service import ServiceData
from app.operations import cases, consents, directory, drafts, gate, registration, vaults
from app.operations import registration_export as export
from app.operations import registration_import as imported
from app.operations.vaults import Vault

from .conftest import TODAY, Office
from .test_consents import all_given, prepared

EVERYTHING = Wish(columns_in_order(), "appointments")
INVITATION = Wish(PRESETS["appointments"], "appointments")
HANNA = PersonData(
    "Kowalénko",
    "Hanna",
    PartialDate(1988, 5, 2),
    "female",
    "166",
    "uk",
    PartialDate(2022, 3),
    "Bahnhofstraße 1, 53721 Siegburg",
    "+49 151 2345",
    "2 Kinder",
    "Grundschule Nord",
)


@pytest.fixture
def authority(case_vault: Vault, now: datetime) -> str:
    return directory.add_service(case_vault, ServiceData("Ausländerbehörde", "foreigners_office"), now)


@pytest.fixture
def on_request(case_vault: Vault, office: Office, authority: str, now: datetime) -> str:
    data = ListData(
        office.site_id, "Unterkunft Bahnhofstraße", authority, "aufenthg_87", "Ersuchen vom 20.11."
    )
    return registration.add_list(case_vault, data, now)


@pytest.fixture
def by_signature(case_vault: Vault, office: Office, now: datetime) -> str:
    return registration.add_list(case_vault, ListData(office.site_id, "Kita-Plätze", office.club), now)


def opened(path: Path, passphrase: str) -> list[list[object]]:
    sealed, plain = msoffcrypto.OfficeFile(BytesIO(path.read_bytes())), BytesIO()
    sealed.load_key(password=passphrase, verify_password=True)
    sealed.decrypt(plain)
    plain.seek(0)
    return CalamineWorkbook.from_filelike(plain).get_sheet_by_index(0).to_python()


def count(vault: Vault, table: str) -> int:
    found: int = vault.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return found


def test_a_norm_carries_only_what_it_is_for(case_vault: Vault, on_request: str, now: datetime) -> None:
    registration.add_person(case_vault, on_request, HANNA, now)
    shown = export.preview(case_vault, on_request, EVERYTHING, TODAY)
    assert "Schule oder Kita" not in shown.header
    assert "Familie" in shown.header
    assert shown.missing == (("Bildung und Arbeit", 1),)
    assert shown.rows[0][:3] == ("Kowalénko", "Hanna", "02.05.1988")


def test_a_norm_is_only_for_the_body_it_names(case_vault: Vault, office: Office, now: datetime) -> None:
    for data, field in (
        (ListData(office.site_id, "Liste", office.club, "aufenthg_87", "Ersuchen"), "norm"),
        (ListData(office.site_id, "Liste", None, "aufenthg_87", "Ersuchen"), "service_id"),
        (ListData(office.site_id, "Liste", office.club, "stgb_34", "Gefahr"), "norm"),
        (ListData(office.site_id, " "), "title"),
    ):
        with pytest.raises(InvalidInput) as caught:
            registration.add_list(case_vault, data, now)
        assert caught.value.field == field


def test_each_row_needs_its_own_signature(case_vault: Vault, by_signature: str, now: datetime) -> None:
    signed = replace(HANNA, consented_on=TODAY, consented_categories=("name_contact", "education_work"))
    registration.add_person(case_vault, by_signature, signed, now)
    without_school = replace(signed, family_name="Petrenko", consented_categories=("name_contact",))
    registration.add_person(case_vault, by_signature, without_school, now)
    registration.add_person(case_vault, by_signature, replace(HANNA, family_name="Bondar"), now)
    shown = export.preview(case_vault, by_signature, EVERYTHING, TODAY)
    assert [row[0] for row in shown.rows] == ["Kowalénko", "Petrenko"]
    assert [row[-1] for row in shown.rows] == ["Grundschule Nord", ""]
    assert shown.left_out == 1
    assert dict(shown.missing) == {
        "Name und Kontakt": 1,
        "Aufenthalt": 3,
        "Familie": 3,
        "Bildung und Arbeit": 2,
    }
    assert "Staatsangehörigkeit" not in shown.header


def test_nothing_leaves_without_a_basis(
    case_vault: Vault, by_signature: str, tmp_path: Path, now: datetime
) -> None:
    registration.add_person(case_vault, by_signature, HANNA, now)
    target = tmp_path / "liste.xlsx"
    with pytest.raises(Refusal, match=r"registration\.no_basis") as caught:
        export.export(case_vault, by_signature, INVITATION, "xlsx", target, now)
    assert "Name und Kontakt" in str(caught.value.facts["missing"])
    assert not target.exists()
    assert registration.handovers(case_vault, by_signature) == ()
    assert registration.registration_list(case_vault, by_signature).erase_on is None


def test_what_leaves_opens_with_the_passphrase_only(
    case_vault: Vault, on_request: str, tmp_path: Path, now: datetime
) -> None:
    registration.add_person(case_vault, on_request, replace(HANNA, given_names="=Hanna"), now)
    target = tmp_path / "liste.xlsx"
    made = export.export(case_vault, on_request, INVITATION, "xlsx", target, now)
    assert b"Kowal" not in target.read_bytes()
    header, row = opened(target, made.passphrase)
    assert header[0] == "Familienname"
    assert row[:2] == ["Kowalénko", "=Hanna"]
    assert row[header.index("Telefon")] == "+49 151 2345"
    with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
        opened(target, "falsch")
    sheet = tmp_path / "liste.pdf"
    paper = export.export(case_vault, on_request, INVITATION, "pdf", sheet, now)
    assert paper.passphrase != made.passphrase
    for wrong in ("", "falsch", made.passphrase):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(sheet, password=wrong)
    with pikepdf.open(sheet, password=paper.passphrase) as pdf:
        assert pdf.encryption.R == 6
        assert pdf.encryption.bits == 256


def test_a_spreadsheet_takes_no_cell_for_a_formula(
    case_vault: Vault, on_request: str, tmp_path: Path, now: datetime
) -> None:
    registration.add_person(case_vault, on_request, replace(HANNA, address='=HYPERLINK("x";"y")'), now)
    target = tmp_path / "liste.csv"
    made = export.export(case_vault, on_request, INVITATION, "csv", target, now)
    assert made.passphrase == ""
    written = target.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    text = written.decode("utf-8-sig")
    assert "'+49 151 2345" in text
    assert "\"'=HYPERLINK" in text
    sheet = imported.read_table(target)
    assert sheet.rows[0][sheet.header.index("Telefon")] == "+49 151 2345"


def test_what_cannot_be_written_is_not_recorded(
    case_vault: Vault, on_request: str, tmp_path: Path, now: datetime
) -> None:
    registration.add_person(case_vault, on_request, HANNA, now)
    with pytest.raises(Trouble, match=r"document\.not_written"):
        export.export(case_vault, on_request, INVITATION, "xlsx", tmp_path / "fehlt" / "liste.xlsx", now)
    assert registration.handovers(case_vault, on_request) == ()
    assert registration.registration_list(case_vault, on_request).erase_on is None


def test_a_client_on_the_list_goes_by_its_own_notice(
    case_vault: Vault, office: Office, by_signature: str, tmp_path: Path, now: datetime
) -> None:
    row = replace(HANNA, client_id=office.client_id)
    registration.add_person(case_vault, by_signature, row, now)
    with pytest.raises(Refusal, match=r"registration\.no_basis"):
        export.export(case_vault, by_signature, INVITATION, "xlsx", tmp_path / "a.xlsx", now)
    consent_id = prepared(case_vault, office, now, "name_contact", to=office.club)
    consents.print_notice(case_vault, consent_id, "", now)
    consents.sign(case_vault, consent_id, TODAY, all_given(case_vault, office, consent_id), now)
    (purpose,) = {each.purpose for each in consents.consents(case_vault, office.file_id)[0].rows}
    export.export(case_vault, by_signature, Wish(("family_name",), purpose), "xlsx", tmp_path / "a.xlsx", now)
    (told,) = consents.disclosures(case_vault, office.file_id)
    (left,) = registration.handovers(case_vault, by_signature)
    assert (told.channel, told.basis, told.categories) == ("list", "consent", ("name_contact",))
    assert told.sha256 == left.sha256
    consents.withdraw(case_vault, consent_id, TODAY, "mündlich", now)
    with pytest.raises(Refusal, match=r"registration\.no_basis"):
        export.export(case_vault, by_signature, Wish(("family_name",), purpose), "xlsx", tmp_path / "b", now)


def test_a_barred_address_is_never_passed_on(
    case_vault: Vault, office: Office, on_request: str, now: datetime
) -> None:
    person = cases.case_view(case_vault, office.case_id, TODAY).client.person
    barred = replace(person, address=Address("Wiesenweg 3", "53721", "Siegburg", None, blocked=True))
    cases.change_person(case_vault, office.client_id, barred, now)
    registration.add_person(case_vault, on_request, replace(HANNA, client_id=office.client_id), now)
    shown = export.preview(case_vault, on_request, Wish(("family_name", "address"), "appointments"), TODAY)
    assert shown.rows == (("Kowalénko", ""),)


@pytest.mark.parametrize("street_only", [False, True])
def test_a_row_of_the_family_does_not_tell_a_barred_address(
    case_vault: Vault, office: Office, on_request: str, now: datetime, street_only: bool
) -> None:
    """Neighbours keep theirs: a whole accommodation shares one address."""
    person = cases.case_view(case_vault, office.case_id, TODAY).client.person
    barred = replace(person, address=Address("Hauptstr. 3", "53721", "Siegburg", None, blocked=True))
    cases.change_person(case_vault, office.client_id, barred, now)
    home = "Hauptstraße 3, 53721 Siegburg"
    for name, address, client_id in (
        ("Kowalénko", "" if street_only else home, office.client_id),
        ("KOWALENKO", home.upper(), None),
        ("Kowalénko", "Amselgasse 1", None),
        ("Öztürk", home, None),
    ):
        row = replace(HANNA, family_name=name, address=address, client_id=client_id)
        registration.add_person(case_vault, on_request, row, now)
    shown = export.preview(case_vault, on_request, Wish(("family_name", "address"), "appointments"), TODAY)
    assert [address for _, address in shown.rows] == ["", "", "Amselgasse 1", home]


def test_a_signature_does_not_go_over_to_another_body(
    case_vault: Vault, office: Office, by_signature: str, authority: str, now: datetime
) -> None:
    signed = replace(HANNA, consented_on=TODAY, consented_categories=("name_contact",))
    registration.add_person(case_vault, by_signature, signed, now)
    with pytest.raises(Refusal, match=r"registration\.recipient_stays"):
        registration.change_list(case_vault, by_signature, ListData(office.site_id, "X", authority), now)
    with pytest.raises(dbapi2.IntegrityError, match="consented to this recipient"):
        case_vault.db.execute("UPDATE registration_list SET service_id = ?", (authority,))


def test_the_file_itself_refuses_a_hand_over_without_basis(
    case_vault: Vault, by_signature: str, now: datetime
) -> None:
    registration.add_person(case_vault, by_signature, HANNA, now)
    for basis, norm, reason in (("consent", None, ""), ("norm", "aufenthg_87", "Ersuchen")):
        with pytest.raises(dbapi2.IntegrityError, match="no basis covers"):
            case_vault.db.execute(
                """INSERT INTO registration_handover (id, list_id, recipient, at, staff_id, basis, norm,
                    reason, categories, persons, format, sha256)
                VALUES ('h', ?, 'X', ?, ?, ?, ?, ?, 'residence', 1, 'pdf', '')""",
                (by_signature, now.isoformat(), case_vault.actor.id, basis, norm, reason),
            )


def test_after_ninety_days_only_counts_are_left(
    case_vault: Vault, on_request: str, tmp_path: Path, now: datetime
) -> None:
    person_id = registration.add_person(case_vault, on_request, HANNA, now)
    drafts.keep(
        case_vault, f"registration_person:{person_id}", on_request, '{"address": "Bahnhofstraße 2"}', 0, now
    )
    drafts.keep(case_vault, "registration_person", on_request, '{"family_name": "Kowalénko"}', 0, now)
    made = export.export(case_vault, on_request, INVITATION, "pdf", tmp_path / "a.pdf", now)
    assert made.erase_on == TODAY + timedelta(days=90)
    later = now + timedelta(days=40)
    assert (
        export.export(case_vault, on_request, INVITATION, "pdf", tmp_path / "b.pdf", later).erase_on
        == made.erase_on
    )
    assert registration.erase_due(case_vault, now + timedelta(days=89)) == 0
    checkpoint(case_vault)
    assert traces(case_vault, "Kowal", "Bahnhofstraße 2") == ["Kowal", "Bahnhofstraße 2"]
    last = now + timedelta(days=90)
    assert registration.erase_due(case_vault, last) == 1
    assert registration.erase_due(case_vault, last) == 0
    assert (count(case_vault, "registration_person"), count(case_vault, "draft")) == (0, 0)
    told = registration.handovers(case_vault, on_request)
    assert [(each.persons, each.recipient, each.norm) for each in told] == [
        (1, "Ausländerbehörde", "aufenthg_87")
    ] * 2
    assert registration.registration_list(case_vault, on_request).erased_on == date(2027, 2, 20)
    checkpoint(case_vault)
    assert traces(case_vault, "Kowal", "Bahnhofstraße 1, 5", "KOWAL") == []
    for act in (
        lambda: registration.add_person(case_vault, on_request, HANNA, last),
        lambda: export.export(case_vault, on_request, INVITATION, "pdf", tmp_path / "c.pdf", last),
        lambda: imported.take_in(case_vault, on_request, [HANNA], last),
    ):
        with pytest.raises(Refusal, match=r"registration\.erased"):
            act()


def checkpoint(vault: Vault) -> None:
    vault.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def traces(vault: Vault, *words: str) -> list[str]:
    """Which of the words stand anywhere in the decrypted pages, in free ones and ends of pages too."""
    pages = b"".join(decrypted_pages(vault.path.read_bytes(), vault._key))
    assert b"registration_person" in pages
    return [word for word in words if word.encode() in pages]


def decrypted_pages(content: bytes, key: bytes) -> Iterator[bytes]:
    """SQLCipher 4: pages of 4,096 bytes, AES-256-CBC, each with 16 bytes IV and 64 bytes HMAC at its end."""
    for start in range(0, len(content), 4096):
        page = content[start : start + 4096]
        sealed, vector = page[16 if start == 0 else 0 : -80], page[-80:-64]
        opened = Cipher(AES(key), CBC(vector)).decryptor()
        yield opened.update(sealed) + opened.finalize()


def test_persons_come_in_and_go_as_a_whole(case_vault: Vault, on_request: str, now: datetime) -> None:
    registration.add_person(case_vault, on_request, HANNA, now)
    wrong = [replace(HANNA, family_name=f"Name {letter}") for letter in "ABC"] + [PersonData("")]
    with pytest.raises(InvalidInput):
        imported.take_in(case_vault, on_request, wrong, now)
    assert count(case_vault, "registration_person") == 1
    import_id = imported.take_in(case_vault, on_request, wrong[:3], now)
    found = registration.persons(case_vault, on_request, "", 100)
    assert [person.position for person in found.shown] == [1, 2, 3, 4]
    registration.change_person(case_vault, found.shown[1].id, replace(wrong[0], phone="1"), now)
    assert [each.persons for each in registration.imports(case_vault, on_request)] == [3]
    assert imported.undo(case_vault, import_id, now) == 3
    assert [p.family_name for p in registration.persons(case_vault, on_request, "", 9).shown] == ["Kowalénko"]
    with pytest.raises(Refusal, match=r"registration\.import_gone"):
        imported.undo(case_vault, import_id, now)
    assert registration.imports(case_vault, on_request) == ()


def test_who_stands_there_twice_and_who_has_a_file(
    case_vault: Vault, office: Office, on_request: str, now: datetime
) -> None:
    first = registration.add_person(case_vault, on_request, HANNA, now)
    again = registration.add_person(
        case_vault, on_request, replace(HANNA, family_name="Kowalenko", born=None), now
    )
    registration.add_person(case_vault, on_request, replace(HANNA, born=PartialDate(1999)), now)
    known = PersonData("Nguyen-Lukaszewicz", "Thi Huong", PartialDate(1990, 3, 7))
    client = registration.add_person(case_vault, on_request, known, now)
    hints = registration.hints(case_vault, on_request)
    assert {first, again} <= hints.twice
    assert client not in hints.twice
    assert hints.perhaps_in_file == {client}
    (candidate,) = registration.perhaps_known(case_vault, known)
    assert candidate.known.client_id == office.client_id


def test_a_removed_person_comes_back_where_he_was(case_vault: Vault, on_request: str, now: datetime) -> None:
    ids = [registration.add_person(case_vault, on_request, replace(HANNA, phone=n), now) for n in "123"]
    gone = registration.remove_person(case_vault, ids[1], now)
    assert registration.persons(case_vault, on_request, "kowalenko", 2).count == 2
    registration.put_back(case_vault, gone, now)
    assert [person.id for person in registration.persons(case_vault, on_request, "hann", 9).shown] == ids
    with pytest.raises(Refusal, match=r"registration\.person_gone"):
        registration.remove_person(case_vault, "nobody", now)


def test_nobody_of_a_list_enters_the_figures(case_vault: Vault, on_request: str, now: datetime) -> None:
    before = count(case_vault, "client"), count(case_vault, "activity")
    imported.take_in(case_vault, on_request, [HANNA] * 3, now)
    assert (count(case_vault, "client"), count(case_vault, "activity")) == before
    assert registration.lists(case_vault)[0].persons == 3


def test_a_passphrase_is_read_out_by_phone() -> None:
    known = resources.text("texts", "passphrase_words.txt").partition("\n\n")[2].split()
    assert len(set(known)) == len(known) == 256
    assert all(word.isascii() and word.islower() and 3 < len(word) < 9 for word in known)
    phrases = {export.new_passphrase() for _ in range(50)}
    assert len(phrases) == 50
    assert all(len(phrase.split()) == 8 for phrase in phrases)


def test_the_gate_is_asked_again_when_the_list_leaves(
    case_vault: Vault, by_signature: str, now: datetime
) -> None:
    registration.add_person(case_vault, by_signature, HANNA, now)
    with pytest.raises(Refusal, match=r"registration\.no_basis"), case_vault.transaction() as db:
        gate.disclose_list(db, case_vault.actor, by_signature, INVITATION, "csv", b"Kowalenko", now)
    assert vaults.Role.CASE is case_vault.role


class StopsAt:
    """Progress that its user stops at a step, as `ui.jobs.Job` does."""

    def __init__(self, step: int) -> None:
        self.step = step

    def advance(self, done: int, total: int, label: str) -> None:  # noqa: ARG002
        if done == self.step:
            raise Cancelled


@pytest.mark.parametrize("step", [0, 1, 2])
def test_a_stopped_hand_over_leaves_nothing(
    case_vault: Vault, on_request: str, tmp_path: Path, now: datetime, step: int
) -> None:
    registration.add_person(case_vault, on_request, HANNA, now)
    prepared = export.prepare(case_vault, on_request, INVITATION, "xlsx", TODAY)
    with pytest.raises(Cancelled):
        export.hand_over(case_vault, prepared, tmp_path / "liste.xlsx", now, StopsAt(step))
    assert list(tmp_path.glob("*liste*")) == []
    assert registration.handovers(case_vault, on_request) == ()
    assert registration.registration_list(case_vault, on_request).erase_on is None


def test_what_changed_while_the_file_was_made_does_not_leave(
    case_vault: Vault, on_request: str, tmp_path: Path, now: datetime
) -> None:
    person = registration.add_person(case_vault, on_request, HANNA, now)
    prepared = export.prepare(case_vault, on_request, INVITATION, "csv", TODAY)
    registration.change_person(case_vault, person, replace(HANNA, phone="112"), now)
    with pytest.raises(Refusal, match=r"registration\.changed_meanwhile"):
        export.hand_over(case_vault, prepared, tmp_path / "liste.csv", now)
    assert list(tmp_path.glob("*liste*")) == []
    assert registration.handovers(case_vault, on_request) == ()


@pytest.mark.parametrize(("left", "said"), [(14, True), (15, False), (0, True)])
def test_two_weeks_before_the_end_it_is_said(
    case_vault: Vault, on_request: str, left: int, said: bool
) -> None:
    listed = registration.registration_list(case_vault, on_request)
    assert not goes_soon(listed, TODAY)
    handed_over = replace(listed, erase_on=TODAY + timedelta(days=left))
    assert goes_soon(handed_over, TODAY) is said
    assert not goes_soon(replace(handed_over, erased_on=TODAY), TODAY)
