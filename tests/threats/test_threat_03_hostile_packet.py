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
from uuid import uuid4

import msgspec
import pytest

from app.domain.service import Service
from app.domain.template_pack import TemplatePack, number_at
from app.operations import district, reporting
from app.operations.enrolment import district_party, outstation_party, own_keys
from storage import outbox, releases
from sync import catalogue, key_list, keys, returned, revocation, rotation, tables, template_pack
from sync.enrolment import Site
from sync.revocation import Revocations, Revoked

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
    whole = _of_the_exchange(kreis, office) | {
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


def _of_the_exchange(kreis: Any, office: Any) -> dict[str, bytes]:
    """What both sides say of their keys, what the Kreis publishes, and what it gives back."""
    own, other = own_keys(office.vault.db), own_keys(kreis.vault.db)
    unit = outstation_party(office.vault.db, office.unit)
    side = district_party(kreis.vault.db, district.district_of(kreis.vault))
    new_unit = keys.party(keys.generate(), "outstation", unit.id, str(uuid4()), str(uuid4()))
    new_side = keys.party(keys.generate(), "district", side.id, str(uuid4()), str(uuid4()))
    given = returned.compose(
        unit.id,
        str(uuid4()),
        1,
        [Site(office.site_id, "Nordstadt")],
        [reporting.ledger(office.vault)[-1].payload],
    )
    revoked = Revocations(revocation.SCHEMA, side.id, 1, JANUARY, (Revoked(str(uuid4()), str(uuid4()), 3),))
    number = number_at(NOW)
    settled = catalogue.Tables(2, tables.shipped(2).sha256, FEBRUARY)
    offers = catalogue.directory([Service("Jobcenter", "jobcenter", "Leistung", id=str(uuid4()))])
    listed = key_list.compose(side.id, number, [key_list.Unit("Nordstadt", unit)])
    groups = catalogue.Groups(
        (catalogue.Group("kreis_0123456789ab", "Saisonkräfte", ("05382",), FEBRUARY, None, 18, None, None),)
    )
    return {
        "rotation": rotation.write(rotation.compose(unit, new_unit, None, "rotated"), own.signing).bytes,
        "takeover": rotation.write(rotation.compose(side, new_side, None, "restored"), other.signing).bytes,
        "revocations": revocation.write(revoked, other.signing).bytes,
        "tables": _published(side.id, number, settled, other),
        "directory": _published(side.id, number, offers, other),
        "groups": _published(side.id, number, groups, other),
        "keys": key_list.seal(listed, side, unit, other).bytes,
        "listed": key_list.encode(listed),
        "returned": returned.seal(given, side, unit, other).bytes,
        "given": msgspec.json.encode(given),
    }


def _published(district_id: str, number: int, content: Any, own: Any) -> bytes:
    whole = catalogue.Catalogue(catalogue.SCHEMA, district_id, number, content)
    return catalogue.write(whole, own.signing).bytes
