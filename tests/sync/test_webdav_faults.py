# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The wire is cut after every request and inside every body; two write at once: nothing wrong ever counts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from app.domain.errors import Trouble
from sync import keys, packet, signed
from sync.transport import packets_folder
from sync.webdav import WebdavTransport
from tests import dav

UNIT, DEVICE = "5f1d7a3c-2b1e-4b77-8a55-2f6f9a1e6c22", "11111111-1111-4111-8111-111111111111"
FOLDER = packets_folder(UNIT, DEVICE)
RAW = signed.sign("release", bytes(range(256)) * 40, keys.generate().signing)
NAME = packet.name(1, signed.split(RAW, "release").sha256)


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, dav.Server]]:
    """WsgiDAV always, the others where the machine has them."""
    absent = dav.missing()
    with ExitStack() as stack:
        running = {"wsgidav": stack.enter_context(dav.wsgidav(tmp_path_factory.mktemp("dav") / "root"))}
        for name in dav.INSTALLED_APART:
            if name not in absent:
                folder = tmp_path_factory.mktemp(name)
                running[name] = stack.enter_context(dav.of_this_machine(name, folder / "root", folder))
        yield running


def ends(act: Callable[[], object]) -> str:
    """How it ended: the code of its trouble, or "" if it went well."""
    try:
        act()
    except Trouble as trouble:
        return trouble.code
    return ""


def empty(root: Path) -> None:
    for each in root.iterdir():
        shutil.rmtree(each)


def through(wire: dav.Wire) -> WebdavTransport:
    return WebdavTransport(wire.address, dav.USER, dav.PASSWORD)


def test_every_cut_of_a_put_is_healed_by_the_next(
    servers: dict[str, dav.Server], capsys: pytest.CaptureFixture[str]
) -> None:
    tried = {name: _every_cut_of_a_put(server) for name, server in servers.items()}
    absent = ", ".join(dav.missing()) or "none"
    with capsys.disabled():
        print(f"\nWebDAV, cuts of one put by server: {tried}; not on this machine: {absent}")
    assert min(tried.values()) >= 50


def _every_cut_of_a_put(server: dav.Server) -> int:
    with dav.wire(server.port) as wire:
        share = through(wire)
        share.put(FOLDER, NAME, RAW)
        cuts = wire.cuts()
        for cut in cuts:
            empty(server.root)
            wire.begin(cut)
            code = ends(lambda: share.put(FOLDER, NAME, RAW))
            assert code in ("", "transport.connection_lost", "transport.not_kept"), cut
            wire.begin()
            share.put(FOLDER, NAME, RAW)
            assert share.list(FOLDER) == [NAME]
            assert share.get(FOLDER, NAME, len(RAW)) == RAW, cut
    return len(cuts)


def test_every_cut_of_a_listing_and_a_get_is_named(servers: dict[str, dav.Server]) -> None:
    for server in servers.values():
        with dav.wire(server.port) as wire:
            share = through(wire)
            share.put(FOLDER, NAME, RAW)
            _every_cut_is_named(wire, partial(share.list, FOLDER))
            _every_cut_is_named(wire, partial(share.get, FOLDER, NAME, len(RAW)))


def _every_cut_is_named(wire: dav.Wire, act: Callable[[], object]) -> None:
    wire.begin()
    whole = act()
    for cut in wire.cuts():
        wire.begin(cut)
        assert ends(act) in ("transport.connection_lost", "transport.listing_unreadable"), cut
        wire.begin()
        assert act() == whole


def test_two_writers_at_once_never_leave_something_else(servers: dict[str, dav.Server]) -> None:
    for server in servers.values():
        share = [WebdavTransport(server.address, dav.USER, dav.PASSWORD) for _ in range(2)]
        for _ in range(20):
            empty(server.root)
            threads = [Thread(target=ends, args=(partial(each.put, FOLDER, NAME, RAW),)) for each in share]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            for each in share:
                each.put(FOLDER, NAME, RAW)
            assert share[0].get(FOLDER, NAME, len(RAW)) == RAW
