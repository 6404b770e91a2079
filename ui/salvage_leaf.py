# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""At the door: a damaged file is saved into a new one, and what is missing is told before it opens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.errors import InvalidInput, Trouble
from app.domain.progress import Silent
from app.operations import backups, salvages, vaults
from app.operations.salvages import Saved
from ui import files
from ui.pairing_parts import PathForm
from ui.password_input import PasswordInput
from ui.unlock import Leaf, code_choice
from ui.widgets import Column, FormPanel, Table, TextInput, label, link_button

if TYPE_CHECKING:
    from ui.door import Door

SALVAGE = "Beschädigte Datei retten"


class SalvageLeaf(Leaf):
    """Where a backup lies, if there is one, and who comes in."""

    def __init__(self, door: Door) -> None:
        self._target = backups.new_path(door.path, door.now())
        form = PathForm(
            "place",
            "Ordner der Sicherung",
            lambda: files.choose_folder(door, "Ordner der Sicherung"),
            "Was die Datei nicht mehr hergibt, kommt von dort. Ohne Sicherung bleibt das Feld leer.",
        )
        codes = _codes(door.path)
        form.add("staff_code", "Kürzel", code_choice(codes) if codes else TextInput(width=9))
        form.add("password", "Passwort", PasswordInput())
        sentence = (
            f"Es entsteht eine neue Datei: {self._target.name}. Die beschädigte bleibt daneben, wie sie ist. "
            "Bei einer großen Datei dauert es einige Minuten."
        )
        super().__init__(SALVAGE, sentence, form, "Retten", "Wird gerettet …")
        self._door = door
        self.body.addWidget(link_button("Zurück", door.show_restore, small=True))

    def _begin(self, values: dict[str, Any]) -> None:
        place = Path(values["place"]) if values["place"] else None
        if place is not None and not place.is_dir():
            raise InvalidInput("place", "backup.no_such_place")
        if not values["staff_code"]:
            raise InvalidInput("staff_code", "vault.no_person")
        if not values["password"]:
            raise InvalidInput("password", "password.missing")
        path, target, now = self._door.path, self._target, self._door.now()
        code, password = str(values["staff_code"]).strip(), values["password"]
        self._run(
            lambda: salvages.save(path, code, password, place, target, now, Silent()),
            lambda saved: self._door.turn_to(SavedLeaf(self._door, saved)),
        )


class SavedLeaf(Leaf):
    """What the new file holds and what it lacks."""

    def __init__(self, door: Door, saved: Saved) -> None:
        title = "Die Datei ist gerettet." if not saved.missing else "Das meiste ist gerettet."
        super().__init__(title, _counted(saved), FormPanel(), "Datei öffnen", "Wird geöffnet …")
        self._door, self.vault = door, saved.vault
        if saved.missing:
            self.body.insertWidget(3, _table(saved))
            hint = "Die Kennungen stehen nach dem Öffnen unter „Heute“. Tragen Sie nach, was Sie noch wissen."
            self.body.insertWidget(4, label(hint, "small", "muted", wrap=True))

    def _begin(self, _values: dict[str, Any]) -> None:
        self._door.opened.emit(self.vault)


def _codes(path: Path) -> tuple[str, ...]:
    """None where the slots cannot be read either: then those of the backup count."""
    try:
        return vaults.staff_codes(path)
    except Trouble:
        return ()


def _counted(saved: Saved) -> str:
    parts = [f"{saved.records} Einträge sind da."]
    if saved.from_backup:
        parts.append(f"{saved.from_backup} davon kommen aus der Sicherung und können älter sein.")
    if not saved.missing:
        parts.append("Es fehlt nichts.")
    return " ".join(parts)


def _table(saved: Saved) -> Table:
    table = Table(
        "Was fehlt", [Column("Bereich", stretch=True), Column("Es fehlen", right=True, width=9)], fit=True
    )
    table.fill([(area, [area, count]) for area, count in salvages.in_words(saved.missing)])
    return table
