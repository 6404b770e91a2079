# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Blank sets from the printer to the shelter and back, on a real encrypted file and real paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.agreement import PaperAgreement
from app.domain.blank_set import FORMS, BlankSet
from app.domain.consent import WantedRelease
from app.domain.disclosure import Request
from app.domain.errors import Cancelled, InvalidInput, Refusal
from app.domain.goal import NewGoal, NewStep
from app.domain.signing import Hearing
from app.operations import (
    agreements,
    blank_sets,
    cases,
    consents,
    documents,
    follow_ups,
    goals,
    printing,
    referrals,
    signings,
)
from app.operations.blank_sets import TypedIn, WantedSets
from app.operations.vaults import Vault
from storage import blank_sets as stored

from .conftest import TODAY, Office, huong, intake

UNTIL = date(2027, 11, 22)
TWO_DAYS = timedelta(days=2)
STEPS = (NewStep("Anmelden", "client", UNTIL),)
WORDS = NewGoal("Ich will eine Wohnung.", "housing", TODAY, "Mietvertrag", STEPS)


def rows(office: Office) -> tuple[WantedRelease, ...]:
    return (
        WantedRelease(office.jobcenter, "name_contact", "secure_benefits", "both", UNTIL),
        WantedRelease(office.jobcenter, "benefits", "secure_benefits", "both", UNTIL),
        WantedRelease(office.club, "housing", "housing_search", "to", UNTIL),
    )


def one_set(vault: Vault, office: Office, now: datetime, language: str = "de") -> BlankSet:
    (made,) = blank_sets.print_sets(vault, WantedSets(1, language, rows(office)), now)
    return made


def typed(office: Office, signed_on: date | None = TODAY, **more: object) -> TypedIn:
    person = replace(huong(), family_name="Al-Masri", given_names="Nour")
    given_rows = frozenset(rows(office)[:2])
    values: dict[str, object] = {"given": given_rows} | more
    return TypedIn(intake(office.site_id, person), signed_on, **values)  # type: ignore[arg-type]


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as pages:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


