# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""An office and its Kreis over a server, the wire cut everywhere: every release arrives exactly once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.operations import district, reporting, ways
from app.operations.vaults import Vault
from storage import outbox, released
from storage.vault import checkpoint, open_with_key
from tests import dav

JANUARY = date(2022, 1, 31)
NOW = datetime(2022, 1, 31, 12, tzinfo=UTC)
LOST = ("transport.connection_lost", "transport.not_kept", "transport.listing_unreadable")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[dav.Server]:
    with dav.wsgidav(tmp_path / "dav") as running:
        yield running


@pytest.fixture
def wire(server: dav.Server) -> Iterator[dav.Wire]:
    with dav.wire(server.port) as made:
        yield made


@pytest.fixture
def waiting(kreis: Any, wire: dav.Wire) -> Any:
    """The way leads over the wire; one office has released."""
    for vault in (kreis.vault, kreis.outstations[0].vault):
        ways.set_transport(vault, "webdav", wire.address, NOW, user=dav.USER, password=dav.PASSWORD)
    kreis.outstations[0].release(JANUARY)
    return kreis


def code(result: reporting.Delivery | district.Fetched) -> str:
    return result.trouble.code if result.trouble else ""


def frozen(vault: Vault) -> bytes:
    (device,) = vault.db.execute("SELECT id FROM device").fetchone()
    return outbox.packet_bytes(vault.db, device, 1)


EACH = pytest.mark.parametrize("each", [8, pytest.param(1, marks=pytest.mark.soak)])
"""Every cut, or every eighth of them; the transport's own tests try every one."""


@EACH
def test_every_cut_of_a_delivery(waiting: Any, wire: dav.Wire, server: dav.Server, each: int) -> None:
    vault = waiting.outstations[0].vault
    reporting.deliver(vault, NOW)
    cuts = wire.cuts()
    for cut in cuts[::each]:
        for debris in server.root.iterdir():
            shutil.rmtree(debris)
        wire.begin(cut)
        assert code(reporting.deliver(vault, NOW)) in ("", *LOST)
        wire.begin()
        assert reporting.deliver(vault, NOW) == reporting.Delivery(1, 0)
        (there,) = server.root.rglob("*.pkt")
        assert there.read_bytes() == frozen(vault), cut
    assert len(cuts) >= 70
    assert district.fetch(waiting.vault, NOW) == district.Fetched(accepted=1)
    assert reporting.deliver(vault, NOW) == reporting.Delivery(0, 1)


@EACH
def test_every_cut_of_fetching(
    waiting: Any, wire: dav.Wire, server: dav.Server, district_template: Any, tmp_path: Path, each: int
) -> None:
    """Each time with a copy of the Kreis that has fetched nothing yet."""
    reporting.deliver(waiting.outstations[0].vault, NOW)
    checkpoint(waiting.vault.db)
    before = shutil.copytree(waiting.vault.path.parent, tmp_path / "vorher")
    wire.begin()
    assert district.fetch(waiting.vault, NOW) == district.Fetched(accepted=1)
    cuts = wire.cuts()
    for number, cut in enumerate(cuts[::each]):
        shutil.rmtree(server.root / "ack")
        copy = shutil.copytree(before, tmp_path / f"{number}")
        path = copy / waiting.vault.path.name
        with closing(open_with_key(path, district_template.code, district_template.key)) as vault:
            wire.begin(cut)
            first = district.fetch(vault, NOW)
            wire.begin()
            again = district.fetch(vault, NOW)
            assert (code(first) in ("", *LOST), code(again)) == (True, ""), cut
            assert first.accepted + again.accepted == 1
            assert len(released.releases(vault.db)) == 1
            assert district.alarms(vault) == ()
        shutil.rmtree(copy)
        assert len(list((server.root / "ack").rglob("*.pkt"))) == 1
    assert len(cuts) >= 70
