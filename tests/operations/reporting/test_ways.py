# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way over a server: set, tried, kept in the file, given up where only a person can help."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import resources
from app.domain.errors import Cancelled, InvalidInput
from app.operations import district, reporting, ways
from app.operations.connection_check import check_connection
from app.operations.vaults import Vault
from storage import devices
from tests import dav
from tests.answering import answering

NOW = datetime(2022, 1, 31, 12, tzinfo=UTC)
JANUARY = date(2022, 1, 31)
CANARY = "Kanarienvogel-9-Passwort"
LOGIN: dict[str, str] = {"user": dav.USER, "password": dav.PASSWORD}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dav.Server]:
    with dav.wsgidav(tmp_path_factory.mktemp("dav")) as running:
        yield running


@pytest.fixture
def address(server: dav.Server, tmp_path: Path) -> str:
    (server.root / tmp_path.name).mkdir()
    return f"{server.address}/{tmp_path.name}"


@pytest.fixture
def over_webdav(kreis: Any, address: str) -> Any:
    for vault in (kreis.vault, *(each.vault for each in kreis.outstations)):
        ways.set_transport(vault, "webdav", address, NOW, **LOGIN)
    return kreis


def test_three_offices_and_their_kreis_over_a_server(over_webdav: Any) -> None:
    for outstation in over_webdav.outstations:
        outstation.workshop(JANUARY, target=3)
        outstation.release(JANUARY)
    assert over_webdav.exchange(JANUARY) == district.Fetched(accepted=3)
    for outstation in over_webdav.outstations:
        assert [sealed.result for sealed in reporting.outbox(outstation.vault)] == ["accepted"]
    assert over_webdav.exchange(JANUARY) == district.Fetched()
    state = district.delivery_state(over_webdav.vault)
    assert state is not None
    assert (state.succeeded_at, state.trouble) == (NOW, None)


def test_the_password_stays_in_the_file_and_is_never_given_out(over_webdav: Any) -> None:
    vault = over_webdav.vault
    way = ways.transport(vault)
    assert way == devices.Way("webdav", way.address if way else "", dav.USER)
    assert dav.PASSWORD not in repr(way)
    vault.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    files = [file for file in vault.path.parent.iterdir() if file.is_file()]
    assert all(dav.PASSWORD.encode() not in file.read_bytes() for file in files)
    (content,) = vault.db.execute("SELECT credentials FROM transport").fetchone()
    assert dav.USER in content.encode().decode("unicode_escape")


def test_a_known_password_is_for_the_same_server_and_user_only(case_vault: Vault, address: str) -> None:
    ways.set_transport(case_vault, "webdav", address, NOW, user=dav.USER, password=CANARY)
    ways.set_transport(case_vault, "webdav", f"{address}/unter", NOW, user=dav.USER)
    assert devices.password(case_vault.db) == CANARY
    elsewhere = f"http://127.0.0.1:{dav.free_port()}"
    for asked, user in ((elsewhere, dav.USER), (address, "andere")):
        with pytest.raises(InvalidInput, match=r"transport\.password_missing"):
            ways.set_transport(case_vault, "webdav", asked, NOW, user=user)
    assert devices.password(case_vault.db) == CANARY


def test_going_back_to_a_folder_forgets_the_login(case_vault: Vault, address: str, tmp_path: Path) -> None:
    ways.set_transport(case_vault, "webdav", address, NOW, **LOGIN)
    ways.set_transport(case_vault, "folder", str(tmp_path), NOW)
    assert devices.password(case_vault.db) == ""
    assert case_vault.db.execute("SELECT credentials FROM transport").fetchone() == ("",)


@pytest.mark.parametrize(
    ("field", "more", "code"),
    [
        ("user", {"user": "", "password": "x"}, "transport.user_missing"),
        ("user", {"user": "a:b", "password": "x"}, "transport.user_unusable"),
        ("user", {"user": "a\nb", "password": "x"}, "transport.user_unusable"),
        ("password", {"user": "a", "password": ""}, "transport.password_missing"),
        ("address", {"address": "http://kim.example", "user": "a"}, "transport.address_not_https"),
        ("address", {"kind": "folder", "address": " "}, "reporting.no_such_folder"),
        ("kind", {"kind": "fax"}, "reporting.transport_unknown"),
    ],
)
def test_what_cannot_be_a_way_is_marked(
    case_vault: Vault, address: str, field: str, more: dict[str, str], code: str
) -> None:
    typed = {"kind": "webdav", "address": address, "user": "", "password": ""} | more
    with pytest.raises(InvalidInput) as wrong:
        ways.set_transport(case_vault, typed.pop("kind"), typed.pop("address"), NOW, **typed)
    assert (wrong.value.field, wrong.value.code) == (field, code)
    assert resources.message(code).todo
    assert ways.transport(case_vault) is None


