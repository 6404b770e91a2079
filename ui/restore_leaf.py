# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""At the door: from a backup back to a file, in three questions. Where is it, whose is it, is it this one?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.errors import InvalidInput
from app.operations import backups
from app.operations.backups import Copy, Opened
from app.operations.vaults import Vault
from ui import files
from ui.backups import moment_in_words
from ui.pairing_parts import PathForm
from ui.password_input import PasswordInput
from ui.salvage_leaf import SALVAGE
from ui.unlock import RESTORE, Leaf, add_new_password, code_choice, new_password
from ui.widgets import CodeInput, FormPanel, TextInput, box, label, line, link_button

if TYPE_CHECKING:
    from ui.door import Door

Restore = Callable[[Path, datetime], Vault]


class PlaceLeaf(Leaf):
    """The folder in which the backups lie."""

    def __init__(self, door: Door) -> None:
        form = PathForm(
            "place",
            "Ordner der Sicherung",
            lambda: files.choose_folder(door, "Ordner der Sicherung"),
            "Der Stick oder das Netzlaufwerk, auf dem sie liegt.",
        )
        sentence = "Es entsteht eine neue Datei. Was jetzt auf diesem Rechner liegt, bleibt, wie es ist."
        super().__init__(RESTORE, sentence, form, "Sicherungen suchen", "Wird gesucht …")
        self._door = door
        back = link_button("Zurück", door.show_first, small=True)
        save = [link_button(SALVAGE, door.show_salvage, small=True)] if door.path.exists() else []
        self.body.addWidget(box(line(None, *save, back, None, gap=1)))

    def _begin(self, values: dict[str, Any]) -> None:
        place = Path(values["place"])
        if not (values["place"] and place.is_dir()):
            raise InvalidInput("place", "backup.no_such_place")
        self._run(lambda: backups.copies(place), self._found)

    def _found(self, found: Sequence[Copy]) -> None:
        if found:
            self._door.turn_to(CopyLeaf(self._door, found))
        else:
            self._failed(InvalidInput("place", "backup.none_there"))


class CopyLeaf(Leaf):
    """Which one, and the password of that day; or the recovery key, then with a new password."""

    def __init__(self, door: Door, found: Sequence[Copy], *, by_key: bool = False) -> None:
        self._door, self._found, self._by_key = door, found, by_key
        codes = {copy: backups.staff_codes(copy) for copy in found}
        form = FormPanel()
        form.add("copy", "Sicherung vom", CodeInput([(str(c.path), _named(c, codes[c])) for c in found]))
        form.set_values({"copy": str(found[0].path)})
        form.add(
            "staff_code", "Kürzel", code_choice(sorted({code for each in codes.values() for code in each}))
        )
        if by_key:
            form.add(
                "recovery_key", "Wiederherstellungsschlüssel", TextInput(), "Sieben Gruppen zu vier Zeichen."
            )
            add_new_password(form)
        else:
            form.add(
                "password", "Passwort", PasswordInput(), "Es gilt das Passwort, das Sie an diesem Tag hatten."
            )
        super().__init__(RESTORE, "", form, "Ansehen", "Wird geprüft …")
        word = "Mit Passwort" if by_key else "Mit Wiederherstellungsschlüssel"
        other = link_button(word, self._other_way, small=True)
        back = link_button("Zurück", door.show_restore, small=True)
        self.body.addWidget(box(line(None, other, back, None, gap=1)))

    def _other_way(self) -> None:
        self._door.turn_to(CopyLeaf(self._door, self._found, by_key=not self._by_key))

    def _begin(self, values: dict[str, Any]) -> None:
        copy = next((each for each in self._found if str(each.path) == values["copy"]), None)
        if copy is None:
            raise InvalidInput("copy", "backup.not_chosen")
        if not values["staff_code"]:
            raise InvalidInput("staff_code", "vault.no_person")
        if self._by_key:
            self._look_by_key(copy, values)
        else:
            self._look_by_password(copy, values)

    def _look_by_password(self, copy: Copy, values: dict[str, Any]) -> None:
        code, password = values["staff_code"], values["password"]
        if not password:
            raise InvalidInput("password", "password.missing")

        def seen(opened: Opened) -> None:
            self._ask(opened, lambda path, now: backups.restore_file(opened, path, password, now))

        self._run(lambda: backups.look_into(copy, code, password), seen)

    def _look_by_key(self, copy: Copy, values: dict[str, Any]) -> None:
        code, key, password = values["staff_code"], values["recovery_key"], new_password(values)
        backups.check_password(password)

        def seen(opened: Opened) -> None:
            self._ask(
                opened,
                lambda path, now: backups.restore_with_new_password(opened, path, key, password, now),
            )

        self._run(lambda: backups.look_into_by_recovery(copy, code, key), seen)

    def _ask(self, opened: Opened, restore: Restore) -> None:
        self._door.turn_to(ConfirmLeaf(self._door, opened, restore, self._found))


class ConfirmLeaf(Leaf):
    """What the backup holds and where the new file goes; nothing is written before this button."""

    def __init__(self, door: Door, opened: Opened, restore: Restore, found: Sequence[Copy]) -> None:
        self._door, self._restore = door, restore
        self._path = backups.new_path(door.path, door.now())
        super().__init__(RESTORE, _held(opened), FormPanel(), "Wiederherstellen", "Wird wiederhergestellt …")
        for words in (
            f"Die neue Datei heißt {self._path.name}.",
            *(
                [f"Die bisherige Datei {door.path.name} bleibt daneben liegen."]
                if self._path != door.path
                else []
            ),
            "Was nach dieser Sicherung kam, fehlt darin.",
        ):
            self.body.insertWidget(self.body.count() - 2, label(words, wrap=True))
        self.body.addWidget(
            link_button("Andere Sicherung", lambda: door.turn_to(CopyLeaf(door, found)), small=True)
        )

    def _begin(self, _values: dict[str, Any]) -> None:
        path, now = self._path, self._door.now()
        self._run(lambda: self._restore(path, now), self._door.opened.emit)


def _named(copy: Copy, codes: Sequence[str]) -> str:
    """By its moment, and by who has a password: several files may be kept in one place."""
    return " · ".join(filter(None, (moment_in_words(copy.made_at), ", ".join(codes))))


def _held(opened: Opened) -> str:
    """The number of cases and the newest entry tell whether it is the right one; no name does."""
    parts = [f"Sicherung vom {moment_in_words(opened.copy.made_at)}"]
    if opened.cases is not None:
        parts.append("1 Fall" if opened.cases == 1 else f"{opened.cases} Fälle")
    if opened.newest_entry is not None:
        parts.append(f"letzter Eintrag {moment_in_words(opened.newest_entry)}")
    return " · ".join(parts)
