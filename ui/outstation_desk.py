# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The case files a Kreis hears: how each stands, locking a lost one, and getting all back after a restore."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.domain.progress import Progress, Repeated
from app.operations import district, district_epochs, mergers, restored
from app.operations.district import OutstationLine
from app.operations.district_epochs import LockedOutstation
from app.operations.mergers import Merger
from resources import Message
from ui.backups import moment_in_words
from ui.enrolment_form import open_comparison, open_enrolment
from ui.errors import CalmDialog, guard
from ui.form_dialog import FormDialog
from ui.jobs import Work
from ui.session import Session
from ui.system_proxy import proxy_for
from ui.widgets import Banner, Chip, Row, secondary_button, show_toast


def rows(session: Session) -> list[Row]:
    """Everybody who is heard or waits for the comparison, then those who are locked."""
    merged = session.read(mergers.mergers)
    heard = [_row(each, _merged(each, merged)) for each in session.read(district.outstations)]
    return heard + [_locked_row(each) for each in session.read(district_epochs.locked_outstations)]


def open_outstation(
    owner: QWidget, session: Session, key: str, then: Callable[[], object]
) -> FormDialog | CalmDialog:
    """What can be done with this one: compare, take in anew, or lock; `then` tells everybody of a lock."""
    known = {each.id: each for each in session.read(district.outstations)}.get(key)
    if known is None:
        return open_enrolment(owner, session)
    if not known.confirmed:
        return open_comparison(owner, session, known)
    return _open_details(owner, session, known, then)


def restored_banner(session: Session, begin: Callable[[], object]) -> Banner | None:
    """In a Kreis file from a backup: what it lacks, and how the offices send it once more."""
    state = session.read(restored.restore_state)
    if state is None or not state.releases_open:
        return None
    title = f"Diese Datei kommt aus der Sicherung vom {moment_in_words(state.backup_of)}."
    said = (
        "Meldungen, die danach kamen, fehlen. Die Büros schicken alles noch einmal, ohne Anruf."
        " Wer danach erst aufgenommen wurde, meldet sich neu an."
    )
    return Banner("warning", title, said, "warning", secondary_button("Alles zurückholen", begin))


def ask_to_begin_again(owner: QWidget, act: Callable[[], object]) -> CalmDialog:
    message = Message(
        "Die Koordination bekommt neue Schlüssel, und alle Büros schicken ihre Meldungen noch einmal.",
        "Jede Meldung zählt nur einmal. Gesperrte Geräte bleiben gesperrt.",
        "Das dauert, bis jedes Büro das nächste Mal verbunden war. Holen Sie danach ab.",
    )
    dialog = CalmDialog(owner, message, "info", ("Zurückholen", act))
    dialog.open()
    return dialog


def begin_again_work(session: Session) -> Work:
    vault, now, way = session.vault, session.now(), session.read(district.transport)
    address = way.address if way else ""

    def begin(progress: Progress) -> None:
        district_epochs.begin_again(vault, now, proxy_for(address), Repeated(progress).again)

    return begin


def _open_details(
    owner: QWidget, session: Session, known: OutstationLine, then: Callable[[], object]
) -> CalmDialog:
    sites = ", ".join(name for _, name in known.sites)
    message = Message(
        known.name,
        f"{sites} · {_last(known)} · Prüfzeichen {known.fingerprint}",
        "Ist der Rechner verloren oder ausgespäht? Dann sperren Sie das Gerät.",
    )
    dialog = CalmDialog(
        owner, message, "info", ("Gerät sperren", lambda: ask_to_lock(owner, session, known, then))
    )
    dialog.open()
    return dialog


def ask_to_lock(
    owner: QWidget, session: Session, known: OutstationLine, then: Callable[[], object]
) -> CalmDialog:
    """A lock is for ever; the same office comes back with other keys."""
    message = Message(
        f"Sie sperren das Gerät von „{known.name}“. Das lässt sich nicht zurücknehmen.",
        "Was abgeholt ist, zählt weiter. Holen Sie deshalb vorher ab. Danach zählt nichts mehr von ihm.",
        "Das Büro kommt mit einer neuen Anmeldedatei wieder. Dann vergleichen Sie das Prüfzeichen.",
    )

    def lock() -> None:
        with guard(owner):
            session.write(district_epochs.lock_device, known.id)
            show_toast(owner, f"Das Gerät von „{known.name}“ ist gesperrt.")
            then()

    dialog = CalmDialog(owner, message, "warning", ("Sperren", lock))
    dialog.open()
    return dialog


def _merged(each: OutstationLine, merged: Sequence[Merger]) -> str:
    """With whom this one counts together; empty for most."""
    others = [one.into for one in merged if one.outstation_id == each.id]
    others += [one.name for one in merged if one.into_id == each.id]
    return f" · zählt zusammen mit {', '.join(others)}" if others else ""


def _row(each: OutstationLine, merged: str) -> Row:
    chip = (
        Chip("check", "bestätigt", "success")
        if each.confirmed
        else Chip("clock", "Prüfzeichen offen", "warning")
    )
    sites = ", ".join(name for _, name in each.sites)
    does = "Ansehen" if each.confirmed else "Prüfzeichen vergleichen"
    return Row(
        each.name, f"{sites} · {_last(each)}{merged}", key=each.id, chip=chip, keys=[("Eingabe", does)]
    )


def _locked_row(each: LockedOutstation) -> Row:
    chip = Chip("warning", "gesperrt", "danger")
    said = "kommt mit einer neuen Anmeldedatei wieder"
    return Row(each.name, said, key=each.id, chip=chip, keys=[("Eingabe", "Neu aufnehmen")])


def _last(each: OutstationLine) -> str:
    return f"letztes Paket {each.last_packet}" if each.last_packet else "noch kein Paket"