class TestGoingByItself:
    """What is kept of each round, and when the next one is due."""

    def test_nobody_there_is_tried_again_for_ever(self, kreis: Any) -> None:
        outstation = kreis.outstations[0]
        outstation.release(JANUARY)
        nobody = f"http://127.0.0.1:{dav.free_port()}"
        ways.set_transport(outstation.vault, "webdav", nobody, NOW, **LOGIN)
        moment = NOW
        for number in range(5):
            assert ways.is_due(outstation.vault, moment)
            result = reporting.deliver(outstation.vault, moment)
            assert result.trouble is not None
            assert result.trouble.code == "transport.connection_refused"
            state = ways.delivery_state(outstation.vault)
            assert state is not None
            assert (state.tries, state.trouble) == (number + 1, "transport.connection_refused")
            assert not ways.is_due(outstation.vault, moment)
            moment = state.next_try_at
        assert reporting.outbox(outstation.vault)[0].delivered_at is None

    def test_a_wrong_password_stops_until_a_person_acts(self, kreis: Any, address: str) -> None:
        vault = kreis.outstations[0].vault
        kreis.outstations[0].release(JANUARY)
        ways.set_transport(vault, "webdav", address, NOW, user=dav.USER, password=CANARY)
        reporting.deliver(vault, NOW)
        state = ways.delivery_state(vault)
        assert state is not None
        assert (state.trouble, state.stopped) == ("transport.login_refused", True)
        assert not ways.is_due(vault, NOW + timedelta(days=3000))
        ways.set_transport(vault, "webdav", address, NOW, **LOGIN)
        assert ways.delivery_state(vault) is None
        assert ways.is_due(vault, NOW)
        assert reporting.deliver(vault, NOW).sent == 1

    def test_a_stick_says_nothing_about_the_way(self, over_webdav: Any, tmp_path: Path) -> None:
        outstation = over_webdav.outstations[0]
        outstation.release(JANUARY)
        assert reporting.deliver(outstation.vault, NOW, folder=tmp_path).sent == 1
        assert ways.delivery_state(outstation.vault) is None

    def test_a_clock_ten_years_ahead_and_back_stops_nothing(self, over_webdav: Any) -> None:
        outstation = over_webdav.outstations[0]
        outstation.release(JANUARY)
        reporting.deliver(outstation.vault, NOW.replace(year=2032))
        district.fetch(over_webdav.vault, NOW.replace(year=2012))
        assert ways.is_due(outstation.vault, NOW)
        assert reporting.deliver(outstation.vault, NOW).receipts == 1

    def test_whoever_stops_stops_at_once_and_nothing_is_kept(self, kreis: Any) -> None:
        outstation = kreis.outstations[0]
        outstation.release(JANUARY)

        class Stopped:
            def advance(self, *_: object) -> None:
                raise Cancelled

        with answering() as silent:
            silent.is_silent()
            ways.set_transport(outstation.vault, "webdav", silent.address, NOW, **LOGIN)
            with pytest.raises(Cancelled):
                reporting.deliver(outstation.vault, NOW, Stopped())
            assert not silent.may_speak.is_set()
        assert ways.delivery_state(outstation.vault) is None


def test_one_flooded_folder_keeps_nobody_else_back(
    over_webdav: Any, address: str, server: dav.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.webdav.LISTING_CAP", 20_000)
    monkeypatch.setattr("sync.webdav_answers.LISTING_CAP", 20_000)
    for outstation in over_webdav.outstations:
        outstation.release(JANUARY)
        outstation.deliver(JANUARY)
    unit = over_webdav.outstations[1].unit
    (flooded,) = (server.root / address.rpartition("/")[2] / unit).iterdir()
    for number in range(200):
        (flooded / f"{'x' * 80}-{number}").write_bytes(b"")
    fetched = district.fetch(over_webdav.vault, NOW)
    assert fetched.accepted == 2
    assert fetched.trouble is not None
    assert fetched.trouble.code == "transport.listing_unreadable"


class TestTheCheck:
    """Step by step, up to the first that fails; nothing is stored."""

    @staticmethod
    def of(vault: Vault, address: str, kind: str = "webdav", **login: str) -> list[tuple[str, str | None]]:
        typed = LOGIN | login if kind == "webdav" else {"user": "", "password": ""}
        steps = check_connection(vault, kind, address, typed["user"], typed["password"], lambda _: "")
        assert all(resources.message(each.trouble).todo for each in steps if each.trouble)
        assert ways.transport(vault) is None
        return [(each.step, each.trouble) for each in steps]

    def test_all_right(self, case_vault: Vault, address: str, server: dav.Server) -> None:
        expected = [(step, None) for step in ("address", "login", "folder", "files")]
        assert self.of(case_vault, address) == expected
        left = list((server.root / address.rpartition("/")[2]).rglob("*.pkt"))
        assert left == [], "the probe is taken away again"

    def test_a_folder(self, case_vault: Vault, tmp_path: Path) -> None:
        assert self.of(case_vault, str(tmp_path), "folder") == [("folder", None), ("files", None)]
        assert list(tmp_path.rglob("*.pkt")) == []

    def test_what_fails_where(self, case_vault: Vault, address: str) -> None:
        nobody = f"http://127.0.0.1:{dav.free_port()}"
        assert self.of(case_vault, nobody) == [("address", "transport.connection_refused")]
        wrong = self.of(case_vault, address, password=CANARY)
        assert wrong == [("address", None), ("login", "transport.login_refused")]
        missing = self.of(case_vault, f"{address}/nirgends")
        assert missing[-1] == ("folder", "transport.address_missing")
        assert missing[:-1] == [("address", None), ("login", None)]

    def test_a_share_that_only_lets_read(self, case_vault: Vault) -> None:
        with answering() as odd:
            odd.says(207, b'<multistatus xmlns="DAV:"/>', method="PROPFIND")
            odd.says(404, method="GET")
            odd.says(403, method="PUT")
            steps = self.of(case_vault, odd.address)
        assert steps[-1] == ("files", "transport.forbidden")
        assert [trouble for _, trouble in steps[:-1]] == [None, None, None]
