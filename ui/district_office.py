# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Büro of the Koordination: who gets into its file, its backup, and what this computer does for it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.backups import BackupSection
from ui.device_binding import DeviceSection
from ui.freshness import FreshnessSection
from ui.office_people import PeopleSection
from ui.page import Navigate, Page
from ui.session import Session
from ui.widgets import Columns, PageHead, Scroll, box, column


class DistrictOfficePage(Page):
    """Left the people, right the computer."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        people, device = PeopleSection(session, navigate), DeviceSection(session)
        backup, fresh = BackupSection(session), FreshnessSection(session)
        self._sections = (people, device, backup, fresh)
        left = box(column(people, device, None, gap=2))
        right = QWidget()
        column(backup, fresh, None, parent=right, gap=2)
        body = Columns((left, 5), (right, 4))
        column(PageHead("Büro", "Was man einmal einrichtet"), Scroll(body), parent=self, gap=1)

    def reload(self) -> None:
        for section in self._sections:
            section.reload()
