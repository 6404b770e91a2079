# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the program is made of, as a CycloneDX 1.5 bill of materials (cyclonedx.org/docs/1.5/json)."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

PROGRAM = "kim-bruecke"
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_STATED = "License :: "


def bill() -> dict[str, object]:
    """The bill as JSON values; every part that is installed here, none that only builds or tests."""
    parts = components()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {**_component(distribution(PROGRAM)), "type": "application"}},
        "components": [*map(_component, parts), _python()],
        "dependencies": [
            {"ref": _purl(each), "dependsOn": sorted(map(_purl, _needed(each)))}
            for each in (distribution(PROGRAM), *parts)
        ],
    }


def components() -> list[Distribution]:
    """Everything that the program needs to run, directly or not, by name."""
    found: dict[str, Distribution] = {}
    waiting = list(_needed(distribution(PROGRAM)))
    while waiting:
        part = waiting.pop()
        if _name(part) not in found:
            found[_name(part)] = part
            waiting.extend(_needed(part))
    return [found[name] for name in sorted(found)]


def licences(part: Distribution) -> list[dict[str, object]]:
    """As the part itself states it: an SPDX expression, a line of text, or its classifiers."""
    about = part.metadata.json
    if expression := about.get("license_expression"):
        return [{"expression": expression}]
    lines = str(about.get("license", "")).strip().splitlines()[:1]
    classified = [line for line in about.get("classifier", ()) if line.startswith(_STATED)]
    stated = lines or [line.rpartition(" :: ")[2] for line in classified]
    return [{"license": {"name": line}} for line in stated]


def _needed(part: Distribution) -> Iterator[Distribution]:
    """What it asks for and is here; what is asked for on another system is not."""
    for asked in part.requires or []:
        name = _NAME.match(asked)
        if name and "extra ==" not in asked:
            try:
                yield distribution(name[0])
            except PackageNotFoundError:
                continue


def _component(part: Distribution) -> dict[str, object]:
    return {
        "type": "library",
        "bom-ref": _purl(part),
        "name": _name(part),
        "version": part.version,
        "purl": _purl(part),
        "licenses": licences(part),
    }


def _python() -> dict[str, object]:
    version = platform.python_version()
    return {
        "type": "platform",
        "name": "CPython",
        "version": version,
        "purl": f"pkg:generic/cpython@{version}",
        "licenses": [{"license": {"id": "Python-2.0.1"}}],
    }


def _purl(part: Distribution) -> str:
    return f"pkg:pypi/{_name(part)}@{part.version}"


def _name(part: Distribution) -> str:
    """Spelled as in the lock file (PEP 503)."""
    return re.sub(r"[-_.]+", "-", part.name).lower()
