# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever is released: on no paper and in no file that leaves stands a character of anything else.

Every field of the person carries a canary, a value that stands nowhere else. What left is read as a person
reads it (pdfium, cells) and as a machine could (every stream unpacked, all metadata and structure).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import msoffcrypto
import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.assessment import NewAssessment, Score
from app.domain.client import Address, Channel, Person, Residence, SpokenLanguage
from app.domain.contact import NewContact
from app.domain.dates import PartialDate
from app.domain.disclosure import Request
from app.domain.goal import NewGoal
from app.domain.household import NewMember
from app.domain.letter import NewLetter
from app.domain.livelihood import NewLivelihood
from app.domain.network import NewNetworkPerson
from app.domain.referral import NewReferral
from app.domain.registration import ListData, PersonData, columns_in_order
from app.domain.registration_handover import Wish
from app.operations import (
    assessments,
    cases,
    consents,
    contacts,
    documents,
    goals,
    handovers,
    households,
    letters,
    livelihoods,
    networks,
    referrals,
    registration,
    registration_export,
    transfers,
)
from app.operations.vaults import Vault

from .conftest import TODAY, Office, intake
from .test_consents import wanted

PURPOSE = "counselling"
CANARIES: Mapping[str, tuple[str, ...]] = {
    "name_contact": (
        "Zwölfkanari",
        "Quendoline",
        "Xaverkanari",
        "05.06.1987",
        "Kanariweg",
        "987654",
        "Georgisch",
    ),
    "residence": ("Eritrea", "Aufenthaltsgestattung", "13.01.2031", "04/2019"),
    "benefits": ("Wohngeld",),
    "housing": ("Nestkanari",),
    "education_work": ("Werkkanari", "Lernkanari"),
    "family": ("geschieden", "Kitakanari", "Kindkanari", "03/2016"),
    "health": ("Arztkanari",),
}
NEVER = ("Anliegenkanari", "Vermerkkanari", "Umfeldkanari", "Notizkanari", "Rassekanari")
ON_A_LIST: Mapping[str, tuple[str, ...]] = {
    "name_contact": ("Zwölfkanari", "Quendoline", "05.06.1987", "Kanariweg 17", "987654"),
    "residence": ("Eritrea", "04/2019"),
    "family": ("Sippenkanari",),
    "education_work": ("Schulkanari",),
}
LONG_AGO = PartialDate(2019, 4)


@dataclass(frozen=True)
class Left:
    """What left: as one reads it, and all that a machine could find in it."""

    read: str
    raw: bytes


def read_pdf(pdf: bytes) -> Left:
    pages = pypdfium2.PdfDocument(pdf)
    said = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        parts = [repr(each).encode() for each in opened.objects]
        streams = [each.read_bytes() for each in opened.objects if isinstance(each, pikepdf.Stream)]
    return Left(said.replace("\u2060", ""), b"\n".join([pdf, *parts, *streams]))


def read_workbook(sealed: bytes, passphrase: str) -> Left:
    book, plain = msoffcrypto.OfficeFile(io.BytesIO(sealed)), io.BytesIO()
    book.load_key(password=passphrase)
    book.decrypt(plain)
    with zipfile.ZipFile(plain) as parts:
        raw = b"\n".join(parts.read(name) for name in parts.namelist())
    return Left("".join(raw.decode("utf-8", "replace").split()), raw)


def holds(left: Left, word: str) -> bool:
    """In sight, or anywhere in one of the ways in which a PDF holds text beside its pages."""
    wide = word.encode("utf-16-be")
    hidden = (word.encode(), wide, wide.hex().encode(), wide.hex().upper().encode())
    return "".join(word.split()) in left.read or any(form in left.raw for form in hidden)


