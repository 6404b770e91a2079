# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a round asks of a real server when there is nothing new: each folder once, no file twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.operations import district, publishing, reporting, ways
from tests import dav
from tests.operations.reporting.conftest import Kreis
from tests.operations.reporting.test_way_back import JOBCENTER

JANUARY = date(2022, 1, 31)
NOW = datetime(2022, 1, 31, 12, tzinfo=UTC)


@pytest.fixture
def wire(kreis: Kreis, tmp_path: Path) -> Iterator[dav.Wire]:
    """A Kreis of three offices that have released and been answered; it has published a directory."""
    with dav.wsgidav(tmp_path / "dav") as server, dav.wire(server.port) as made:
        vaults = [kreis.vault, *(each.vault for each in kreis.outstations)]
        for vault in vaults:
            ways.set_transport(vault, "webdav", made.address, NOW, user=dav.USER, password=dav.PASSWORD)
        for each in kreis.outstations:
            each.release(JANUARY)
        publishing.publish_directory(kreis.vault, [JOBCENTER], NOW)
        kreis.exchange(JANUARY)
        yield made


def asked(wire: dav.Wire) -> Counter[str]:
    """„PROPFIND /catalogue“ and the like; ids are left out."""
    lines = (each.up.partition(b"\r\n")[0].decode().split(" ") for each in wire.exchanges)
    return Counter(f"{method} /{path.split('/')[1]}" for method, path, _ in lines)


def test_an_office_lists_each_folder_once(kreis: Kreis, wire: dav.Wire) -> None:
    wire.begin()
    assert reporting.deliver(kreis.outstations[0].vault, NOW) == reporting.Delivery(0, 0)
    assert asked(wire) == {"PROPFIND /catalogue": 1, "PROPFIND /ack": 1, "PROPFIND /keys": 1}


def test_the_kreis_lists_two_folders_an_office(kreis: Kreis, wire: dav.Wire) -> None:
    """What an office sends, and the keys that lie there for it: whoever empties the share gets them again."""
    wire.begin()
    assert district.fetch(kreis.vault, NOW) == district.Fetched()
    found = asked(wire)
    assert (found.pop("PROPFIND /keys"), found.pop("PROPFIND /catalogue")) == (3, 1)
    assert sum(found.values()) == 3
    assert all(each.startswith("PROPFIND ") for each in found)
