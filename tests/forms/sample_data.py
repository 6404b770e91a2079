# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands on the samples of the forms; the persons are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

from app.domain.disclosure_info import Chapter, Entry, Record
from app.domain.transfer import Block
from app.forms import own_figures
from app.forms.appointment_slip import AppointmentSlip
from app.forms.assessment_sheet import AssessmentSheet, SheetScore
from app.forms.change_notice import ChangeNotice
from app.forms.checklist_sheet import ChecklistSheet, SheetItem
from app.forms.conference_sheet import ConferenceSheet, GoalState, Household, Need
from app.forms.consent_sheet import ConsentSheet
from app.forms.day_list import DayLine
from app.forms.disclosure_info import InfoSheet
from app.forms.district_report import Count
from app.forms.dividers import Dividers
from app.forms.document_list import DocumentList
from app.forms.goal_sheet import GoalSheet, SheetGoal, SheetStep, Written
from app.forms.handover_sheet import HandoverSheet
from app.forms.incident_sheet import IncidentSheet
from app.forms.information_sheet import InformationSheet
from app.forms.intake_sheet import Answer, IntakeSheet, WayToReach
from app.forms.interpreter_secrecy import InterpreterSecrecy
from app.forms.land_sheet import LandSheet, Part
from app.forms.letter_attendance import AttendanceSheet
from app.forms.pictogram_sheet import PictogramSheet
from app.forms.power_of_attorney import PowerOfAttorney
from app.forms.referral_slip import ReferralSlip
from app.forms.registration_list import ListSheet
from app.forms.small_letters import WantedTime
from app.forms.steering import ChainLine, GapLine, Minutes, Proposal, TaskLine
from app.forms.transfer_letter import TransferLetter
from app.forms.withdrawal_notice import WithdrawalNotice
from app.forms.withdrawal_sheet import Recipient, Told, WithdrawalSheet
from tests.forms.conftest import OFFICE, ROWS, WHEN, a_consent, a_report, some_goals
from tests.forms.test_small_papers import (
    ATTENDANCE,
    AUTHORISATION,
    LETTER,
    LISTS,
    LONG_NAME,
    SECRECY,
    TODAY,
    every_paper,
)

__all__ = ["LETTER", "LONG_NAME", "TODAY", "WHEN", "a_consent", "a_report"]

LONG_TEXT = ("Ich möchte eine Wohnung für meine Familie finden, nah an der Schule meiner Kinder. " * 61)[
    :5000
]
OWN_WORDS = {
    "de": "",
    "ar": "أريد أن أعمل كهربائياً. هاتفي +49 211 1234-567 قبل 21.04.2027",
    "prs": "می‌خواهم دوباره برق‌کار باشم. شماره: +49 211 1234-567",
    "uk": "Я хочу знову працювати електриком.",
    "tr": "Yeniden elektrikçi olarak çalışmak istiyorum.",
    "en": "I want to work as an electrician again.",
}
LONG_WORDS = {
    "ar": ("أريد أن أجد بيتاً لعائلتي قريباً من مدرسة أطفالي. " * 110)[:5000],
    "uk": "Я хочу знайти житло. " * 238,
}
MANY = 60
UNTIL = date(2027, 6, 30)
RECOVERY_KEY = "5BG5-NJT7-QXGG-A8GD-E8YB-CM66-VREJ"
DIMENSIONS = tuple((each.code, each.label) for each in LISTS.every("life_dimension"))
SHORT = {each.code: str(each.facts.get("short", each.label)) for each in LISTS.every("life_dimension")}
NAMELESS: dict[str, Any] = {"client_name": "", "file_number": ""}
NOBODY: dict[str, Any] = NAMELESS | {"set_number": "S-0007"}


def long_consent(language: str) -> ConsentSheet:
    many = tuple(
        replace(ROWS[place % len(ROWS)], recipient=f"Stelle {place} {LONG_NAME[:60]}")
        for place in range(MANY)
    )
    return a_consent(language, rows=many, client_name=LONG_NAME, interpreter=LONG_NAME)