def test_ten_sets_are_forty_sheets_with_numbers_of_their_own_and_belong_to_nobody(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    made = blank_sets.print_sets(case_vault, WantedSets(10, "uk", rows(office)), now)
    assert [one.name for one in made] == [f"S-{number:04}" for number in range(1, 11)]
    numbers = [number for one in made for number in one.form_numbers]
    assert len(set(numbers)) == 40
    jobs: list[bytes] = []
    sheets = [each for one in made for each in blank_sets.document_ids(case_vault, one.id)]
    printing.print_documents(case_vault, sheets, jobs.extend, now)
    assert len(jobs) == 40
    for one, place in ((made[0], 0), (made[6], 24)):
        for form, number, pdf in zip(FORMS, one.form_numbers, jobs[place : place + 4], strict=True):
            said = text_of(pdf)
            assert one.name in said, form
            assert number in said, form
    assert documents.documents(case_vault, office.file_id) == ()
    assert documents.case_of(case_vault, sheets[0]) is None


def test_a_blank_consent_names_the_chosen_recipients_and_three_rows_to_write_in(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    one = one_set(case_vault, office, now)
    consent = documents.document(case_vault, blank_sets.document_ids(case_vault, one.id)[1])
    said = text_of(consent.pdf)
    assert "Jobcenter Musterstadt" in said
    assert "Wohnhilfe e. V." in said
    assert said.count("__.__.____") == 3
    assert "Aktenzeichen" not in said


def test_typed_in_two_days_later_it_counts_from_the_day_of_signature(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    one = one_set(case_vault, office, now)
    opened = blank_sets.type_in(case_vault, one.id, typed(office), now + TWO_DAYS)
    (consent,) = consents.consents(case_vault, opened.file_id)
    assert (consent.status, consent.signed_on, consent.printed_on) == ("signed", TODAY, TODAY)
    assert [row.decision for row in consent.rows] == ["given", "given", "refused"]
    assert consent.document_id == blank_sets.document_ids(case_vault, one.id)[1]
    file = cases.case_view(case_vault, opened.case_id, TODAY).file
    assert (file.basis, file.basis_on) == ("consent", TODAY)
    kept = documents.documents(case_vault, opened.file_id)
    assert {line.form_number for line in kept} == set(one.form_numbers)
    request = Request(office.jobcenter, ("benefits",), "secure_benefits", "spoken", TODAY)
    referrals.tell(case_vault, opened.case_id, request, "Leistung", None, now + TWO_DAYS)
    refused = Request(office.club, ("housing",), "housing_search", "spoken", TODAY)
    with pytest.raises(Refusal, match=r"disclosure\."):
        referrals.tell(case_vault, opened.case_id, refused, "Wohnung", None, now + TWO_DAYS)


def test_how_it_was_heard_stands_with_the_signature(case_vault: Vault, office: Office, now: datetime) -> None:
    one = one_set(case_vault, office, now, "ar")
    heard = Hearing("interpreted", "ar", "Frau Haddad", mark=True, witness="Herr Klein")
    agreed = PaperAgreement((WORDS,), TODAY, hearing=heard)
    opened = blank_sets.type_in(
        case_vault, one.id, typed(office, hearing=heard, agreed=agreed), now + TWO_DAYS
    )
    _, consent_sheet, _, goal_sheet = blank_sets.document_ids(case_vault, one.id)
    for document_id in (consent_sheet, goal_sheet):
        signing = signings.of_document(case_vault, document_id)
        assert signing is not None
        assert (signing.signed_on, signing.hearing) == (TODAY, heard)
    assert consents.consents(case_vault, opened.file_id)[0].interpreter == "Frau Haddad"
    assert signings.awaiting(case_vault, opened.file_id) == frozenset()


def test_the_goals_on_the_paper_are_an_agreement_of_its_day(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    one = one_set(case_vault, office, now)
    work = replace(WORDS, words="Ich will arbeiten.", dimension="work", steps=())
    review = TODAY + timedelta(days=90)
    agreed = PaperAgreement((WORDS, work), TODAY, TODAY + timedelta(days=1), review)
    opened = blank_sets.type_in(case_vault, one.id, typed(office, agreed=agreed), now + TWO_DAYS)
    (agreement,) = agreements.agreements(case_vault, opened.case_id)
    assert (agreement.version, agreement.agreed_on, agreement.review_on) == (1, TODAY, review)
    assert (agreement.signed_on, agreement.countersigned_on) == (TODAY, TODAY + timedelta(days=1))
    assert agreement.document_id == blank_sets.document_ids(case_vault, one.id)[3]
    assert not agreement.outdated
    found = goals.goals(case_vault, opened.case_id)
    assert {(goal.words, goal.set_on, goal.in_signed_agreement) for goal in found} == {
        (WORDS.words, TODAY, True),
        (work.words, TODAY, True),
    }
    due = {(each.source, each.due_on) for each in follow_ups.due(case_vault, UNTIL)}
    assert {("agreement", review), ("step", UNTIL)} <= due
    assert signings.awaiting(case_vault, opened.file_id) == frozenset()


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"goals": ()}, "words_1", "goal.words_missing"),
        ({"goals": (WORDS, replace(WORDS, dimension=""))}, "dimension_2", "goal.dimension_missing"),
        ({"review_on": TODAY}, "review_on", "goal.review_before_signature"),
        ({"signed_on": TODAY - TWO_DAYS}, "goals_signed_on", "blank_set.signed_before_printed"),
        ({"countersigned_on": TODAY - TWO_DAYS}, "countersigned_on", "goal.signed_before_printed"),
        ({"countersigned_on": UNTIL}, "countersigned_on", "case.day_in_future"),
    ],
)
def test_what_cannot_be_agreed_is_said_at_its_field_and_nothing_is_taken_in(
    case_vault: Vault, office: Office, now: datetime, change: dict[str, object], field: str, code: str
) -> None:
    one, before = one_set(case_vault, office, now), cases.case_count(case_vault, status="all")
    agreed = replace(PaperAgreement((WORDS,), TODAY), **change)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput) as wrong:
        blank_sets.type_in(case_vault, one.id, typed(office, agreed=agreed), now + TWO_DAYS)
    assert (wrong.value.field, wrong.value.code) == (field, code)
    assert cases.case_count(case_vault, status="all") == before


