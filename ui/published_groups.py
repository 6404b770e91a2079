# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Für die Büros: the target groups that the Kreis adds to those of the program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from app.domain.errors import Refusal
from app.operations import district, target_groups
from resources import CodeEntry
from ui.office_target_groups import TargetGroupsOfOffice


class TargetGroupsOfKreis(TargetGroupsOfOffice):
    """Only its own: what the program brings is in every office already."""

    title: ClassVar[str] = "Zielgruppen des Kreises"

    def groups(self) -> Sequence[CodeEntry]:
        return self._session.read(target_groups.own_groups)

    def places(self) -> tuple[str, ...]:
        try:
            return (self._session.read(district.district_of).ags,)
        except Refusal:
            return ("",)

    def reload(self) -> None:
        super().reload()
        self.table.setVisible(bool(self.groups()))
