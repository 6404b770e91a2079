# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two hands that come back on another day: locked when leaving, unlocked with the password again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.domain.case_view import CaseView
from app.domain.controller import Controller
from app.domain.dates import german
from app.operations import cases
from app.operations.vaults import Vault
from tests.journeys.hands import Hands, spoken
from ui.case_page import TABS, CasePage
from ui.robot import Robot
from ui.widgets import Chip, Row, Table, Toast


class Calendar:
    """The clock of a window; it stands still until somebody turns it on."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class WorkingDays(Hands):
    """A case over weeks, at one desk and by keyboard."""

    def __init__(self, robot: Robot, calendar: Calendar, password: str) -> None:
        super().__init__(robot)
        self._calendar, self._password = calendar, password

    @property
    def vault(self) -> Vault:
        return self.robot.shell().session.vault

    @property
    def case_id(self) -> str:
        """The case on screen."""
        key, about = self.robot.shell().location
        assert key == "case", f"not a case but „{key}“ is on screen"
        return about[0]

    @property
    def view(self) -> CaseView:
        """What the file holds of the case on screen, today."""
        return cases.case_view(self.vault, self.case_id, self._calendar.now.date())

    def unlock(self) -> None:
        self.answer("Passwort", self._password)
        self.press("Return")
        self.robot.wait_for(lambda: self.robot.window.shell() is not None, "the open file")

    def come_back(self, after_days: int) -> None:
        """Lock, and unlock so many days later."""
        self.press("Ctrl+L")
        self._calendar.now += timedelta(days=after_days)
        self.robot.window.tick()  # the locked window sees the new day, before anybody types
        self.unlock()

    def open_case(self, words: str) -> None:
        """From anywhere, by the search."""
        self.press("Ctrl+K")
        self.write(words)
        self.press("Return")
        assert self.robot.shell().location[0] == "case", f"„{words}“ leads to no case"

    def turn_to(self, tab: str) -> None:
        """A tab of the case by its words: one choice in the bar of tabs."""
        self.go("Bereiche des Falls")
        here = list(TABS).index(self._page().open_key)
        there = [word for word, _ in TABS.values()].index(tab)
        for _ in range(abs(there - here)):
            self._send("Right" if there > here else "Left")
        self.interactions += 1
        assert TABS[self._page().open_key][0] == tab

    def choose_row(self, first: str, words: str) -> None:
        """Tab to a list, whose row that has the keys is called so, and go down to another: one choice."""
        self.go(first)
        while not spoken(self._focus()).startswith(words):
            before = self._focus()
            self._send("Down")
            assert self._focus() is not before, f"no row „{words}“"
        self.interactions += 1

    def take_suggested_groups(self) -> None:
        """The target groups that the sheet itself proposes, once typing has paused."""
        self.robot.wait_for(lambda: bool(self._suggestions()), "the suggestion of target groups")
        self.do(self._suggestions()[0])

    def today(self) -> date:
        return self._calendar.now.date()

    def get_consent(self, recipient: str, categories: tuple[str, ...], purpose: str) -> None:
        """Prepared, printed and signed at the desk: name and contact, and these categories besides."""
        self.turn_to("Einwilligung")
        self.do("Einwilligung vorbereiten")
        self.answer("Anlaufstelle hinzufügen", recipient)
        self.press("Return")
        for category in categories:
            self.do(f"{recipient}: {category}")
        self.answer(f"{recipient}, Zweck", purpose)
        self.do("Ansehen und drucken")
        assert self.says("Erst die Unterschrift macht die Einwilligung gültig.")
        self.press("Escape")
        for number in range(1 + len(categories)):
            if number:
                self.press("Right")
            self.press("E")
        self.do("Unterschrift festhalten")
        assert "Die Einwilligung gilt." in self.heard()

    def sign_agreement(self) -> None:
        """The Zielvereinbarung printed, and signed by both sides."""
        self.turn_to("Ziele")
        self.do("Zielvereinbarung drucken")
        self.press("Ctrl+Return")
        assert self.says("Erst die Unterschrift macht die Vereinbarung gültig.")
        self.press("Escape")
        self.go(f"Fassung 1 vom {german(self._calendar.now.date())}")
        self.press("U")
        self.press("Ctrl+Return")
        assert self.says("gültig")

    def says(self, words: str) -> bool:
        """Whether a label or a chip in front says this."""
        chips = (chip.text() for chip in self.robot.every(Chip))
        return self.robot.reads(words) or any(words in text for text in chips)

    def rows(self) -> list[str]:
        """What a screen reader calls the rows in front."""
        return [row.accessibleName() for row in self.robot.every(Row)]

    def has_row(self, *words: str) -> bool:
        """Whether one row in front holds all these words."""
        return any(all(word in row for word in words) for row in self.rows())

    def table(self, name: str) -> list[str]:
        """The rows of a table in front, their cells joined."""
        (table,) = (each for each in self.robot.every(Table) if each.accessibleName() == name)
        model = table.model()
        cells = [
            [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]
        return [" | ".join(row) for row in cells]

    def heard(self) -> str:
        """What the toasts said."""
        return " ".join(toast.accessibleName() for toast in self.robot.window.findChildren(Toast))

    def _suggestions(self) -> list[str]:
        return [words for words in self.robot.buttons() if words.startswith("Passt zu den Angaben")]

    def _page(self) -> CasePage:
        page = self.robot.shell().page()
        assert isinstance(page, CasePage)
        return page


def controller(name: str, unit: str, town: str) -> Controller:
    """Who answers for the data of an invented office of this Kreis or city."""
    return Controller(
        name=name,
        unit=unit,
        address=f"Rathausplatz 1\n{town}",
        phone="+49 2000 100-0",
        email="kim@verwaltung.example",
        officer=f"Datenschutz, {name}",
        authority="Landesbeauftragte für Datenschutz und Informationsfreiheit NRW",
        law="DSGVO",
        storage_years=3,
    )