def blank_consent(language: str) -> ConsentSheet:
    return a_consent(language, rows=ROWS[:1], empty_rows=3, birth_date="", **NOBODY)


def information(language: str) -> InformationSheet:
    return InformationSheet("I-7K3M-92QD", OFFICE, "consent", 3, language, TODAY)


def long_information(language: str) -> InformationSheet:
    office = replace(OFFICE, name=LONG_NAME, officer=LONG_NAME, joint="Kreis Nachbarstadt", law="dsg_ekd")
    return replace(information(language), controller=office, basis="task")


def withdrawal(language: str) -> WithdrawalSheet:
    return WithdrawalSheet(
        "W-7K3M-92QD",
        OFFICE,
        "Nguyễn Thị Hương",
        "01.01.1994",
        "SU-2026-14",
        language,
        TODAY,
        date(2026, 9, 1),
        "E-7K3M-92QD",
        recipients=tuple(Recipient(row.recipient, row.categories, row is ROWS[0]) for row in ROWS),
        told=(Told(date(2026, 10, 1), "Jobcenter Musterkreis", ("name_contact", "benefits")),),
    )


def blank_withdrawal(language: str) -> WithdrawalSheet:
    nothing: dict[str, Any] = {"consent_of": None, "consent_number": "", "recipients": (), "told": None}
    return replace(withdrawal(language), birth_date="", **NOBODY, **nothing)


def long_withdrawal(language: str) -> WithdrawalSheet:
    many = tuple(
        Recipient(f"Stelle {number} {LONG_NAME[:60]}", ("name_contact", "family")) for number in range(MANY)
    )
    told = tuple(Told(TODAY, each.name, each.categories) for each in many)
    return replace(withdrawal(language), recipients=many, told=told, client_name=LONG_NAME)


def slip(language: str) -> AppointmentSlip:
    return AppointmentSlip(
        "T-7K3M-92QD",
        OFFICE,
        "Nguyễn Thị Hương",
        "Meral Böhm",
        date(2026, 11, 30),
        time(15, 0),
        "Kaiserplatz 1, Zimmer 204",
        "Pass und Mietvertrag",
        True,
        language,
    )


def blank_slip(language: str) -> AppointmentSlip:
    return replace(slip(language), client_name="", day=None, at=None, place="", bring="", interpreting=False)


def long_slip(language: str) -> AppointmentSlip:
    return replace(slip(language), client_name=LONG_NAME, place=LONG_NAME, bring=LONG_TEXT[:400])


def goals(language: str) -> GoalSheet:
    words = Written("Ich möchte wieder als Elektriker arbeiten.", OWN_WORDS.get(language, ""))
    sheet = some_goals(language, words)
    levels = tuple((level, Written(f"So sieht Stufe {level} aus.")) for level in (2, 1, -1, -2))
    scaled = replace(sheet.goals[0], dimension="housing", levels=levels, continues_since=date(2021, 5, 3))
    return replace(sheet, goals=(sheet.goals[0], scaled), interpreter="Ahmad Karimi")


def blank_goals(language: str) -> GoalSheet:
    return replace(some_goals(language), goals=(), empty_goals=2, review_on=None, case_manager="", **NOBODY)


def long_goals(language: str) -> GoalSheet:
    words = Written(LONG_TEXT, LONG_WORDS.get(language, ""))
    step = SheetStep(Written("Unterlagen suchen und kopieren"), "third_party", TODAY, LONG_NAME)
    goal = SheetGoal("housing", words, Written(LONG_TEXT[:900]), (step,) * MANY)
    return replace(some_goals(language), goals=(goal,), client_name=LONG_NAME)


