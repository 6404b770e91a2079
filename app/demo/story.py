# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The case told in the Rhein-Sieg report, played through the windows.

From the report: a young father from Afghanistan, in Germany since 2016, a recognised refugee, enters work for
the first time by an internship, after goals and steps were agreed and his resources were found in several
talks. Ours: his name, the days, the places and what was said.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from app.demo import whole_story
from app.demo.plan import StoryAct
from app.domain.dates import PartialDate
from app.operations import backups
from ui.assessment_form import AssessmentForm
from ui.consent_rows import Recipients
from ui.main_window import MainWindow
from ui.robot import Robot
from ui.step_lines import StepLines
from ui.widgets import MatrixCell, RowList

FAMILY_NAME, GIVEN_NAMES = "Raḥīmī", "Jāwēd"
ACTS = (
    StoryAct("counselling", 0),
    StoryAct("email_phone", 1),
    StoryAct("counselling", 2),
    StoryAct("counselling", 3),
)
INTAKE_DAY, FEBRUARY, MARCH, APRIL = (
    date(2022, 1, 12),
    date(2022, 2, 9),
    date(2022, 3, 15),
    date(2022, 4, 20),
)
FIRST_NEEDS, FIRST_RESOURCES = (3, 4, 5, 3, 3, 2, 3, 2, 2, 3), (3, 3, 2, 3, 3, 3, 4, 5, 3, 3)
OWN_NEEDS = (2, 4, 3, 3, 2, 1, 2, 3, 2, 2)
SECOND_NEEDS, SECOND_RESOURCES = (2, 3, 2, 3, 2, 2, 2, 2, 2, 2), (4, 4, 4, 3, 3, 3, 4, 5, 3, 4)

SHEET: dict[str, Any] = {
    "family_name": FAMILY_NAME,
    "given_names": GIVEN_NAMES,
    "birth_date": PartialDate(1993),
    "sex": "male",
    "languages": "prs",
    "access_way": "department",
    "request": "„Ich möchte arbeiten und für meine Familie sorgen.“",
}
MORE: dict[str, Any] = {
    "interpreter": True,
    "marital_status": "VH",
    "arrived_in_germany": PartialDate(2016),
    "residence": "AE25_2s1",
    "legal_circle": "sgb2",
    "street": "Mühlenweg 17",
    "postcode": "53797",
    "town": "Lohmar",
}
JOBCENTER = "Jobcenter Musterkreis"
RELEASES = (
    (JOBCENTER, ("name_contact", "education_work", "benefits"), "work"),
    ("Integration Point Musterkreis", ("name_contact", "education_work"), "work"),
)
TABS = {"11-rechtskreise": "Rechtskreise", "11-umfeld": "Umfeld", "09-ueberleitungen": "Überleitung"}
TALKS = (
    "Erstgespräch mit Sprachmittlung. War in Kabul Elektriker, hat hier nie gearbeitet.",
    "Lebenslauf ist fertig. Ein Handwerksbetrieb hat Interesse am Praktikum.",
    "Das Praktikum hat am 14.03. begonnen. Die Kinderbetreuung am Nachmittag ist geklärt.",
    "Der Betrieb bietet nach dem Praktikum eine Stelle als Helfer an.",
)
DONE, CALLED_OFF = "Space", "A"
CONTRACT = "Praktikumsvertrag ansehen"
UNFINISHED = "Der Betrieb ruft an: Probearbeiten am Montag um"
GOAL = "Ich will wieder als Elektriker arbeiten."
STEPS = (
    ("Lebenslauf schreiben", "Klientin oder Klient", "04.02.2022"),
    ("Zeugnisse übersetzen lassen", "Case Management", "18.02.2022"),
    ("Praktikum im Handwerk beginnen", "Klientin oder Klient", "14.03.2022"),
)


@dataclass
class StoryClock:
    """The day that the windows believe it is; it is always nine in the morning."""

    day: date = INTAKE_DAY

    def __call__(self) -> datetime:
        return datetime.combine(self.day, time(9, 30), UTC)