@pytest.fixture
def case_id(case_vault: Vault, office: Office, now: datetime) -> str:
    """A person of whom every field is known, in a file of her own."""
    person = Person(
        "Zwölfkanari",
        "Quendoline",
        former_names="Xaverkanari",
        birth_date=PartialDate(1987, 6, 5),
        nationalities=("224",),
        languages=(SpokenLanguage("ka", "not_recorded"),),
        channels=(Channel("phone", "+49 2241 987654"),),
        address=Address("Kanariweg 17", "53799", "Siegburg"),
        residence=Residence("AGST", date(2031, 1, 13)),
        marital_status="GS",
        arrived_in_germany=LONG_AGO,
        works_in="Werkkanari",
    )
    opened = cases.take_in(case_vault, intake(office.site_id, person, request="Anliegenkanari"), now)
    assert opened.case_id is not None
    vault, new_case = case_vault, opened.case_id
    said = {
        "housing": "Nestkanari",
        "work": "Lernkanari",
        "family": "Kitakanari",
        "discrimination": "Rassekanari",
    }
    for dimension, words in said.items():
        goals.set_goal(vault, new_case, NewGoal(words, dimension, TODAY), now)
    contacts.add_contact(vault, new_case, NewContact("talk", TODAY, "Vermerkkanari"), now)
    networks.add_network_person(vault, opened.client_id, NewNetworkPerson("Umfeldkanari", "friends", 1), now)
    child = NewMember("child", "Kindkanari", "Kindkanari", PartialDate(2016, 3))
    households.add_member(vault, opened.client_id, child, now)
    livelihoods.add_livelihood(
        vault, new_case, NewLivelihood("wohngeld", since=TODAY, reference="Notizkanari"), now
    )
    scores = (Score("housing", 3, 2, "Notizkanari"),)
    assessments.record_assessment(vault, new_case, NewAssessment(TODAY, scores), now)
    return new_case


def release(vault: Vault, case_id: str, service_id: str, released: set[str], now: datetime) -> None:
    """A new notice on everything, of which just this is given; the goal in health waits for its release."""
    file_id = cases.case_view(vault, case_id, TODAY).file.id
    rows = wanted(service_id, *CANARIES, purpose=PURPOSE)
    consent_id = consents.prepare(vault, file_id, rows, "de", TODAY, now)
    consents.print_notice(vault, consent_id, "", now)
    newest = consents.consents(vault, file_id)[0]
    decisions = {row.id: "given" if row.category in released else "refused" for row in newest.rows}
    consents.sign(vault, consent_id, TODAY, decisions, now)
    known = {goal.words for goal in goals.goals(vault, case_id)}
    if "health" in released and "Arztkanari" not in known:
        goals.set_goal(vault, case_id, NewGoal("Arztkanari", "health", TODAY), now)


def letter(vault: Vault, case_id: str, office: Office, asked: tuple[str, ...], now: datetime) -> Left:
    new = NewReferral(office.club, "housing", TODAY, asked, PURPOSE, note="Notizkanari")
    made = transfers.letter_of(vault, referrals.refer(vault, case_id, new, now))
    assert made is not None
    return read_pdf(documents.document(vault, made).pdf)


def preview(vault: Vault, case_id: str, office: Office, asked: tuple[str, ...], now: datetime) -> Left:
    """What the window shows when everything is asked for is no more than what is covered."""
    new = NewReferral(office.club, "housing", TODAY, asked, PURPOSE)
    text = referrals.transfer_text(vault, case_id, new, TODAY)
    return Left("".join(text.split()), text.encode())


def handover(vault: Vault, case_id: str, office: Office, asked: tuple[str, ...], now: datetime) -> Left:
    request = Request(office.club, asked, PURPOSE, "handover", TODAY)
    return read_pdf(handovers.print_handover(vault, case_id, request, None, now).pdf)


