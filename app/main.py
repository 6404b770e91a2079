# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command line and the composition root: the only module that knows all others."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from io import TextIOWrapper
from itertools import count
from pathlib import Path

from app import settings, system_libraries
from app.domain.errors import Answer, Refusal
from resources import message

PR_SET_DUMPABLE = 4
_OFFSETS = (
    "Für Datenschutzbeauftragte: zieht den Versatzbogen, nach dem die Meldestellen eines Kreises runden."
)
_AUDIT = "Greift die Meldungen eines Kreises an und sagt, was sich daraus zurückrechnen lässt."


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; without one, the program starts. Returns the exit code."""
    if getattr(sys, "frozen", False):
        _become_a_child_if_asked()
    _never_stumble_over_a_letter()
    _keep_memory_private()
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except Answer as answer:
        _say(answer)
        return 1
    except (KeyboardInterrupt, EOFError):
        return 130


def _become_a_child_if_asked() -> None:
    """In the bundle a child is this program again, told so by its arguments."""
    import multiprocessing

    multiprocessing.freeze_support()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bruecke", description="KIM-Brücke: Fallakte und Meldung.")
    parser.set_defaults(run=_start, file=None)
    commands = parser.add_subparsers(title="Befehle")

    def command(name: str, run: object, text: str, *, argument: str | None = None) -> None:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(run=run)
        if argument:
            sub.add_argument(argument, type=Path)

    command("open", _start, "Öffnet eine Datei im Fenster.", argument="file")
    command("sample", _sample, "Legt eine Beispieldatei an und öffnet sie.", argument="folder")
    command("demo", _demo, "Spielt einen Arbeitstag durch und legt die Ergebnisse ab.", argument="folder")
    command("pictures", _pictures, "Malt die Bilder der Bildschirme für das Handbuch.", argument="folder")
    command("selftest", _selftest, "Prüft, ob alles da ist, was das Programm braucht.")
    command("sbom", _sbom, "Nennt jeden Bestandteil mit Fassung und Lizenz (CycloneDX, JSON).")
    audit = commands.add_parser("audit", help=_AUDIT, description=_AUDIT)
    audit.set_defaults(run=_audit)
    audit.add_argument("releases", type=Path, nargs="+", help="Meldungen im Klartext (JSON) oder Ordner")
    _offset_commands(commands.add_parser("offsets", help=_OFFSETS, description=_OFFSETS))
    command(
        "verify", _verify, "Prüft eine Datei auf Unversehrtheit; fragt nach dem Passwort.", argument="file"
    )
    return parser


def _offset_commands(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(title="Schritte", required=True)
    key = steps.add_parser("key", help="Legt Ihre Schlüsseldatei an.")
    key.set_defaults(run=_offset_key)
    key.add_argument("key", type=Path, help="die neue Schlüsseldatei")
    draw = steps.add_parser("draw", help="Zieht den Bogen und schreibt je Meldestelle eine Zeile.")
    draw.set_defaults(run=_draw_offsets)
    draw.add_argument("key", type=Path, help="Ihre Schlüsseldatei")
    draw.add_argument("folder", type=Path, help="ein leerer Ordner für die Zeilen")
    draw.add_argument("pairings", type=Path, nargs="+", help="die Anmeldedateien aller Meldestellen")


def _start(options: argparse.Namespace) -> int:
    if _libraries_missing():
        return 1
    from ui.application import start

    return start(options.file)


def _sample(options: argparse.Namespace) -> int:
    """With a display: a sample file in a window. Without one: the demo, each time in a folder of its own."""
    if _libraries_missing():
        return 1
    if not system_libraries.has_display():
        folder = _next_free(options.folder)
        print("Hier gibt es keinen Bildschirm. Die Vorführung läuft deshalb ohne Fenster.")
        print(f"Alles, was dabei entsteht, liegt in {folder}.\n")
        return _offscreen_play(folder, pictures_only=False)
    from app.demo.sample import CODE, PASSWORD, create_sample
    from ui.application import start

    path = create_sample(options.folder)
    print(f"Beispieldatei: {path}\nKürzel: {CODE}\nPasswort: {PASSWORD}", flush=True)
    return start(path, remember=False)


def _next_free(folder: Path) -> Path:
    """The first `vorfuehrung-N` in it that is not there yet."""
    numbered = (folder / f"vorfuehrung-{number}" for number in count(1))
    return next(free for free in numbered if not free.exists())


def _demo(options: argparse.Namespace) -> int:
    return _offscreen_play(options.folder, pictures_only=False)


def _pictures(options: argparse.Namespace) -> int:
    return _offscreen_play(options.folder, pictures_only=True)


def _offscreen_play(folder: Path, *, pictures_only: bool) -> int:
    if not system_libraries.has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        # The offscreen plugin warns of every window that has a smallest size.
        os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    if _libraries_missing():
        return 1
    from app.demo.play import play

    return play(folder, pictures_only=pictures_only)


def _audit(options: argparse.Namespace) -> int:
    """One line for each unit and site, and every figure that leaves too little open; 1 if there is one."""
    from app.operations.audit_releases import attack, read_releases

    found = list(attack(read_releases(options.releases)))
    for each in found:
        least = f"{each.least} mögliche Werte" if each.narrow else "5 oder mehr mögliche Werte"
        said = f"{each.releases} Meldungen, {each.examined} Angaben: mindestens {least}"
        print(f"{each.unit}  {each.site}  {said}")
        for narrow in each.narrow:
            print(f"    {narrow.low} bis {narrow.high}  {narrow.name}")
        if each.contradictions:
            print("    Diese Zahlen widersprechen einander: eine davon ist verschoben oder verändert.")
    exact = sum(each.exact for each in found)
    print(f"{len(found)} Standorte angegriffen, {exact} Angaben genau zurückgerechnet.")
    return 1 if any(each.narrow for each in found) else 0


def _offset_key(options: argparse.Namespace) -> int:
    from app.operations.offset_sheets import make_officer_key

    password = getpass.getpass("Neues Passwort: ")
    if getpass.getpass("Noch einmal: ") != password:
        raise Refusal("offsets.passwords_differ")
    make_officer_key(options.key, password)
    print(f"Ihre Schlüsseldatei ist {options.key}. Bewahren Sie sie dort auf, wo nur Sie hinkommen.")
    return 0


def _draw_offsets(options: argparse.Namespace) -> int:
    """One line for each outstation: whose, the fingerprint to compare by phone, the file."""
    from app.operations.offset_sheets import draw_sheet

    password = getpass.getpass("Passwort: ")
    drawn = draw_sheet(options.key, password, options.pairings, options.folder, date.today().year)
    for line in drawn:
        print(f"{line.fingerprint}  {line.path.name}  {line.name}")
    print(f"{len(drawn)} Zeilen liegen in {options.folder}. Lesen kann jede nur ihre Meldestelle.")
    print("Rufen Sie jede an und vergleichen Sie ihr Prüfzeichen. Erst danach gilt ihre Zeile.")
    return 0


def _selftest(_: argparse.Namespace) -> int:
    from app.operations.selftest import run

    checks = run()
    for check in checks:
        state = "ok   " if check.ok else ("FEHLT" if check.needed else "fehlt")
        print(f"{state}  {check.name:<28} {check.detail}")
    return 1 if any(check.needed and not check.ok for check in checks) else 0


def _sbom(_: argparse.Namespace) -> int:
    from app.operations.bill_of_materials import bill

    print(json.dumps(bill(), indent=2))
    return 0


def _verify(options: argparse.Namespace) -> int:
    from app.operations import backups, vaults

    verify = backups.verify if backups.is_backup(options.file) else vaults.verify
    codes = vaults.staff_codes(options.file)
    code = codes[0] if len(codes) == 1 else input(f"Kürzel ({', '.join(codes)}): ")
    findings = verify(options.file, code, getpass.getpass("Passwort: "))
    for finding in findings:
        print(message(finding.code, detail=finding.detail).what)
    print("Die Datei ist unversehrt." if not findings else f"{len(findings)} Befunde.")
    return 1 if findings else 0


def _never_stumble_over_a_letter() -> None:
    """A console or log that cannot write Ł gets a question mark; a window without console has no stream."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _keep_memory_private() -> None:
    """No crash writes our memory to the disk, and no other program of the same user reads it (prctl(2)).

    Where the administrator asks for it, the database's memory is not swapped out either.
    """
    if sys.platform == "linux":
        import ctypes
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0)
    if settings.load().out_of_swap:
        from app.operations import vaults

        vaults.keep_out_of_swap()


def _libraries_missing() -> bool:
    return system_libraries.tell(system_libraries.missing_packages())


def _say(answer: Answer) -> None:
    sentence = message(answer.code, **answer.facts)
    print(" ".join(part for part in (sentence.what, sentence.safe, sentence.todo) if part), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