@dataclass
class Story:
    """One case, chapter by chapter; each leaves its pictures in `pictures`."""

    window: MainWindow
    clock: StoryClock
    pictures: Path
    password: str
    case_id: str = ""
    robot: Robot = field(init=False)

    def __post_init__(self) -> None:
        self.robot = Robot(self.window)

    def begin(self, day: date) -> None:
        """Unlock in the morning of that day."""
        self.clock.day = day
        self.robot.fill("password", self.password)
        if day == INTAKE_DAY:
            self.picture("01-entsperren")
        self.robot.press("Entsperren")
        self.robot.wait_for(lambda: self.window.shell() is not None, "the file to open")
        self.robot.shell().session.write(backups.back_up)  # at once, not two seconds later by itself
        self.robot.settle()

    def end(self) -> None:
        self.window.lock()
        self.robot.settle()

    def picture(self, name: str) -> None:
        self.robot.picture(self.pictures / f"{name}.png")

    def january(self) -> None:
        """Intake, consent, assessment, goals, agreement, and the referral that the gate lets through."""
        self.begin(INTAKE_DAY)
        self.take_in()
        whole_story.describe_surroundings(self.robot)
        whole_story.apply_again(self.robot)
        whole_story.act_on_heute(self.robot, whole_story.RENEWAL, DONE)
        self.open_case()
        self.refused_without_consent()
        self.consent()
        self.contact("talk", TALKS[0])
        self.assess(FIRST_NEEDS, FIRST_RESOURCES)
        self.picture("06-bestandsaufnahme")
        self.agree_goals()
        self.refer()
        self.appoint(whole_story.FIRST_APPOINTMENT)

    def february(self) -> None:
        """A step is done, today's appointment called off by phone, the Jobcenter has granted and accepted."""
        self.begin(FEBRUARY)
        self.break_off_a_sentence()
        self.robot.go("today")
        self.picture("10-heute")
        whole_story.act_on_heute(self.robot, STEPS[0][0], DONE)
        whole_story.act_on_heute(self.robot, whole_story.FIRST_APPOINTMENT["title"], CALLED_OFF)
        self.open_case()
        whole_story.be_granted(self.robot)
        self.contact("phone", TALKS[1], follow_up="22.02.2022")
        self.set_referral_state("A")

    def march(self) -> None:
        """The internship begins; a second talk about what helps."""
        self.begin(MARCH)
        whole_story.act_on_heute(self.robot, CONTRACT, DONE)
        self.open_case()
        self.contact("talk", TALKS[2])
        self.tick_steps(1, 2)
        self.set_referral_state("W")
        self.note_gap()

    def april(self) -> None:
        """Second assessment beside the first, and the goal is reached."""
        self.begin(APRIL)
        self.open_case()
        self.contact("talk", TALKS[3])
        whole_story.tell_the_residence(self.robot)
        self.picture("11-aufenthalt")
        self.assess(SECOND_NEEDS, SECOND_RESOURCES, OWN_NEEDS)
        self.picture("11-bestandsaufnahme-vergleich")
        self.robot.tab("Ziele")
        self.robot.press("erreicht")
        self.picture("12-ziele-erreicht")
        self.picture_tabs()
        self.appoint(whole_story.NEXT_APPOINTMENT)
        self.picture("13-fallakte")

    # Chapters' parts

    def take_in(self) -> None:
        robot = self.robot
        robot.go("intake")
        for name, value in SHEET.items():
            robot.fill(name, value)
        self.picture("02-erstberatung")
        robot.press("Mehr angeben")
        for name, value in MORE.items():
            robot.fill(name, value)
        robot.press("Aufnehmen")
        robot.wait_for(lambda: robot.shell().location[0] == "case", "the case to open")
        self.case_id = robot.shell().location[1][0]

    def refused_without_consent(self) -> None:
        """The gate ticks nothing and names the way out."""
        robot = self.robot
        robot.tab("Überleitung")
        robot.fill("mode", "referral")
        robot.pick("service_id", JOBCENTER)
        robot.fill("purpose", "work")
        self.picture("03-ohne-einwilligung")
        robot.press("Einwilligung erfassen")

    def consent(self) -> None:
        """Two recipients on one notice: printed, given and refused cell by cell, signed."""
        robot = self.robot
        robot.press("Einwilligung vorbereiten")
        recipients = robot.one(Recipients)
        for name, categories, purpose in RELEASES:
            recipients.directory.set_typed(name)
            recipients.directory.activated.emit(recipients.directory.currentIndex())
            card = recipients.cards[-1]
            card.categories.set_value(categories)
            card.purpose.set_value(purpose)
        robot.fill("interpreter", "Sprachmittlung Dari, Diakonie")
        robot.press("Ansehen und drucken")
        self.picture("04-einwilligung-vorschau")
        robot.close_front()
        for number in range(len(robot.every(MatrixCell))):
            cell = robot.every(MatrixCell)[number]
            robot.write(cell, "v" if "Leistungen" in cell.accessibleName() else "e")
            robot.settle()
        robot.press("Unterschrift festhalten")
        self.picture("05-einwilligung")

    def contact(self, kind: str, text: str, follow_up: str = "") -> None:
        robot = self.robot
        robot.tab("Verlauf")
        robot.fill("kind", kind)
        robot.fill("text", text)
        if follow_up:
            robot.fill("follow_up_on", follow_up)
            robot.fill("follow_up_title", CONTRACT)
        robot.press("Fertig")

    def picture_tabs(self) -> None:
        for name, tab in TABS.items():
            self.robot.tab(tab)
            self.picture(name)

    def appoint(self, planned: dict[str, Any]) -> None:
        whole_story.make_appointment(self.robot, planned)
        self.picture("12-termin")
        self.robot.press("Fertig")

    def assess(self, needs: tuple[int, ...], resources: tuple[int, ...], own: tuple[int, ...] = ()) -> None:
        """Need, own view and resource by digits; health is not released, so it stays locked."""
        robot = self.robot
        robot.tab("Bestandsaufnahme")
        if "Neue Bestandsaufnahme" in robot.buttons():
            robot.press("Neue Bestandsaufnahme")
        form = robot.one(AssessmentForm)
        released = [each for each in form.lines if each.released]
        for each, need, resource in zip(released, needs, resources, strict=True):
            robot.write(each.need, str(need))
            robot.write(each.resource, str(resource))
        if own:
            robot.fill("own_view", True)
        for each, seen in zip(released, own, strict=False):
            robot.write(each.own, str(seen))
        robot.press("Fertig")

    def agree_goals(self) -> None:
        robot = self.robot
        robot.tab("Ziele")
        robot.press("Neues Ziel")
        robot.fill("words", GOAL)
        robot.fill("dimension", "work")
        robot.fill("expected", "Ein Praktikum hat begonnen.")
        robot.one(StepLines).set_typed(json.dumps(STEPS))
        self.picture("07-neues-ziel")
        robot.press("Ziel vereinbaren")
        robot.press("Zielvereinbarung drucken")
        robot.press("Ansehen und drucken")
        robot.close_front()
        robot.press("Unterschrieben")
        robot.press("Speichern")
        self.picture("08-ziele")

    def refer(self) -> None:
        """The same referral as before: now a release covers it."""
        robot = self.robot
        robot.tab("Überleitung")
        robot.fill("mode", "referral")
        robot.pick("service_id", JOBCENTER)
        robot.fill("purpose", "work")
        robot.fill("dimension", "work")
        robot.fill("feedback_due_on", "09.02.2022")
        self.picture("09-ueberleitung")
        robot.press("Überleiten")
        robot.close_front()

    def break_off_a_sentence(self) -> None:
        """Somebody comes in: what was typed waits under "Angefangen"."""
        self.open_case()
        self.robot.fill("kind", "phone")
        self.robot.fill("text", UNFINISHED)

    def tick_steps(self, *places: int) -> None:
        """The boxes before the steps that are done by now."""
        self.robot.tab("Ziele")
        for place in places:
            self.robot.press(STEPS[place][0])

    def open_case(self) -> None:
        self.robot.go("case", self.case_id)

    def set_referral_state(self, letter: str) -> None:
        """The letter is the key shown beside the state."""
        self.robot.tab("Überleitung")
        self.robot.keys(letter, self.robot.one(RowList))

    def note_gap(self) -> None:
        robot = self.robot
        robot.tab("Überleitung")
        robot.press("Angebotslücke")
        robot.fill("kind", "no_places")
        robot.fill("dimension", "family")
        robot.press("Vermerken")
