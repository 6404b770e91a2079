# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A site (Standort): where people are counselled and what a release is made for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput

_CODE = re.compile(r"[A-ZÄÖÜ0-9]{1,8}")


@dataclass(frozen=True)
class Site:
    """`code` starts every file number; `municipality` is an official key (AGS)."""

    id: str
    code: str
    name: str
    municipality: str


def check_site(site: Site, others: tuple[Site, ...], lists: CodeLists, today: date) -> None:
    """A short code of its own, a name, and the municipality it stands in."""
    if not _CODE.fullmatch(site.code):
        raise InvalidInput("code", "site.code_unusable")
    if any(other.code == site.code for other in others):
        raise InvalidInput("code", "site.code_taken", site=site.code)
    if not site.name.strip():
        raise InvalidInput("name", "site.name_missing")
    lists.require("municipality", site.municipality, "municipality", today)
