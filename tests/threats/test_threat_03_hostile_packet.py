# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Row 3, hostile packet: changed documents of every kind, in little memory; each is named, none is taken."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.template_pack import TemplatePack
from app.operations import district, reporting
from app.operations.enrolment import own_keys
from storage import outbox, releases
from sync import template_pack

PROJECT = Path(__file__).parents[2]
JANUARY, FEBRUARY = date(2022, 1, 31), date(2022, 2, 28)
NOW = datetime(2022, 3, 1, 12, tzinfo=UTC)
SEED = 20221122


@pytest.mark.parametrize("count", [300, pytest.param(100_000, marks=pytest.mark.soak)])
def test_threat_03_hostile_packet(
    new_kreis: Callable[[Path], Any],
    case_template: Any,
    district_template: Any,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    count: int,
) -> None:
    """Row 3. January is at the Kreis, February waits; a child with 256 MiB meets what became of them."""
    kreis = new_kreis(tmp_path)
    office = kreis.outstations[0]
    office.release(JANUARY)
    assert kreis.exchange(JANUARY).accepted == 1
    office.release(FEBRUARY)
    documents = _documents(kreis, office, tmp_path)
    asked = {
        "kreis": _opened_by(kreis.vault, district_template),
        "office": _opened_by(office.vault, case_template),
        "share": str(tmp_path / "stick"),
        "documents": documents,
        "count": count,
        "seed": SEED,
    }
    (tmp_path / "stick").mkdir()
    kreis.close()
    done = subprocess.run(
        [sys.executable, "-m", "tests.operations.reporting.mutants"],
        cwd=PROJECT,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    codes = json.loads(done.stdout)
    assert sum(codes.values()) == count
    assert len(codes) >= 10
    with capsys.disabled():
        print(f"\n{count} changed documents, refused as: {dict(sorted(codes.items()))}")


def _opened_by(vault: Any, template: Any) -> dict[str, str]:
    return {"path": str(vault.path), "code": template.code, "key": template.key.hex()}


def _documents(kreis: Any, office: Any, folder: Path) -> dict[str, str]:
    """What is whole: each kind once, as files."""
    pairing = reporting.pairing_file(office.vault, NOW)
    (device,) = office.vault.db.execute("SELECT id FROM device").fetchone()
    (receipt,) = (kreis.folder / "ack").rglob("*.pkt")
    pack = TemplatePack(1, "", None, None, {("information", "de"): "a = 1"}, ())
    whole = {
        "release": outbox.packet_bytes(office.vault.db, device, 2),
        "payload": releases.ledger(office.vault.db)[0].payload,
        "receipt": receipt.read_bytes(),
        "pairing": pairing,
        "certificate": district.enrol(kreis.vault, pairing, "", NOW),
        "templates": template_pack.write_pack(pack, own_keys(kreis.vault.db).signing),
    }
    for name, raw in whole.items():
        (folder / name).write_bytes(raw)
    return {name: str(folder / name) for name in whole}
