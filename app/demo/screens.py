# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The windows of the demo: opening them, looking at every main screen, and the Kreis at its desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from app.demo.district_story import PASSWORD
from app.demo.plan import LAST_DAYS, MONTHS
from app.demo.story import Story, StoryClock
from app.domain.blank_set import WantedSets
from app.domain.blank_sheet import WantedBlanks
from app.domain.register import Chain, Meeting, Task
from app.domain.text_block import TextBlock
from app.operations import backups, bin, blank_sets, blanks, register, text_blocks
from ui.application import begin_application, make_window
from ui.release_page import ReleasePage
from ui.report_page import ReportPage
from ui.robot import Robot
from ui.widgets import RowList

Chapter = Callable[[], object]
PICTURES = "bildschirme"
WIDTH, HEIGHT = 1366, 768
OFFICE_PAGES = {
    "15-faelle": "cases",
    "16-wiedervorlagen": "follow_ups",
    "17-anlaufstellen": "services",
    "18-buero": "office",
    "39-buero-arbeitsweise": "office:work",
    "40-buero-zusammenarbeit": "office:others",
    "41-buero-zugang": "office:access",
    "42-buero-computer": "office:computer",
    "43-buero-aufbewahrung": "office:kept",
    "19-verbindung": "connection",
    "26-taetigkeiten": "acts",
    "27-blanko-saetze": "blank_sets",
    "28-papierkorb": "bin",
    "31-leere-vordrucke": "blank_sheets",
    "32-aufbewahrung": "retention",
    "33-protokoll": "journal",
}
DISTRICT_PAGES = {
    "20-kreis-uebersicht": "overview",
    "21-kreis-meldungen": "inbox",
    "22-kreis-bericht": "report",
    "29-kreis-lueckenregister": "register",
    "30-kreis-lenkungsgruppe": "steering",
    "34-kreis-texte": "report_parts",
    "35-kreis-vorlagen": "templates",
    "36-kreis-fuer-die-bueros": "published",
    "37-kreis-buero": "office",
}
ACTS_SPAN = "nach Vorlage der Datenschutzerklärung im ersten Quartal 2022"
PARTICIPANTS_SPAN = "bis zum 21.04.2022"
PARTIAL = "April 2022 nur bis zum 21.04.2022. Die Verteilung auf Monate, Arten und Standorte ist erfunden."


def open_story(folder: Path) -> Story:
    """The window before the first case file; its clock is the story's."""
    begin_application()
    clock = StoryClock()
    window = make_window(folder / "fallakte-01.kim", clock)
    window.resize(WIDTH, HEIGHT)
    window.show()
    return Story(window, clock, folder / PICTURES, PASSWORD)


def look_around(story: Story) -> None:
    """The release of the month is approved in the window, then every page of the office is looked at."""
    story.begin(LAST_DAYS[-1])
    robot = story.robot
    robot.go("release")
    robot.one(ReleasePage).month.set_value(MONTHS[-1])
    robot.settle()
    story.picture("14-meldung")
    robot.press("Freigeben")
    story.picture("14-meldung-freigeben")
    robot.press("Freigeben")
    blank_set = _leave_something(robot)
    for name, where in OFFICE_PAGES.items():
        robot.go(*where.split(":"))
        story.picture(name)
    robot.go("blank_set", blank_set)
    story.picture("38-blanko-satz")
    robot.go("lists")
    robot.keys("Return", robot.one(RowList))
    story.picture("19-liste")
    robot.go("case", story.case_id, "documents")
    story.picture("23-dokumente")
    robot.act("Kurzberatung festhalten")
    story.picture("24-kurzberatung")
    robot.close_front()
    robot.go("today")
    robot.dark(True)
    story.picture("25-heute-dunkel")
    robot.dark(False)


def _leave_something(robot: Robot) -> str:
    """Paper on its way and a removed text block, so that no page is empty; returns the id of a blank set."""
    write = robot.shell().session.write
    first, _ = write(blank_sets.print_sets, WantedSets(2, "ar"))
    write(blanks.print_blanks, WantedBlanks("power_of_attorney", 1, "uk"))
    block = write(text_blocks.keep_text_block, TextBlock("", "Rückruf", "Rückruf vereinbart für …"))
    write(bin.remove, "text_block", block)
    return str(first.id)


def coordinate(folder: Path) -> None:
    """The Kreis unlocks its file, looks at figures and inbox, and makes the report."""
    clock = StoryClock(LAST_DAYS[-1])
    window = make_window(folder / "kreis.kim", clock)
    window.resize(WIDTH, HEIGHT)
    window.show()
    robot = Robot(window)
    robot.unlock(PASSWORD)
    robot.wait_for(lambda: window.shell() is not None, "the Kreis file to open")
    robot.shell().session.write(backups.back_up)
    _steer(robot)
    for name, key in DISTRICT_PAGES.items():
        robot.go(key)
        robot.picture(folder / PICTURES / f"{name}.png")
    robot.go("report")
    make_report(robot, folder)
    window.close()


def _steer(robot: Robot) -> None:
    """What the figures led to: one gap on its way to being closed, one session, one task."""
    write, last = robot.shell().session.write, LAST_DAYS[-1]
    done = {"survey": last - timedelta(days=40), "analysis": last - timedelta(days=12)}
    measures = "Gespräch mit dem Jugendamt: Fünfjährige zuerst."
    write(
        register.keep_chain,
        Chain(
            "Kita-Plätze für Fünfjährige",
            *("family", "no_places", last - timedelta(days=55)),
            responsible="Koordination",
            measures=measures,
            steps=done,
        ),
    )
    offices = "Jobcenter\nJugendamt\nAG Wohlfahrtspflege\nIntegrationsrat"
    agreed = ("Fünfjährige erhalten Vorrang bei der Vergabe.",)
    session = write(
        register.keep_meeting,
        Meeting(last - timedelta(days=5), "Lenkungsgruppe", offices, "Kita-Plätze", "", agreed),
    )
    due = last + timedelta(days=30)
    write(register.keep_task, Task("Vergabe mit dem Jugendamt abstimmen", "Koordination", due, None, session))


def make_report(robot: Robot, folder: Path) -> None:
    """The spans of both headline figures in words, then the report, looked at and saved."""
    robot.fill("acts_span", ACTS_SPAN)
    robot.fill("participants_span", PARTICIPANTS_SPAN)
    robot.fill("partial_note", PARTIAL)
    robot.press("Bericht erstellen")
    page = robot.one(ReportPage)
    robot.wait_for(page.save_button.isVisible, "the report")
    page.save_as(folder / "kreisbericht.pdf")
    robot.picture(folder / PICTURES / "22-kreis-bericht.png")
