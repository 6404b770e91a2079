# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sites (Standorte) and the controller."""

from __future__ import annotations

from dataclasses import astuple

from app.domain.controller import Controller
from app.domain.site import Site
from storage.connection import Connection

_SITE = "SELECT id, code, name, municipality FROM site"


def insert_site(db: Connection, site: Site) -> None:
    db.execute(
        "INSERT INTO site (id, code, name, municipality) VALUES (?, ?, ?, ?)",
        (site.id, site.code, site.name, site.municipality),
    )


def sites(db: Connection) -> tuple[Site, ...]:
    """Those that are open, by name."""
    return tuple(Site(*row) for row in db.execute(f"{_SITE} WHERE ended_on IS NULL ORDER BY name"))


def codes_in_use(db: Connection) -> dict[str, str]:
    """Code by id of every site that ever was."""
    return dict(db.execute("SELECT id, code FROM site"))


def site(db: Connection, site_id: str) -> Site:
    return Site(*db.execute(f"{_SITE} WHERE id = ?", (site_id,)).fetchone())


def set_controller(db: Connection, controller: Controller) -> None:
    db.execute(
        """INSERT OR REPLACE INTO controller
        (only_row, name, unit, address, phone, email, officer, authority, law, storage_years)
        VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        astuple(controller),
    )


def controller(db: Connection) -> Controller | None:
    row = db.execute(
        "SELECT name, unit, address, phone, email, officer, authority, law, storage_years FROM controller"
    ).fetchone()
    return Controller(*row) if row else None
