# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Three offices of one controller: one that will be ill, its deputy, and the lead who has to agree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.operations import backups, cases, deputies, deputy_notices, deputy_openings
from app.operations.deputy_openings import OpenCopy
from app.operations.vaults import Vault
from storage import deputy_copy
from tests.conftest import Template
from tests.operations.neighbours import acquainted

REASON = "Termin beim Jobcenter am Montag"


@dataclass(frozen=True)
class Three:
    """The vaults of all three, the units by which the absent one knows the others, and its backups' place."""

    absent: Vault
    deputy: Vault
    lead: Vault
    deputy_unit: str
    lead_unit: str
    place: Path

    @property
    def home(self) -> Path:
        return deputy_copy.home_of(self.absent, self.place)

    @property
    def copy(self) -> Path:
        (folder,) = self.home.glob("vertretung-*")
        return folder

    @property
    def request(self) -> Path:
        return self.place / "anfrage.kim-vertretung"

    @property
    def approval(self) -> Path:
        return self.place / "freigabe.kim-vertretung"

    def named(self, now: datetime) -> None:
        deputies.name(self.absent, self.deputy_unit, self.lead_unit, now)

    def copied(self, now: datetime) -> None:
        """Named, and a backup with its copy made."""
        self.named(now)
        backups.set_place(self.absent, str(self.place), now)
        backups.back_up(self.absent, now)

    def approved(self, now: datetime) -> None:
        """Asked by the one, agreed by the other."""
        deputy_openings.ask(self.deputy, self.place, REASON, self.request, now)
        asked = deputy_openings.look_at_request(self.lead, self.request, now)
        deputy_openings.approve(self.lead, asked, self.approval, now)

    def opened(self, now: datetime) -> OpenCopy:
        return deputy_openings.open_copy(self.deputy, self.place, self.approval, now)

    def heard(self, now: datetime) -> bool:
        return deputy_notices.hear(self.absent, now + timedelta(days=3))


@contextmanager
def three(absent: Vault, template: Template, folder: Path, now: datetime) -> Iterator[Three]:
    """All three have compared with each other."""
    with ExitStack() as open_files:
        others = []
        for name in ("vertretung", "leitung"):
            (folder / name).mkdir()
            vault = open_files.enter_context(closing(template.opened_in(folder / name)))
            controller = cases.controller(absent)
            assert controller is not None
            cases.set_controller(vault, controller, now)
            cases.add_site(vault, name[:2], f"Büro {name}", "05382020", now)
            others.append(vault)
        deputy, lead = others
        units = [acquainted(absent, each, None, now) for each in others]
        for one, other in ((deputy, absent), (lead, absent), (deputy, lead), (lead, deputy)):
            acquainted(one, other, None, now)
        place = folder / "sicherung"
        place.mkdir()
        yield Three(absent, deputy, lead, *units, place)
