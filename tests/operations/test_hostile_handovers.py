# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Changed hand-overs through the real receiver, and a receiver that is killed: nothing or all of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

import resources
from app.domain.errors import Answer
from app.operations import cases, known_offices, received_cases
from app.operations.case_transfers import Wish
from app.operations.enrolment import kem_keys, outstation_party, own_keys
from app.operations.vaults import Vault
from storage import releases
from storage.vault import open_with_key
from storage.verify import verify
from sync import case_transfer as sealed
from sync import packet, signed
from tests.conftest import Template
from tests.operations.neighbours import Neighbour, filled, sent
from tests.operations.reporting.mutants import INSIDE, OUTSIDE

from .conftest import Office

PROJECT = Path(__file__).parents[2]
SEED = 20261122


def state(vault: Vault) -> tuple[object, ...]:
    names = [name for (name,) in vault.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    plain = [name for name in names if not name.startswith(("sqlite_", "note_search_"))]
    return tuple(vault.db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in plain)


@pytest.fixture
def handed(case_vault: Vault, office: Office, neighbour: Neighbour, now: datetime) -> Neighbour:
    filled(case_vault, office, now)
    known_offices.change_place(case_vault, neighbour.unit, None, True, now)
    sent(case_vault, office, Wish(neighbour.unit), neighbour, now)
    return neighbour


def signer(vault: Vault, other: Vault) -> Callable[[bytes], bytes]:
    """Seals and signs any payload rightly, as the known office would."""
    units = [releases.unit(each.db) for each in (vault, other)]
    own, there = (
        outstation_party(each.db, unit.id) for each, unit in zip((vault, other), units, strict=True) if unit
    )
    number = iter(range(10**9))

    def around(payload: bytes) -> bytes:
        packet_id = f"{next(number):08x}-0000-4000-8000-000000000000"
        return sealed.seal(payload, packet_id, own, there, own_keys(vault.db))

    return around


def says_something_else_rightly(changed: bytes, payload: bytes) -> bool:
    """Who may sign may say another text: each member once, written in the one way, only texts differ."""
    told = json.loads(changed)
    written = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return written == changed and _shape(told) == _shape(json.loads(payload))


def _shape(told: object) -> object:
    if isinstance(told, dict):
        return {name: _shape(value) for name, value in told.items()}
    if isinstance(told, list):
        return [_shape(value) for value in told]
    return "" if isinstance(told, str) else told


def answered(office: Neighbour, now: datetime) -> str:
    """The code of the refusal, which has its sentence."""
    try:
        received_cases.look_at(office.vault, office.file, now)
    except Answer as answer:
        return answer.code if resources.message(answer.code, **answer.facts).what else "no sentence"
    return "taken"


@pytest.mark.parametrize("count", [300, pytest.param(100_000, marks=pytest.mark.soak)])
def test_no_changed_hand_over_is_taken(
    case_vault: Vault, handed: Neighbour, now: datetime, capsys: pytest.CaptureFixture[str], count: int
) -> None:
    rng, around = Random(SEED), signer(case_vault, handed.vault)
    whole = handed.file.read_bytes()
    (kem,) = kem_keys(handed.vault.db).values()
    outside, inside = packet.split_header(signed.split(whole, "transfer").content)
    payload = packet.unsealed("transfer", outside, inside, kem)
    before, codes = state(handed.vault), Counter[str]()
    for _ in range(count):
        from_outside = rng.random() < 0.6
        change = rng.choice(OUTSIDE if from_outside else INSIDE)
        changed = change(rng, whole if from_outside else payload)
        if changed in (whole, payload):
            continue
        handed.file.write_bytes(changed if from_outside else around(changed))
        answer = answered(handed, now)
        if answer == "taken":
            assert not from_outside
            assert says_something_else_rightly(changed, payload), change.__name__
        codes[answer] += 1
    assert state(handed.vault) == before
    with capsys.disabled():
        print("\n" + ", ".join(f"{code} {n}" for code, n in codes.most_common()))


@pytest.mark.parametrize("kills", [3, pytest.param(200, marks=pytest.mark.soak)])
def test_a_killed_reception_leaves_all_or_nothing(
    handed: Neighbour, case_template: Template, now: datetime, kills: int
) -> None:
    path, rng = handed.vault.path, Random(SEED)
    handed.vault.close()
    for _ in range(kills):
        told = _killed_after(rng.randrange(1, 6), path, case_template, handed, now)
        vault = open_with_key(path, case_template.code, case_template.key)
        assert not verify(vault)
        here = [line.case_id for line in cases.case_list(vault, status="all")]
        assert len(here) <= 1
        for case_id in here:
            assert received_cases.source_of(vault, case_id) is not None
            received_cases.take_back(vault, case_id, now)
        last = told[-1].split() if told else []
        assert not here or last != ["back", here[0]], "what was taken back stays taken back"
        vault.close()


def _killed_after(lines: int, path: Path, template: Template, office: Neighbour, now: datetime) -> list[str]:
    """What the process said until it was killed, somewhere after so many acts."""
    asked = [str(path), template.code, template.key.hex(), str(office.file), office.site_id, now.isoformat()]
    command = [sys.executable, "-m", "tests.operations.reception_worker", *asked]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(lines)]
        process.kill()
        said += process.stdout.readlines()
    assert all(said[:lines]), "the process ended by itself"
    return [line for line in said if line.endswith("\n")]