def intake(language: str) -> IntakeSheet:
    answers = {
        "family_name": Answer("Al-Masri"),
        "given_names": Answer("Nour"),
        "birth_date": Answer("01.01.1994"),
        "sex": Answer("weiblich", "female"),
        "languages": Answer("Arabisch, Kurdisch (Kurmandschi)"),
        "municipality": Answer("Siegburg"),
        "access_way": Answer("eigene Initiative", "self"),
        "request": Answer("Wohnung suchen, Schule für zwei Kinder."),
        "native_name": Answer("نور المصري"),
        "legal_circle": Answer("SGB II", "sgb2", "Kindergeld"),
        "language_level": Answer("A2", "A2"),
    }
    ways = (
        WayToReach("phone", "+49 171 123456", True, False, "nicht der Bruder"),
        WayToReach("email", "nour.al-masri@beispiel.example", False, True),
        WayToReach("other", "über die Nachbarin", False, False),
    )
    return replace(blank_intake(language), set_number="", file_number="SU-2026-1", answers=answers, ways=ways)


def blank_intake(language: str) -> IntakeSheet:
    return IntakeSheet("EB-7K3M-92QD", OFFICE, language, TODAY, set_number="S-0007")


def long_intake(language: str) -> IntakeSheet:
    sheet = intake(language)
    much = {"family_name": Answer(LONG_NAME), "request": Answer(LONG_TEXT), "languages": Answer(LONG_NAME)}
    ways = tuple(
        WayToReach("phone", f"+49 171 {number:06}", True, True, LONG_NAME[:50]) for number in range(MANY)
    )
    return replace(sheet, answers={**sheet.answers, **much}, ways=ways)


def authorisation(language: str) -> PowerOfAttorney:
    return replace(AUTHORISATION, language=language)


def blank_authorisation(language: str) -> PowerOfAttorney:
    return replace(
        authorisation(language),
        **NAMELESS,
        birth_date="",
        address="",
        authority=(),
        reference="",
        matters="",
        valid_until=None,
    )


def long_authorisation(language: str) -> PowerOfAttorney:
    return replace(authorisation(language), client_name=LONG_NAME, matters=LONG_TEXT, address=LONG_NAME)


def secrecy(language: str) -> InterpreterSecrecy:
    return replace(SECRECY, language=language)


def blank_secrecy(language: str) -> InterpreterSecrecy:
    return replace(secrecy(language), interpreter="", spoken="", kind="", file_number="")


def long_secrecy(language: str) -> InterpreterSecrecy:
    return replace(secrecy(language), interpreter=LONG_NAME, adult=False)


def attendance(language: str) -> AttendanceSheet:
    return replace(ATTENDANCE, language=language)


def long_attendance(language: str) -> AttendanceSheet:
    return replace(attendance(language), client_name=LONG_NAME, note=LONG_TEXT)


def folder(language: str) -> Dividers:
    return Dividers("O-7K3M-92QD", OFFICE, tuple(code for code, _ in DIMENSIONS), language)


def papers(language: str) -> DocumentList:
    return replace(every_paper(), language=language)


def blank_papers(language: str) -> DocumentList:
    sheet = papers(language)
    areas = tuple(
        replace(area, papers=tuple(replace(each, state=each.state and "") for each in area.papers))
        for area in sheet.areas
    )
    return replace(sheet, areas=areas, **NAMELESS)


def pictograms(language: str) -> PictogramSheet:
    return PictogramSheet("B-7K3M-92QD", OFFICE, language, TODAY)


def referral(language: str) -> ReferralSlip:
    return ReferralSlip(
        "V-7K3M-92QD",
        OFFICE,
        institution="Haus der Sprachen, Kurse für Eltern",
        contact_person="Frau Özdemir",
        address="Rathausgasse 2, 53721 Talheim",
        phone="+49 2241 55-1234",
        email="post@sprachen.example",
        website="https://www.sprachen.example/kurse",
        opening_hours="Mo bis Do 9 bis 12 Uhr",
        access_note="mit Termin",
        course="Deutsch A1 für Eltern",
        bring="Ausweis",
        language=language,
    )


