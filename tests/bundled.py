# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a built folder must bring along, and that it starts where nothing else is: `make bundle`, then
`python -m tests.bundled dist/KIM-Bruecke` (under Xvfb, for instance by `.ci/bundle`).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from app.operations import bill_of_materials

BILL = "sbom.cdx.json"
OWN_TEXTS = {"pyside6-essentials": "LGPL-3.0.txt", "shiboken6": "LGPL-3.0.txt"}
"""Their wheels bring none; ours are in `resources/licences`."""
LICENCE = re.compile(r"licen[cs]e|copying|notice", re.IGNORECASE)
PAINTED = b"qt.widgets.painting: Flushing"
PATIENCE_S = 120


def findings(bundle: Path) -> Iterator[str]:
    """Whatever a built folder lacks; nothing where it is as promised."""
    inside = contents(bundle)
    bill = inside / BILL
    if not bill.is_file():
        yield f"{BILL} is missing"
        return
    named = {part["name"] for part in json.loads(bill.read_text("utf-8"))["components"]}
    yield from (f"{name} is not in {BILL}" for name in sorted(_needed() - named))
    yield from (
        f"no licence text of {name}" for name in sorted(named - {"CPython"}) if not _text(inside, name)
    )
    if not (inside / "LICENSE").is_file():
        yield "our own LICENSE is missing"
    yield from (f"{name} was taken along by chance" for name in _by_chance(inside, named))


def contents(bundle: Path) -> Path:
    """Where PyInstaller lays everything but the programs."""
    return bundle / "_internal"


def program(bundle: Path) -> Path:
    return bundle / ("bruecke.exe" if sys.platform == "win32" else "bruecke")


def bare(home: Path, **more: str) -> dict[str, str]:
    """The environment of somebody who has nothing of Python: a home, and a screen where there is one."""
    screen = ("DISPLAY", "XAUTHORITY", "QT_QPA_PLATFORM")
    kept = {name: os.environ[name] for name in screen if name in os.environ}
    return {"HOME": str(home), "KIM_BRUECKE_HOME": str(home), "LANG": "C.UTF-8", **kept, **more}


def seconds_to_window(command: list[str], environment: Mapping[str, str]) -> float:
    """From the start of a program to the first thing that it paints; the program is ended then."""
    begun = perf_counter()
    told = {**environment, "QT_LOGGING_RULES": "qt.widgets.painting=true"}
    with subprocess.Popen(command, env=told, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as running:
        assert running.stderr is not None
        lines = [b""]
        try:
            for line in running.stderr:
                lines.append(line)
                if line.startswith(PAINTED):
                    return perf_counter() - begun
        finally:
            running.kill()
    raise RuntimeError(f"nothing was painted: {lines[-1].decode(errors='replace')}")


def main(bundle: Path) -> int:
    """What is wrong, the self-test's own words, and how long the window took; 0 if all is well."""
    found = list(findings(bundle))
    print("\n".join(found) or "SBOM and licence texts: complete")
    with TemporaryDirectory() as folder:
        home = Path(folder)
        tested = subprocess.run(
            [str(program(bundle)), "selftest"], env=bare(home), check=False, timeout=PATIENCE_S
        )
        seconds = seconds_to_window([str(program(bundle)), "open", str(home / "neu.kim")], bare(home))
    print(f"first window after {seconds:.1f} s")
    return 1 if found or tested.returncode else 0


def _needed() -> set[str]:
    return {_name(part.name) for part in bill_of_materials.components()}


def _text(inside: Path, name: str) -> bool:
    """A text beside what the part says of itself, or one that we bring for it; else what it states counts."""
    if name in OWN_TEXTS:
        return (inside / "resources" / "licences" / OWN_TEXTS[name]).is_file()
    for folder in _about(inside, name):
        if any(LICENCE.search(path.name) for path in folder.rglob("*") if path.is_file()):
            return True
        return "License" in (folder / "METADATA").read_text("utf-8")
    return False


def _about(inside: Path, name: str) -> list[Path]:
    return [each for each in inside.glob("*.dist-info") if _name(each.name.partition("-")[0]) == name]


def _by_chance(inside: Path, named: set[str]) -> Iterator[str]:
    """Parts that lie there and that the bill does not name."""
    for each in sorted(inside.glob("*.dist-info")):
        name = _name(each.name.partition("-")[0])
        if name not in {*named, bill_of_materials.PROGRAM}:
            yield name


def _name(text: str) -> str:
    """Spelled as in the bill (PEP 503)."""
    return re.sub(r"[-_.]+", "-", text).lower()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
