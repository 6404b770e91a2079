# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What else happens in the scripted case: benefits, status, family and friends, appointments, a checklist.

All of it is ours: the report tells nothing of it.
"""

from __future__ import annotations

from typing import Any

from app.domain.dates import PartialDate
from app.operations import follow_ups
from ui.due_list import DueList
from ui.robot import Robot
from ui.widgets import RowList

FAMILY = (
    {"relation": "spouse", "born": PartialDate(1995)},
    {"relation": "child", "given_names": "Sorayā", "born": PartialDate(2019)},
)
NETWORK = (
    ("Ehefrau", "family", "1"),
    ("Cousin in Bonn", "family", "2"),
    ("Nachbar", "neighbourhood", "2"),
    ("Trainer im Fußballverein", "community", "2"),
    ("Meister im Betrieb", "school_work", "3"),
)
APPLICATION = {"legal_circle": "sgb2", "since": "01.01.2022", "authority": "Jobcenter Musterkreis"}
GRANTED_UNTIL = "30.06.2022"
"""Applied for in January: that counts from its first (§ 37 SGB II). December stays uncovered."""

RENEWAL = "Weiterbewilligung oder Wechsel klären: SGB II endet am 30.11.2021"
"""What the end of a benefit asks for by itself; the application answers it."""

STATUS_TODAY = {"since": "15.05.2017", "expires_on": "14.05.2023"}
STATUS_BEFORE = {"status": "AGST", "since": "01.09.2016", "expires_on": "14.05.2017", "until": "14.05.2017"}
FURTHEST = 40
CHECKED = ("1", "3", "1", "1", "2")
FIRST_APPOINTMENT = {
    "day": "09.02.2022",
    "at": "14:30",
    "title": "Lebenslauf durchgehen",
    "place": "Rathaus Lohmar, Raum 112",
    "bring": "Zeugnisse und Ausweis",
    "interpreter_kind": "on_site",
    "interpreter": "Sprachmittlung Dari, Diakonie",
    "interpreter_booked_on": "12.01.2022",
}
NEXT_APPOINTMENT = {
    "day": "26.04.2022",
    "at": "10:00",
    "title": "Arbeitsvertrag ansehen",
    "place": "Rathaus Lohmar, Raum 112",
    "bring": "Vertrag und Lohnabrechnung",
}


def act_on_heute(robot: Robot, title: str, key: str) -> None:
    """Down to the line on Heute, and its key; a step that is ticked off there is done."""
    robot.go("today")
    due, session = robot.one(DueList), robot.shell().session
    wanted = next(each.id for each in session.read(follow_ups.due, None) if each.title == title)
    for _ in range(FURTHEST):
        if due.current_key() == wanted:
            robot.keys(key, due)
            return
        robot.keys("Down", due)
    raise LookupError(f"„{title}“ is not on Heute")


def describe_surroundings(robot: Robot) -> None:
    """Who lives with him, and who is there for him."""
    robot.tab("Umfeld")
    for member in FAMILY:
        _fill(robot, member)
        robot.press("Zum Haushalt")
    for words, area, ring in NETWORK:
        _fill(robot, {"words": words, "area": area, "ring": ring})
        robot.press("Ins Netzwerk")


def apply_again(robot: Robot) -> None:
    """What he lived on had run out unnoticed; he applies anew."""
    robot.tab("Rechtskreise")
    robot.press("Endet")
    robot.fill("until", "30.11.2021")
    robot.press("Festhalten")
    robot.press("Leistung beantragt")
    _fill(robot, APPLICATION)
    robot.press("Eintragen")


def be_granted(robot: Robot) -> None:
    """The answer has come, and counts back."""
    robot.tab("Rechtskreise")
    robot.press("Bewilligt")
    robot.fill("until", GRANTED_UNTIL)
    robot.press("Bewilligt")


def make_appointment(robot: Robot, planned: dict[str, Any]) -> None:
    """In the window that the Verlauf offers; it stays open, to be looked at."""
    robot.tab("Verlauf")
    robot.press("Termin")
    _fill(robot, planned)


def tell_the_residence(robot: Robot) -> None:
    """Since when the status holds, what was before it, and five items of the way to naturalisation."""
    robot.tab("Aufenthalt")
    robot.keys("Return", robot.one(RowList))
    _fill(robot, STATUS_TODAY)
    robot.press("Speichern")
    robot.press("Neuer Aufenthaltsstatus")
    _fill(robot, STATUS_BEFORE)
    robot.press("Speichern")
    items = next(each for each in robot.every(RowList) if each.accessibleName() == "Punkte der Checkliste")
    for state in CHECKED:
        robot.keys(state, items)


def _fill(robot: Robot, values: dict[str, Any]) -> None:
    for name, value in values.items():
        robot.fill(name, value)