def test_a_set_of_the_task_says_so_and_gives_the_file_its_basis(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    wanted = WantedSets(1, "de", rows(office), basis="task")
    (one,) = blank_sets.print_sets(case_vault, wanted, now)
    assert blank_sets.usual_basis(case_vault) == "task"
    information, consent, *_ = blank_sets.document_ids(case_vault, one.id)
    by_consent = blank_sets.document_ids(case_vault, one_set(case_vault, office, now).id)
    for sheet, other in ((information, by_consent[0]), (consent, by_consent[1])):
        said = [text_of(documents.document(case_vault, each).pdf) for each in (sheet, other)]
        assert "Aufgabe" in said[0], sheet
        assert "gesetzliche Aufgabe" not in said[1], other
    opened = blank_sets.type_in(case_vault, one.id, typed(office, None), now + TWO_DAYS)
    file = cases.case_view(case_vault, opened.case_id, TODAY).file
    assert (file.basis, file.preliminary) == ("task", False)
    with pytest.raises(InvalidInput, match=r"case\.basis_missing"):
        blank_sets.print_sets(case_vault, replace(wanted, basis=""), now)


def test_an_unsigned_consent_waits_and_opens_nothing(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    one = one_set(case_vault, office, now)
    opened = blank_sets.type_in(case_vault, one.id, typed(office, None), now + TWO_DAYS)
    (consent,) = consents.consents(case_vault, opened.file_id)
    assert consent.status == "printed"
    assert signings.awaiting(case_vault, opened.file_id) == {consent.document_id}
    assert cases.case_view(case_vault, opened.case_id, TODAY).file.preliminary
    consents.sign(case_vault, consent.id, TODAY, {consent.rows[0].id: "given"}, now + TWO_DAYS)
    assert not cases.case_view(case_vault, opened.case_id, TODAY).file.preliminary


def test_a_row_written_by_hand_counts_and_a_special_one_is_refused(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    one = one_set(case_vault, office, now)
    family = WantedRelease(office.club, "family", "housing_search", "to", UNTIL)
    health = replace(family, category="health")
    with pytest.raises(InvalidInput) as wrong:
        blank_sets.type_in(case_vault, one.id, typed(office, by_hand=(health,)), now + TWO_DAYS)
    assert (wrong.value.field, wrong.value.code) == ("by_hand", "blank_set.special_by_hand")
    twice = replace(family, category="housing")
    with pytest.raises(InvalidInput) as wrong:
        blank_sets.type_in(case_vault, one.id, typed(office, by_hand=(twice,)), now + TWO_DAYS)
    assert (wrong.value.field, wrong.value.code) == ("by_hand", "consent.row_twice")
    opened = blank_sets.type_in(case_vault, one.id, typed(office, by_hand=(family,)), now + TWO_DAYS)
    (consent,) = consents.consents(case_vault, opened.file_id)
    assert [row.decision for row in consent.rows] == ["given", "given", "refused", "given"]


def test_a_set_is_typed_in_once(case_vault: Vault, office: Office, now: datetime) -> None:
    one = one_set(case_vault, office, now)
    blank_sets.type_in(case_vault, one.id, typed(office), now + TWO_DAYS)
    before = cases.case_count(case_vault)
    with pytest.raises(Refusal, match=r"blank_set\.used"):
        blank_sets.type_in(case_vault, one.id, typed(office), now + TWO_DAYS)
    assert cases.case_count(case_vault) == before
    for text in (one.name, "s1", "1", one.form_numbers[1], one.form_numbers[2].lower()):
        with pytest.raises(Refusal, match=r"blank_set\.used"):
            blank_sets.find_set(case_vault, text)
    assert blank_sets.open_sets(case_vault) == ()


def test_what_fails_leaves_the_set_open_and_no_file_behind(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    one = one_set(case_vault, office, now)
    before = cases.case_count(case_vault, status="all")
    not_understood = Hearing(understood=False)
    with pytest.raises(InvalidInput, match=r"signing\.not_understood"):
        blank_sets.type_in(case_vault, one.id, typed(office, hearing=not_understood), now + TWO_DAYS)
    assert cases.case_count(case_vault, status="all") == before
    assert blank_sets.find_set(case_vault, one.form_numbers[0]) == one


def test_a_set_is_found_by_its_number_or_a_sheet_and_a_discarded_one_can_come_back(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    one = one_set(case_vault, office, now)
    assert blank_sets.find_set(case_vault, " s-0001 ") == one
    assert blank_sets.find_set(case_vault, one.form_numbers[3]) == one
    for text in ("", "S-0002", "E-0000-0000", "Hose"):
        with pytest.raises(Refusal, match=r"blank_set\.unknown"):
            blank_sets.find_set(case_vault, text)
    blank_sets.discard_set(case_vault, one.id, now)
    with pytest.raises(Refusal, match=r"blank_set\.discarded"):
        blank_sets.type_in(case_vault, one.id, typed(office), now + TWO_DAYS)
    blank_sets.found_again(case_vault, one.id, now)
    assert blank_sets.find_set(case_vault, "1") == one


def test_the_next_sets_begin_with_the_usual_recipients(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    assert blank_sets.usual_rows(case_vault, TODAY) == ()
    one_set(case_vault, office, now)
    assert blank_sets.usual_rows(case_vault, TODAY) == rows(office)


def test_stopped_half_way_nothing_is_kept(case_vault: Vault, office: Office, now: datetime) -> None:
    class Stopped:
        def advance(self, done: int, total: int, label: str) -> None:  # noqa: ARG002
            if done == 1:
                raise Cancelled

    with pytest.raises(Cancelled):
        blank_sets.print_sets(case_vault, WantedSets(3, "de", rows(office)), now, Stopped())
    assert blank_sets.open_sets(case_vault) == ()
    assert one_set(case_vault, office, now).number == 1


def test_how_many_and_in_which_language(case_vault: Vault, office: Office, now: datetime) -> None:
    for count in (0, blank_sets.MOST + 1):
        with pytest.raises(InvalidInput) as wrong:
            blank_sets.print_sets(case_vault, WantedSets(count, "de", rows(office)), now)
        assert wrong.value.field == "count"
    with pytest.raises(InvalidInput) as wrong:
        blank_sets.print_sets(case_vault, WantedSets(1, "tlh", rows(office)), now)
    assert wrong.value.field == "language"


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.integers(-400, 400), later=st.integers(0, 400))
def test_whatever_day_is_typed_only_one_between_print_and_today_is_taken(
    case_vault: Vault, office: Office, now: datetime, days: int, later: int
) -> None:
    one = one_set(case_vault, office, now)
    signed_on, typing = TODAY + timedelta(days=days), now + timedelta(days=later)
    if 0 <= days <= later:
        opened = blank_sets.type_in(case_vault, one.id, typed(office, signed_on), typing)
        (consent,) = consents.consents(case_vault, opened.file_id)
        assert (consent.status, consent.signed_on) == ("signed", signed_on)
    else:
        with pytest.raises(InvalidInput) as wrong:
            blank_sets.type_in(case_vault, one.id, typed(office, signed_on), typing)
        assert wrong.value.field == "signed_on"
        assert blank_sets.blank_set(case_vault, one.id).is_open


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(["print", "discard", "type", "find"]), max_size=8))
def test_no_number_is_given_twice_whatever_becomes_of_the_sets(
    case_vault: Vault, office: Office, now: datetime, acts: list[str]
) -> None:
    given_out = list(range(1, stored.next_number(case_vault.db)))
    for act in acts:
        waiting = [one for one in blank_sets.open_sets(case_vault) if one.is_open]
        if act == "print":
            given_out.append(one_set(case_vault, office, now).number)
        elif act == "discard" and waiting:
            blank_sets.discard_set(case_vault, waiting[0].id, now)
        elif act == "type" and waiting:
            blank_sets.type_in(case_vault, waiting[0].id, typed(office), now)
        elif act == "find":
            for one in blank_sets.open_sets(case_vault):
                blank_sets.found_again(case_vault, one.id, now)
    assert len(set(given_out)) == len(given_out)
    assert sorted(given_out) == list(range(1, len(given_out) + 1))
