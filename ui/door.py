# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The door of a file: it asks who comes in and how, and hands over the open vault."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.errors import Trouble
from app.operations import freshness, key_changes, vaults
from app.operations.vaults import Created, Vault
from ui import errors
from ui.session import Clock
from ui.theme import rem
from ui.unlock import (
    CreateLeaf,
    RecoverLeaf,
    StartPasswordLeaf,
    UnlockLeaf,
    brand,
    restore_link,
)
from ui.widgets import Card, Scroll, box, clear, column, line, link_button


class Door(QWidget):
    """Stands before the file at `path`; `opened` hands over the open vault, `file_chosen` another path."""

    opened = Signal(object)
    file_chosen = Signal(Path)

    def __init__(self, path: Path, clock: Clock) -> None:
        super().__init__()
        self._path, self._clock = path, clock
        self._leaf: QWidget | None = None
        self._room = line(gap=0)
        middle = column(None, box(self._room), None, gap=0)
        whole = column(Scroll(box(middle)), parent=self, gap=0)
        whole.setContentsMargins(rem(1), rem(1), rem(1), rem(1))
        self.show_first()

    @property
    def path(self) -> Path:
        """The file it stands before."""
        return self._path

    def show_first(self) -> None:
        """Ask for the password, or for a new file where there is none."""
        if self._path.exists():
            self.show_unlock()
        else:
            self.show_create()

    def show_unlock(self) -> None:
        """Ask for code and password; a file whose slots cannot be read gets its sentence instead."""
        try:
            codes = vaults.staff_codes(self._path)
        except Trouble as trouble:
            self.turn_to(_Broken(self, trouble))
            return
        self.turn_to(UnlockLeaf(self, codes))

    def show_create(self) -> None:
        self.turn_to(CreateLeaf(self))

    def show_restore(self) -> None:
        """From a backup; its questions are loaded only when somebody needs them."""
        from ui.restore_leaf import PlaceLeaf

        self.turn_to(PlaceLeaf(self))

    def show_salvage(self) -> None:
        from ui.salvage_leaf import SalvageLeaf

        self.turn_to(SalvageLeaf(self))

    def show_recover(self) -> None:
        self.turn_to(RecoverLeaf(self, vaults.staff_codes(self._path)))

    def choose_file(self) -> None:
        """Another file than the one it stands before."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Datei öffnen", str(self._path.parent), "KIM-Brücke (*.kim)"
        )
        if chosen:
            self.file_chosen.emit(Path(chosen))

    def show_key(self, created: Created) -> None:
        """What only a new file needs is loaded only then."""
        from ui.key_leaf import KeyLeaf

        self.turn_to(KeyLeaf(self, created))

    def now(self) -> datetime:
        return self._clock()

    def leaf(self) -> QWidget:
        """What the door asks now."""
        assert self._leaf is not None
        return self._leaf

    def unlock(self, code: str, password: str) -> Vault:
        return self._looked_after(vaults.unlock(self._path, code, password))

    def recover(self, key: str, code: str, password: str) -> Vault:
        return self._looked_after(vaults.recover(self._path, key, code, password, self._clock()))

    def _looked_after(self, vault: Vault) -> Vault:
        """Before anything is written: is it an older copy? Then what was cut off is ended."""
        freshness.look(vault)
        key_changes.finish(vault, self._clock())
        return vault

    def enter(self, vault: Vault, password: str) -> None:
        """Whoever came in by a start password chooses an own one first."""
        if vault.actor.id in key_changes.with_start_password(vault):
            self.turn_to(StartPasswordLeaf(self, vault, password))
        else:
            self.opened.emit(vault)

    def make(self, role: str, code: str, name: str, password: str) -> Created:
        create = vaults.create_district_file if role == "district" else vaults.create_case_file
        return create(self._path, code, name, password, self._clock())

    def abandon(self) -> None:
        """The program closes: a file that is open already is closed too."""
        if isinstance(vault := getattr(self._leaf, "vault", None), Vault):
            vaults.lock(vault)

    def turn_to(self, leaf: QWidget) -> None:
        """Ask this instead."""
        clear(self._room)
        self._leaf = leaf
        self._room.addStretch(1)
        self._room.addWidget(leaf)
        self._room.addStretch(1)


class _Broken(Card):
    """The file is there but its way in cannot be read."""

    def __init__(self, door: Door, trouble: Trouble) -> None:
        super().__init__(outlined=True)
        self.setFixedWidth(rem(30))
        self.body.addWidget(brand())
        self.body.addWidget(errors.sentences(trouble))
        other = link_button("Andere Datei öffnen", door.choose_file, small=True)
        self.body.addWidget(box(line(other, restore_link(door), None, gap=1)))
