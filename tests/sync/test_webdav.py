# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""WebDAV against real servers: what is put is there, and every bad ending has its name and its sentence."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import resources
from app.domain.errors import Cancelled, InvalidInput, Refusal, Trouble
from sync import keys, packet, signed, webdav
from sync.transport import packets_folder, probe_folder, receipts_folder
from sync.webdav import WebdavTransport, origin, usable_address
from tests import dav
from tests.answering import Answering, answering, authority, identity, server_context

UNIT, DEVICE = "5f1d7a3c-2b1e-4b77-8a55-2f6f9a1e6c22", "11111111-1111-4111-8111-111111111111"
FOLDER = packets_folder(UNIT, DEVICE)
NAME = packet.name(1, "ab" * 32)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dav.Server]:
    with dav.wsgidav(tmp_path_factory.mktemp("dav")) as running:
        yield running


@pytest.fixture
def share(server: dav.Server, tmp_path: Path) -> WebdavTransport:
    """A folder of its own for each test, not at the server's root."""
    (server.root / tmp_path.name).mkdir()
    return WebdavTransport(f"{server.address}/{tmp_path.name}/", dav.USER, dav.PASSWORD)


def place(share: WebdavTransport, server: dav.Server) -> Path:
    return server.root / share.root.rpartition("/")[2]


@pytest.fixture
def odd() -> Iterator[Answering]:
    """A server that answers as the test says."""
    with answering() as running:
        yield running


def to(running: Answering) -> WebdavTransport:
    return WebdavTransport(running.address, dav.USER, dav.PASSWORD)


def code_of(act: Callable[[], object]) -> str:
    """The code of the trouble that the act ends in, which must have its sentence."""
    with pytest.raises(Trouble) as trouble:
        act()
    assert resources.message(trouble.value.code, **trouble.value.facts).todo
    return trouble.value.code


def test_what_is_put_is_there(share: WebdavTransport, server: dav.Server) -> None:
    share.put(FOLDER, NAME, b"sealed")
    share.put(receipts_folder(DEVICE), NAME, b"receipt")
    assert (place(share, server) / UNIT / DEVICE / NAME).read_bytes() == b"sealed"
    assert (place(share, server) / "ack" / DEVICE / NAME).read_bytes() == b"receipt"
    assert share.get(FOLDER, NAME, 6) == b"sealed"
    assert share.list(FOLDER) == [NAME]


def test_putting_again_is_success_and_debris_is_written_over(
    share: WebdavTransport, server: dav.Server
) -> None:
    share.put(FOLDER, NAME, b"sealed")
    file = place(share, server) / UNIT / DEVICE / NAME
    before = file.stat().st_mtime_ns
    share.put(FOLDER, NAME, b"sealed")
    assert file.stat().st_mtime_ns == before, "what is there as it should be is not written again"
    for debris in (b"", b"seal", b"sealed and more", bytes(10_000)):
        file.write_bytes(debris)
        share.put(FOLDER, NAME, b"sealed")
        assert file.read_bytes() == b"sealed"


def test_another_whole_document_of_that_name_is_an_alarm(share: WebdavTransport) -> None:
    """Signed twice, the same content has the same name and other bytes."""
    own = keys.generate()
    one, two = (signed.sign("receipt", b"{}", own.signing) for _ in range(2))
    name = packet.name(1, signed.split(one, "receipt").sha256)
    share.put(FOLDER, name, one)
    assert code_of(lambda: share.put(FOLDER, name, two)) == "transport.different"
    assert share.get(FOLDER, name, 1000) == one


def test_names_that_do_not_match_and_folders_are_ignored(share: WebdavTransport, server: dav.Server) -> None:
    for number in (2, 1, 10):
        share.put(FOLDER, packet.name(number, "cd" * 32), b"x")
    inside = place(share, server) / UNIT / DEVICE
    for other in (f"{NAME}.tmp", "desktop.ini", f"{NAME} (Konflikt)", f".{NAME}", "Übung & <Probe>"):
        (inside / other).write_bytes(b"")
    (inside / packet.name(3, "ef" * 32)).mkdir()
    assert share.list(FOLDER) == [packet.name(number, "cd" * 32) for number in (1, 2, 10)]


def test_a_folder_not_there_yet_is_empty(share: WebdavTransport) -> None:
    assert share.list(FOLDER) == []
    assert code_of(lambda: share.get(FOLDER, NAME, 10)) == "transport.gone"


def test_a_root_that_is_not_there_is_named_and_not_made(server: dav.Server) -> None:
    away = WebdavTransport(f"{server.address}/gibt/es/nicht", dav.USER, dav.PASSWORD)
    for act in (
        lambda: away.put(FOLDER, NAME, b"x"),
        lambda: away.list(FOLDER),
        away.look,
    ):
        assert code_of(act) == "transport.address_missing"
    assert not (server.root / "gibt").exists()


