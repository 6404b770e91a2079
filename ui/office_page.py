# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Büro: what is set once, in areas of which one is on screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.backups import BackupSection
from ui.capture_section import CaptureSection
from ui.device_binding import DeviceSection
from ui.freshness import FreshnessSection
from ui.office_area import AreaOfOffice
from ui.office_deputy import DeputyOfOffice
from ui.office_goals import GoalsOfOffice
from ui.office_neighbours import NeighboursOfOffice
from ui.office_people import PeopleSection
from ui.office_retention import RetentionOfOffice
from ui.office_sites import ControllerOfOffice, SitesOfOffice
from ui.office_target_groups import TargetGroupsOfOffice
from ui.office_templates import TemplatesOfOffice
from ui.office_text_blocks import TextBlocks
from ui.page import Navigate, Page
from ui.print_section import PrintSection
from ui.session import Session
from ui.tabs import Tabs
from ui.widgets import (
    Columns,
    PageHead,
    Scroll,
    Section,
    box,
    column,
    label,
    line,
    remove,
    rule,
    secondary_button,
    show_at_once,
)

Sides = tuple[tuple[Section, ...], tuple[Section, ...]]
"""What stands left, and what stands right."""


def _sites(session: Session, _navigate: Navigate) -> Sides:
    return (SitesOfOffice(session), AreaOfOffice(session)), (ControllerOfOffice(session),)


def _others(session: Session, navigate: Navigate) -> Sides:
    way = _way(
        "Verbindung zur Koordination",
        "Wohin Meldungen gehen und wer sie lesen kann.",
        secondary_button("Verbindung einrichten", lambda: navigate("connection"), "send"),
    )
    return (NeighboursOfOffice(session), DeputyOfOffice(session)), (way,)


def _work(session: Session, navigate: Navigate) -> Sides:
    left = (TargetGroupsOfOffice(session), TextBlocks(session))
    return left, (GoalsOfOffice(session), TemplatesOfOffice(session, navigate))


def _access(session: Session, navigate: Navigate) -> Sides:
    return (PeopleSection(session, navigate),), (BackupSection(session),)


def _computer(session: Session, _navigate: Navigate) -> Sides:
    return (DeviceSection(session), FreshnessSection(session)), (CaptureSection(), PrintSection())


def _kept(session: Session, navigate: Navigate) -> Sides:
    journal = _way(
        "Protokoll",
        "Wer wann was getan hat; nie, was jemand schrieb.",
        secondary_button("Protokoll öffnen", lambda: navigate("journal"), "document"),
    )
    thrown = _way(
        "Papierkorb",
        "Was entfernt wurde, kann 30 Tage lang zurückkommen.",
        secondary_button("Papierkorb öffnen", lambda: navigate("bin"), "trash"),
    )
    return (RetentionOfOffice(session, navigate), thrown), (journal,)


AREAS: dict[str, tuple[str, Callable[[Session, Navigate], Sides]]] = {
    "sites": ("Standorte", _sites),
    "work": ("Arbeitsweise", _work),
    "others": ("Zusammenarbeit", _others),
    "access": ("Zugang und Sicherung", _access),
    "computer": ("Dieser Computer", _computer),
    "kept": ("Aufbewahrung", _kept),
}


class OfficePage(Page):
    """Only the area on screen exists."""

    def __init__(self, session: Session, navigate: Navigate, area: str = "sites") -> None:
        super().__init__(session, navigate)
        words = {key: word for key, (word, _) in AREAS.items()}
        self.tabs = Tabs(self, "Bereiche des Büros", words, area)
        self._sections: tuple[Section, ...] = ()
        self._area: QWidget | None = None
        self._room = QVBoxLayout()
        head = PageHead("Büro", "Was man einmal einrichtet")
        whole = column(head, box(column(box(line(self.tabs, None)), rule(), gap=0)), parent=self, gap=0.6)
        whole.addLayout(self._room, 1)
        self.tabs.turned.connect(self._show_area)
        self._show_area(area)

    def reload(self) -> None:
        for section in self._sections:
            section.reload()

    def first(self) -> QWidget:
        return self.tabs

    def _show_area(self, key: str) -> None:
        if self._area is not None:
            remove(self._area)
        left, right = AREAS[key][1](self.session, self.navigate)
        self.about, self._sections = (key,), (*left, *right)
        body = Columns((_side(left), 5), (_side(right), 4))
        self._area = Scroll(body)
        self._room.addWidget(self._area)
        if self.isVisible():
            self._changed()
            show_at_once(self._area)


def _way(title: str, words: str, button: QWidget) -> Section:
    """To a page of its own."""
    return Section(title).add(label(words, "small", "muted", wrap=True), box(line(button, None)))


def _side(sections: tuple[Section, ...]) -> QWidget:
    return box(column(*sections, None, gap=2))
