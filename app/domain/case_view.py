# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What one look at a case shows, and what the files ask to be seen to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.domain.authorisation import Authorisation
from app.domain.case import Case, File
from app.domain.client import Client
from app.domain.consent import Consent
from app.domain.disclosure import SpokenAnswer
from app.domain.follow_up import FollowUp
from app.domain.household import Member
from app.domain.intake import IntakeNote
from app.domain.livelihood import LivelihoodPeriod
from app.domain.names import initials
from app.domain.site import Site


@dataclass(frozen=True)
class CaseView:
    """The banner and the facts of a case; `spoken` has one answer per recipient that a notice names.

    `authorised`: the authorities that may tell us, by a Vollmacht that holds today.
    """

    client: Client
    file: File
    case: Case
    site: Site
    intake: IntakeNote | None
    target_groups: tuple[str, ...]
    consent: Consent | None
    spoken: tuple[SpokenAnswer, ...]
    next_follow_up: FollowUp | None
    household: tuple[Member, ...]
    livelihood: tuple[LivelihoodPeriod, ...]
    authorised: tuple[Authorisation, ...]
    excluded_on: date | None = None
    """Since when the person is not counted in any statistics (Art. 21 DSGVO)."""


@dataclass(frozen=True)
class FileNotice:
    """Something about a file that will not wait.

    `kind`: preliminary (`day` it is erased), unsigned (`day` it was printed or given orally), ending (`day`
    the consent ends) or residence (`day` it ends); `code` is the consent's or the residence status.
    """

    case_id: str
    family: str = field(repr=False)
    given: str = field(repr=False)
    file_number: str
    kind: str
    day: date
    code: str = ""

    @property
    def initials(self) -> str:
        """All that Heute shows of the name; asked for only where a row is made."""
        return initials(self.family, self.given)