def long_referral(language: str) -> ReferralSlip:
    return replace(referral(language), institution=LONG_NAME, opening_hours=LONG_NAME, bring=LONG_TEXT[:900])


def long_letter() -> Any:
    enclosures = tuple(f"Anlage {number} mit einem langen Namen" for number in range(MANY))
    return replace(LETTER, client=LONG_NAME, text=LONG_TEXT, enclosures=enclosures)


MORE_TIME = WantedTime(date(2026, 11, 30), date(2026, 12, 14), date(2026, 11, 10))
BLOCKS = (
    Block("Name und Kontakt", (("Familienname", "Łukaszewicz-Großmann"), ("Geburtsdatum", "07.03.1990"))),
    Block("Wohnen", (("", "Ziel „Wohnung: mit Balkon“ (Wohnen)"),)),
)
LONG_BLOCKS = (
    Block("Name und Kontakt", (("Familienname", LONG_NAME),)),
    Block("Bildung und Arbeit", (("", f"Ziel „{LONG_TEXT}“ (Arbeit)"),)),
    *(Block(f"Überschrift {number}", (("Feld", f"Wert {number}"),) * 3) for number in range(MANY // 3)),
)


def transfer() -> TransferLetter:
    return TransferLetter(
        envelope=replace(LETTER.envelope, form_number="R-7K3M-92QD", reference="", file_number=""),
        purpose="Leistungen sichern",
        course="",
        basis="Einwilligung und Entbindung von der Schweigepflicht vom 22.11.2026 (E-7K3M-92QD)",
        answer_released=True,
        blocks=BLOCKS,
    )


def long_transfer() -> TransferLetter:
    return replace(transfer(), blocks=LONG_BLOCKS, course=LONG_NAME)


def handover() -> HandoverSheet:
    return HandoverSheet(
        "U-7K3M-92QD",
        OFFICE,
        recipient=("Stadt Bonn", "Team Nord", "Mozartstraße 1", "53115 Bonn"),
        sender="Meral Böhm",
        purpose="Beratung abstimmen",
        basis="Einwilligung vom 20.11.2026 (E-7K3M-92QD)",
        blocks=BLOCKS,
        printed_on=TODAY,
    )


def long_handover() -> HandoverSheet:
    return replace(handover(), blocks=LONG_BLOCKS, sender=LONG_NAME)


def notice(count: int) -> WithdrawalNotice:
    told = tuple((date(2026, 10, 1), "Brief", f"Name, Kontakt, Wohnen {number}") for number in range(count))
    return WithdrawalNotice(LETTER.envelope, TODAY, told, "Nguyễn Thị Hương", "01.01.1994")


def long_notice() -> WithdrawalNotice:
    return replace(notice(MANY), client_name=LONG_NAME)


def change_notice() -> ChangeNotice:
    rectified = ("Name, Kontakt", "Wohnen")
    return ChangeNotice(
        LETTER.envelope, "rectified", TODAY, notice(1).told, rectified, "Nguyễn Thị Hương", "01.01.1994"
    )


def long_change_notice() -> ChangeNotice:
    return replace(change_notice(), occasion="erased", told=notice(MANY).told, client_name=LONG_NAME)


def assessment() -> AssessmentSheet:
    scores = [SheetScore(code, label, SHORT[code], True, 3, 4, 2, "", 2) for code, label in DIMENSIONS]
    scores[0] = SheetScore(*DIMENSIONS[0], "Gesundheit", released=False)
    scores[4] = replace(scores[4], need=5, note="Zu siebt in drei Zimmern.")
    scores[6] = SheetScore(*DIMENSIONS[6], "Politik")
    person = ("Nour Al-Masri", "SU-2026-1")
    return AssessmentSheet(
        "BA-7K3M-92QD", OFFICE, *person, tuple(scores), TODAY, date(2026, 11, 20), date(2026, 5, 3)
    )


def blank_assessment() -> AssessmentSheet:
    scores = tuple(SheetScore(code, label, SHORT[code]) for code, label in DIMENSIONS)
    return replace(assessment(), scores=scores, held_on=None, earlier_on=None)


def long_assessment() -> AssessmentSheet:
    sheet = assessment()
    scores = tuple(
        replace(each, note=LONG_TEXT[: 5000 // place]) if each.released else each
        for place, each in enumerate(sheet.scores, 1)
    )
    return replace(sheet, scores=scores, client_name=LONG_NAME)


ITEMS = (
    SheetItem(
        "Seit fünf Jahren rechtmäßiger gewöhnlicher Aufenthalt",
        "§ 10 Abs. 1 Satz 1 StAG",
        "met",
        "01.10.2026",
    ),
    SheetItem(
        "Lebensunterhalt ohne Leistungen nach SGB II oder XII", "§ 10 Abs. 1 Satz 1 Nr. 3 StAG", "open"
    ),
    SheetItem("Deutsch B1", "§ 10 Abs. 4 StAG", None),
)


def checklist() -> ChecklistSheet:
    return ChecklistSheet(
        OFFICE,
        title="Einbürgerung",
        norm="§ 10 StAG",
        as_of="Stand 10/2026",
        client_name="Nguyễn Thị Hương",
        born="01.01.1994",
        file_number="SU-2026-14",
        case_manager="Meral Böhm",
        recipient="",
        printed_on=TODAY,
        items=ITEMS,
    )


def long_checklist() -> ChecklistSheet:
    return replace(checklist(), client_name=LONG_NAME, recipient=LONG_NAME, items=ITEMS * (MANY // 3))


CONFERENCE = ConferenceSheet(
    number="FK-0042",
    printed_in="11/2026",
    age_band="28 bis 44 Jahre",
    household=Household(2, 3, 2),
    residence="humanitärer Aufenthalt",
    livelihood="SGB II",
    since="03/2026",
    held_in="10/2026",
    needs=tuple(Need(label, 3, 2) for _, label in DIMENSIONS),
    goals=(GoalState("Arbeit", "", 3, 1), GoalState("Wohnen", "erreicht", 2, 2)),
    question="Wie gelingt der Wechsel in einen Berufssprachkurs?",
)
DAY_LINES = (
    DayLine(time(9, 0), 60, "T. N. · SU-2026-1", "Kaiserplatz 1", "booked", "Vietnamesisch, Lê Thu Trang"),
    DayLine(time(11, 30), 30, "M. Ö. · SU-2026-14", "", "missing", "Türkisch"),
)


def long_day() -> list[DayLine]:
    return [replace(DAY_LINES[0], place=LONG_NAME, interpreter=LONG_NAME)] * MANY


def _entry(label: str, words: str) -> Entry:
    return Entry(label, label, words, words)


def disclosure_info() -> InfoSheet:
    client = Chapter(
        "client", "Person", (Record((_entry("Familienname", "Nguyễn"), _entry("Vornamen", "Hương"))),)
    )
    contacts = Chapter(
        "contact",
        "Vermerke",
        tuple(
            Record((_entry("Tag", f"{day:02}.11.2026"), _entry("Vermerk", "Antrag ausgefüllt.")))
            for day in (1, 2)
        ),
    )
    person = ("Nguyễn Thị Hương", "SU-2026-14")
    return InfoSheet("A-7K3M-92QD", OFFICE, *person, "consent", 3, (client, contacts), TODAY)


def long_disclosure_info() -> InfoSheet:
    records = tuple(
        Record((_entry("Tag", "01.11.2026"), _entry("Vermerk", LONG_TEXT[: 9 * number**2 // 10])))
        for number in range(MANY)
    )
    chapters = (*disclosure_info().chapters, Chapter("goal", "Ziele", records))
    return replace(disclosure_info(), client_name=LONG_NAME, chapters=chapters)


def land_page() -> LandSheet:
    left = (Part("person", (("Familienname", "Nguyễn"), ("Vornamen", "Thị Hương"))),)
    return LandSheet("SU-2026-14", "Meral Böhm", TODAY, "consent", TODAY, left, (Part("goals", ()),))


def long_land_page() -> LandSheet:
    rows = (("Familienname", LONG_NAME), *((f"Feld {number}", "Wert") for number in range(MANY)))
    return replace(land_page(), left=(Part("person", rows),), case_manager=LONG_NAME)


def registration(count: int) -> ListSheet:
    header = ("Familienname", "Vornamen", "Geburtsdatum", "Wohnort")
    rows = tuple((f"Nguyễn {number}", "Thị Hương", "01.01.1994", "53721 Siegburg") for number in range(count))
    return ListSheet(
        OFFICE, "Amt für Integration", TODAY, "§ 9 TIntG", "Meldung neu Zugewanderter", True, header, rows
    )


CHAIN = ChainLine(
    "Sprachkurse am Abend",
    "Sprache: fehlt vor Ort",
    "Standort Hafen",
    "KIM-Koordination",
    {"survey": date(2026, 3, 1), "analysis": date(2026, 5, 2)},
    {"measures": "Zwei Kurse ab Januar.", "effect": "Weniger Wartezeit."},
)
TASKS = (
    TaskLine("Räume anfragen", "Volkshochschule", date(2026, 12, 1), None),
    TaskLine("Brief", "", None, TODAY),
)
PROPOSAL = Proposal(
    "LG-7K3M-92QD",
    "Musterkreis",
    TODAY,
    gaps_until="Oktober 2026",
    gaps=(
        GapLine("Sprache: fehlt vor Ort", Count(45, 12, protected=True)),
        GapLine("Wohnen", Count(5, 12, protected=True)),
    ),
    missing=("Seefeld",),
    chains=(CHAIN,),
    decisions=((date(2026, 9, 1), "Kurse am Abend werden erprobt."),),
    tasks=TASKS,
)
MINUTES = Minutes(
    "LP-7K3M-92QD",
    "Musterkreis",
    TODAY,
    body="Lenkungsgruppe",
    held_on=TODAY,
    participants=("Jobcenter", "Ausländerbehörde"),
    agenda=("Stand der Ketten", "Verschiedenes"),
    text=("Die Zahlen wurden besprochen.",),
    decisions=("Der Kurs beginnt im Januar.",),
    tasks=TASKS,
)


def long_minutes() -> Minutes:
    return replace(MINUTES, text=(LONG_TEXT,), participants=(LONG_NAME,) * 8, decisions=("Beschluss",) * MANY)


def own_tables(length: int = 3) -> list[own_figures.Table]:
    """One with a line, one that holds nobody, and some of this length with labels that break."""
    lines = tuple(
        own_figures.Line(f"{LONG_NAME[:40]}, Zelle {n}", n, None if n % 3 else 5) for n in range(length)
    )
    return [
        own_figures.Table("Offene Fälle", (own_figures.Line("Personen insgesamt", 137, 135),)),
        own_figures.Table("Neue Fälle", ()),
        *(own_figures.Table(f"Offene Fälle nach Sprache und Dolmetschen {n}", lines) for n in range(4)),
    ]


def incident() -> IncidentSheet:
    office = ("Rhein-Sieg-Kreis", "Integrationszentrum", "Kaiser-Wilhelm-Platz 1", "53721 Siegburg")
    authority = "Landesbeauftragte für Datenschutz und Informationsfreiheit NRW"
    return IncidentSheet(office, "Dr. Jana Żak", authority, "lost", TODAY, 214, TODAY, "MB", TODAY)


def long_incident() -> IncidentSheet:
    """The Koordination, before the key is changed, under names as long as they come."""
    return IncidentSheet((LONG_NAME,) * 3, LONG_NAME, LONG_NAME, "left", TODAY, None, None, "MB", TODAY)