Paper = Callable[[Vault, str, Office, tuple[str, ...], datetime], Left]
some = st.sets(st.sampled_from(sorted(CANARIES)), min_size=1)
bounded = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("paper", [letter, handover, preview])
@bounded
@given(released=some, data=st.data())
def test_no_word_of_another_category_is_on_the_paper(
    case_vault: Vault,
    office: Office,
    case_id: str,
    now: datetime,
    paper: Paper,
    released: set[str],
    data: st.DataObject,
) -> None:
    asked = tuple(sorted(data.draw(st.sets(st.sampled_from(sorted(released)), min_size=1))))
    release(case_vault, case_id, office.club, released, now)
    left = paper(case_vault, case_id, office, asked, now)
    for category, canaries in CANARIES.items():
        for canary in canaries:
            known = canary != "Arztkanari" or "health" in released
            assert holds(left, canary) is (category in asked and known), (canary, asked)
    assert [never for never in NEVER if holds(left, never)] == []


@bounded
@given(released=some)
def test_an_accompanying_letter_tells_the_covered_particulars_only(
    case_vault: Vault, office: Office, case_id: str, now: datetime, released: set[str]
) -> None:
    asked = tuple(sorted(released | {"name_contact"}))
    release(case_vault, case_id, office.club, set(asked), now)
    request = Request(office.club, asked, PURPOSE, "letter", TODAY)
    printed = letters.print_accompanying(
        case_vault, case_id, NewLetter(request, "Bitte prüfen Sie das."), now
    )
    left = read_pdf(printed.pdf)
    assert holds(left, "Zwölfkanari")
    others = [canary for category in set(CANARIES) - set(asked) for canary in CANARIES[category]]
    assert [canary for canary in (*others, *NEVER) if holds(left, canary)] == []


@pytest.mark.parametrize("format", ["csv", "xlsx", "pdf"])
@bounded
@given(others=st.sets(st.sampled_from(sorted(set(ON_A_LIST) - {"name_contact"}))))
def test_no_cell_of_another_category_is_in_a_list(
    case_vault: Vault,
    office: Office,
    case_id: str,
    now: datetime,
    tmp_path: Path,
    format: str,
    others: set[str],
) -> None:
    """Who may not be named does not go at all; of the others the cells that are covered."""
    released = others | {"name_contact"}
    release(case_vault, case_id, office.club, released, now)
    client_id = cases.case_view(case_vault, case_id, TODAY).client.id
    list_id = registration.add_list(case_vault, ListData(office.site_id, "Kita-Plätze", office.club), now)
    row = PersonData(
        "Zwölfkanari", "Quendoline", PartialDate(1987, 6, 5), "female", "224", "ka", LONG_AGO,
        "Kanariweg 17", "+49 2241 987654", "Sippenkanari", "Schulkanari", client_id=client_id,
    )  # fmt: skip
    registration.add_person(case_vault, list_id, row, now)
    path = tmp_path / f"liste.{format}"
    wish = Wish(columns_in_order(), PURPOSE)
    made = registration_export.export(case_vault, list_id, wish, format, path, now)
    left = READ[format](path.read_bytes(), made.passphrase)
    for category, canaries in ON_A_LIST.items():
        for canary in canaries:
            assert holds(left, canary) is (category in released), (canary, released)
    assert [never for never in NEVER if holds(left, never)] == []


def read_sealed_pdf(sealed: bytes, passphrase: str) -> Left:
    plain = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed), password=passphrase) as opened:
        opened.save(plain)
    return read_pdf(plain.getvalue())


READ: Mapping[str, Callable[[bytes, str], Left]] = {
    "csv": lambda content, _passphrase: Left("".join(content.decode("utf-8-sig").split()), content),
    "xlsx": read_workbook,
    "pdf": read_sealed_pdf,
}


def test_what_is_looked_for_would_be_found(
    case_vault: Vault, office: Office, case_id: str, now: datetime
) -> None:
    """The search itself: a name that stands only in a title, in a stream or beside the page is seen."""
    release(case_vault, case_id, office.club, {"name_contact"}, now)
    left = letter(case_vault, case_id, office, ("name_contact",), now)
    assert holds(left, "Zwölfkanari")
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = "Zwölfkanari"
        hidden = io.BytesIO()
        pdf.save(hidden)
    assert holds(read_pdf(hidden.getvalue()), "Zwölfkanari")
