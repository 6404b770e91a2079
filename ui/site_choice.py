# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every record belongs to a Standort: the choices, and asking for the first one before going on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.operations import acts, cases
from ui.codes import Choices
from ui.office_sites import open_site_form
from ui.session import Session


def site_choices(session: Session) -> Choices:
    return [(site.id, site.name) for site in session.read(cases.sites)]


def usual_site(session: Session) -> str | None:
    """The Standort used last, else the first; `None` before there is one."""
    sites = [site_id for site_id, _ in site_choices(session)]
    last = session.read(acts.usual_site)
    return last if last in sites else next(iter(sites), None)


def with_site(owner: QWidget, session: Session, act: Callable[[], object]) -> None:
    """Do something that needs a Standort; without one, ask for it first."""
    if session.read(cases.sites):
        act()
    else:
        open_site_form(owner, session).accepted.connect(act)
