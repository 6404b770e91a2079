# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Listings as servers write them, and as an enemy would."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import Trouble
from sync import packet
from sync.webdav_answers import LISTING_CAP, names_in

ONE, TWO = packet.name(1, "ab" * 32), packet.name(2, "cd" * 32)


def listing(*responses: str) -> bytes:
    return f'<?xml version="1.0"?><D:multistatus xmlns:D="DAV:">{"".join(responses)}</D:multistatus>'.encode()


def response(href: str, kind: str = "") -> str:
    found = f"<D:propstat><D:prop><D:resourcetype>{kind}</D:resourcetype></D:prop></D:propstat>"
    return f"<D:response><D:href>{href}</D:href>{found}</D:response>"


def test_the_ways_servers_write_it() -> None:
    """Whole addresses, paths behind a proxy, escaped letters, white space, another prefix."""
    found = names_in(
        listing(
            response("/dav/unit/device/", "<D:collection/>"),
            response(f"https://kim.example/dav/unit/device/{TWO}"),
            response(f"\n  /anders/{ONE.replace('-', '%2D')}\n"),
            response(f"/dav/{ONE}"),
        )
    )
    assert found == [ONE, TWO]
    default = f'<multistatus xmlns="DAV:"><response><href>{ONE}</href></response></multistatus>'
    assert names_in(default.encode()) == [ONE]
    assert names_in(listing()) == []


def test_folders_and_other_names_are_left_out() -> None:
    others = (response(f"/x/{ONE}", "<D:collection/>"), response(f"/x/{ONE}/"), response(f"/x/{ONE}.part"))
    assert names_in(listing(*others)) == []
    elsewhere = f"<D:response><D:error><D:href>{ONE}</D:href></D:error></D:response>"
    assert names_in(listing(elsewhere)) == []


BOMB = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
ENTITIES = f'<!DOCTYPE x [<!ENTITY e0 "0123456789">{BOMB}]><x xmlns="DAV:">&e9;</x>'.encode()
OUTSIDE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><multistatus xmlns="DAV:">&e;</multistatus>'


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html><body>Anmelden</body></html>",
        b"{}",
        listing(response(ONE))[:-3],
        listing(response(ONE)) + b"<x/>",
        b'<multistatus xmlns="other:"/>',
        ENTITIES,
        OUTSIDE,
        b'<!DOCTYPE multistatus><multistatus xmlns="DAV:"/>',
        b"<a>" * 100_000,
        listing("<D:x>" * 50 + "</D:x>" * 50),
        b"\xff\xfe\x00",
        listing() + b" " * LISTING_CAP,
    ],
    ids=range(13),
)
def test_what_is_no_listing_is_refused(raw: bytes) -> None:
    with pytest.raises(Trouble, match=r"transport\.listing_unreadable"):
        names_in(raw)


def test_a_path_of_millions_of_lines_is_read_in_a_moment() -> None:
    """Each line is told apart; gathered one by one they would take hours."""
    assert names_in(listing(response("\n" * 4_000_000 + ONE))) == []


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_listing_makes_it_stumble(data: st.DataObject) -> None:
    whole = listing(response(f"/d/{ONE}"), response(f"/d/{TWO}"))
    at = data.draw(st.integers(0, len(whole)))
    raw = whole[:at] + data.draw(st.binary(max_size=20)) + whole[data.draw(st.integers(at, len(whole))) :]
    assert all(map(packet.is_name, names_or_code(raw)))


def names_or_code(raw: bytes) -> list[str]:
    """Any other ending than these two is a stumble."""
    try:
        return names_in(raw)
    except Trouble:
        return []