def test_too_large_files_are_refused(share: WebdavTransport) -> None:
    share.put(FOLDER, NAME, bytes(101))
    with pytest.raises(Refusal, match=r"packet\.too_large"):
        share.get(FOLDER, NAME, 100)


def test_a_probe_leaves_nothing(share: WebdavTransport, server: dav.Server) -> None:
    share.put(probe_folder(DEVICE), NAME, b"x")
    share.discard_probe(DEVICE)
    assert share.list(probe_folder(DEVICE)) == []
    assert list((place(share, server) / "probe").iterdir()) == []


def test_a_wrong_password_is_refused_and_stands_in_no_log(
    server: dav.Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = WebdavTransport(server.address, dav.USER, "Kanarienvogel-9")
    assert code_of(lambda: wrong.put(FOLDER, NAME, b"x")) == "transport.login_refused"
    assert code_of(wrong.look) == "transport.login_refused"
    with pytest.raises(Trouble) as trouble:
        wrong.look()
    said = caplog.text + repr(trouble.value) + repr(wrong.__dict__)
    assert "Kanarienvogel-9" not in said
    assert wrong._client.headers.get("Authorization") is None


STATUSES = {
    301: "redirected",
    302: "redirected",
    304: "redirected",
    308: "redirected",
    400: "unexpected",
    401: "login_refused",
    403: "forbidden",
    404: "address_missing",
    405: "not_webdav",
    407: "proxy_login",
    408: "timeout",
    410: "address_missing",
    409: "address_missing",
    413: "too_large_there",
    418: "unexpected",
    423: "locked",
    429: "busy",
    500: "server_trouble",
    501: "not_webdav",
    502: "server_trouble",
    503: "busy",
    507: "full",
    599: "server_trouble",
    200: "unexpected",
}


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_its_sentence(odd: Answering, status: int) -> None:
    odd.says(status, headers={"Location": "http://127.0.0.1:9/anderswo"})
    assert code_of(to(odd).look) == f"transport.{STATUSES[status]}"
    assert odd.asked == ["PROPFIND /"], "no second request, nowhere else"


@pytest.mark.parametrize("status", [status for status in STATUSES if status not in (200, 404, 409, 410, 500)])
def test_a_put_that_is_not_taken_is_named(odd: Answering, status: int) -> None:
    odd.says(404, method="GET")
    odd.says(status, method="PUT")
    assert code_of(lambda: to(odd).put(FOLDER, NAME, b"x")) == f"transport.{STATUSES[status]}"
    assert [asked.split()[0] for asked in odd.asked] == ["GET", "PUT"]


@pytest.mark.parametrize(("lacking", "code"), [(409, "address_missing"), (500, "server_trouble")])
def test_an_account_that_may_only_touch_its_own_folder(odd: Answering, lacking: int, code: str) -> None:
    """The way above is closed to it; the parent is there, so nobody has to touch it. nginx says 500."""
    odd.says(404, method="GET")
    odd.says(lacking, method="PUT")
    odd.says(201, method="MKCOL")
    assert code_of(lambda: to(odd).put(FOLDER, NAME, b"x")) == f"transport.{code}"
    assert [asked for asked in odd.asked if "MKCOL" in asked] == [f"MKCOL /{FOLDER}/"]
    assert [asked.split()[0] for asked in odd.asked] == ["GET", "PUT", "MKCOL", "PUT"]


def test_a_server_that_keeps_something_else_is_named(odd: Answering) -> None:
    odd.says(200, b"something else", method="GET")
    odd.says(201, method="PUT")
    assert code_of(lambda: to(odd).put(FOLDER, NAME, b"x")) == "transport.not_kept"


def test_an_endless_answer_is_cut_at_the_limit(odd: Answering) -> None:
    odd.endless("GET")
    with pytest.raises(Refusal, match=r"packet\.too_large"):
        to(odd).get(FOLDER, NAME, 100_000)
    assert odd.sent < 50_000_000
    odd.endless("PROPFIND")
    assert code_of(lambda: to(odd).list(FOLDER)) == "transport.unexpected"


@pytest.mark.parametrize("head", [True, False])
def test_a_server_that_drips_is_left(odd: Answering, monkeypatch: pytest.MonkeyPatch, head: bool) -> None:
    odd.drips("GET", head=head)
    monkeypatch.setattr(webdav, "WHOLE_PATIENCE", 0.3)
    assert code_of(lambda: to(odd).get(FOLDER, NAME, 100_000)) == "transport.timeout"


def test_a_silent_server_is_left(odd: Answering, monkeypatch: pytest.MonkeyPatch) -> None:
    odd.is_silent()
    monkeypatch.setattr(webdav, "PATIENCE", 0.2)
    assert code_of(to(odd).look) == "transport.timeout"


def test_somebody_who_stops_does_not_wait_for_a_silent_server(odd: Answering) -> None:
    """Locking asks work to stop; it must not hang on the net."""
    odd.is_silent()
    asked = []

    def stop() -> None:
        asked.append(1)
        if len(asked) > 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        WebdavTransport(odd.address, "u", "p", pulse=stop).look()
    assert not odd.may_speak.is_set()


def test_nobody_there_and_no_such_name() -> None:
    nobody = WebdavTransport(f"http://127.0.0.1:{dav.free_port()}", "u", "p")
    assert code_of(nobody.look) == "transport.connection_refused"
    unknown = WebdavTransport("https://kim.invalid/dav", "u", "p")
    assert code_of(unknown.look) == "transport.name_unknown"


def test_a_proxy_is_used_and_its_troubles_are_named(odd: Answering, share: WebdavTransport) -> None:
    def through(address: str) -> WebdavTransport:
        return WebdavTransport(address, "u", "p", odd.address)

    odd.says(407)
    assert code_of(through(share.root).look) == "transport.proxy_login"
    assert code_of(through("https://kim.invalid/dav").look) == "transport.proxy_login"
    assert odd.asked == [f"PROPFIND {share.root}/", "CONNECT kim.invalid:443"]
    odd.says(502)
    assert code_of(through("https://kim.invalid/dav").look) == "transport.proxy_unreachable"


class TestCertificates:
    """A real handshake; whom the system trusts is said as on any Linux, by SSL_CERT_FILE."""

    @pytest.fixture
    def trusted(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
        own = authority()
        (tmp_path / "ca.pem").write_bytes(own.pem)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        return own

    @pytest.mark.parametrize(
        ("host", "days", "code"),
        [
            ("127.0.0.1", 1, None),
            ("127.0.0.1", -1, "transport.certificate_expired"),
            ("127.0.0.2", 1, "transport.certificate_other_host"),
        ],
    )
    def test_of_a_trusted_authority(
        self, trusted: Any, tmp_path: Path, host: str, days: int, code: Any
    ) -> None:
        with answering(server_context(identity(trusted, host, days), tmp_path)) as running:
            running.says(207, b'<multistatus xmlns="DAV:"/>')
            share = WebdavTransport(running.address, "u", "p")
            if code is None:
                share.look()
            else:
                assert code_of(share.look) == code
                assert running.asked == [], "neither a password nor anything else was sent"

    @pytest.mark.usefixtures("trusted")
    def test_of_a_stranger(self, tmp_path: Path) -> None:
        with answering(server_context(identity(authority(), "127.0.0.1", 1), tmp_path)) as running:
            assert code_of(WebdavTransport(running.address, "u", "p").look) == "transport.certificate_unknown"
            assert running.asked == []

    def test_no_tls_at_all(self, odd: Answering) -> None:
        share = WebdavTransport(odd.address.replace("http:", "https:"), "u", "p")
        assert code_of(share.look) == "transport.no_secure_connection"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("http://kim.example/dav", "transport.address_not_https"),
        ("http://localhost:80/dav", "transport.address_not_https"),
        ("http://10.0.0.1/dav", "transport.address_not_https"),
        ("https://name:geheim@kim.example/", "transport.address_with_login"),
        ("https://kim.example/dav?x=1", "transport.address_unusable"),
        ("https://kim.example/dav#x", "transport.address_unusable"),
        ("https://", "transport.address_unusable"),
        ("kim.example/dav", "transport.address_unusable"),
        ("file:///etc", "transport.address_unusable"),
        ("https://kim.example:99999/", "transport.address_unusable"),
        ("https://kim.example/" + "x" * 500, "transport.address_unusable"),
        ("", "transport.address_unusable"),
    ],
)
def test_addresses_that_are_not_taken(typed: str, code: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        usable_address(typed)
    assert (wrong.value.field, wrong.value.code) == ("address", code)
    assert resources.message(code).todo


def test_addresses_that_are_taken() -> None:
    assert usable_address(" https://Kim.Example/öffentlich/ ") == "https://kim.example/%C3%B6ffentlich"
    assert usable_address("http://127.0.0.1:8080/") == "http://127.0.0.1:8080"
    assert usable_address("http://[::1]:8080/dav") == "http://[::1]:8080/dav"
    assert origin("https://kim.example:8443/dav") == "https://kim.example:8443"


@pytest.mark.parametrize("folder", ["", "..", "../..", f"{UNIT}/..", f"{UNIT}/{DEVICE}/x", "/etc", "ack"])
def test_only_the_planned_folders_exist(share: WebdavTransport, folder: str) -> None:
    with pytest.raises(ValueError, match="no folder"):
        share.list(folder)
    with pytest.raises(ValueError, match="no packet name"):
        share.put(FOLDER, f"../{NAME}", b"x")
