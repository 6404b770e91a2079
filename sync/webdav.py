# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Packets on a WebDAV server (RFC 4918): PUT to the final name, GET, compare.

https only, the system's authorities, no redirect; no ETag, lock, move or clock of the server is trusted.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from threading import Thread
from time import monotonic
from typing import Final, TypeVar

import httpx
import truststore

from app.domain.errors import InvalidInput, Refusal, Trouble
from sync.packet import is_whole
from sync.transport import checked_folder, checked_name, probe_folder
from sync.webdav_answers import LISTING_CAP, named_trouble, names_in, require

PATIENCE = 20.0
"""Seconds until the next byte."""

WHOLE_PATIENCE = 120.0
"""Seconds for one whole request: a server that drips is left."""

REQUEST = "request"
"""The name of the threads that may outlive their job."""

_CONNECTING = 10.0
_HEARTBEAT = 0.1
_ADDRESS_CAP = 500
_ANY_PORT, _LAST_PORT = 1, 65535
_ASKED: Final = (
    b'<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><resourcetype/></prop></propfind>'
)
_ABSENT = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_NO_PARENT = (*_ABSENT, HTTPStatus.CONFLICT)
_STORED = (HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NO_CONTENT)
_IS_THERE = (HTTPStatus.CREATED, HTTPStatus.OK, HTTPStatus.METHOD_NOT_ALLOWED)

T = TypeVar("T")


@dataclass(frozen=True)
class _Answer:
    """A status and as much of the body as was asked for."""

    status: int
    body: bytes


def undisturbed() -> None:
    """Nobody wants to stop."""


class WebdavTransport:
    """A folder on a server; it must exist, what lies below is made as needed.

    `pulse` is called while the server is waited for, and ends the wait by raising.
    """

    def __init__(
        self,
        address: str,
        user: str,
        password: str,
        proxy: str = "",
        pulse: Callable[[], object] = undisturbed,
    ) -> None:
        self.root = usable_address(address)
        self._pulse = pulse
        self._client = httpx.Client(
            auth=httpx.BasicAuth(user, password) if user else None,
            verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            proxy=proxy or None,
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(PATIENCE, connect=_CONNECTING),
            limits=httpx.Limits(max_keepalive_connections=0),
            headers={"Accept-Encoding": "identity", "User-Agent": "KIM-Bruecke"},
        )

    def put(self, folder: str, name: str, data: bytes) -> None:
        """Debris of an upload that was cut is written over; another whole file of that name is not."""
        path = f"{checked_folder(folder)}/{checked_name(name)}"
        found = self._read(path, len(data) + 1)
        if found == data:
            return
        if found is not None and is_whole(found, name):
            raise Trouble("transport.different")
        self._write(folder, path, data)
        if self._read(path, len(data) + 1) != data:
            raise Trouble("transport.not_kept")

    def get(self, folder: str, name: str, limit: int) -> bytes:
        data = self._read(f"{checked_folder(folder)}/{checked_name(name)}", limit + 1)
        if data is None:
            raise Trouble("transport.gone")
        if len(data) > limit:
            raise Refusal("packet.too_large")
        return data

    def list(self, folder: str) -> list[str]:
        answer = self._look_into(checked_folder(folder) + "/", depth=1)
        if answer.status in _ABSENT:
            self._refuse_missing_root()
            return []
        return names_in(require(answer.status, answer.body, HTTPStatus.MULTI_STATUS))

    def look(self) -> None:
        """The server lets us in and its folder is there; Trouble otherwise."""
        answer = self._look_into("", depth=0)
        require(answer.status, answer.body, HTTPStatus.MULTI_STATUS)

    def discard_probe(self, place: str) -> None:
        self._ask("DELETE", checked_folder(probe_folder(place)) + "/")

    def _write(self, folder: str, path: str, data: bytes) -> None:
        answer = self._ask("PUT", path, data)
        if answer.status in (*_NO_PARENT, HTTPStatus.INTERNAL_SERVER_ERROR):  # what nginx says to it
            self._make(folder)
            answer = self._ask("PUT", path, data)
        require(answer.status, b"", *_STORED)

    def _make(self, folder: str) -> None:
        """From the deepest upwards: an account may have no right to touch what is above its own folder."""
        answer = self._ask("MKCOL", f"{folder}/")
        parent = folder.rpartition("/")[0]
        if answer.status in _NO_PARENT:
            if not parent:
                raise Trouble("transport.address_missing")
            self._make(parent)
            answer = self._ask("MKCOL", f"{folder}/")
        require(answer.status, b"", *_IS_THERE)

    def _read(self, path: str, most: int) -> bytes | None:
        """At most so many bytes of a file; None if it is not there."""
        answer = self._ask("GET", path, most=most)
        if answer.status in _ABSENT:
            return None
        return require(answer.status, answer.body, HTTPStatus.OK)

    def _refuse_missing_root(self) -> None:
        """A folder that is not there yet is empty, but not if everything is gone."""
        if self._look_into("", depth=0).status in _ABSENT:
            raise Trouble("transport.address_missing")

    def _look_into(self, path: str, depth: int) -> _Answer:
        headers = {"Depth": str(depth), "Content-Type": "application/xml; charset=utf-8"}
        return self._ask("PROPFIND", path, _ASKED, LISTING_CAP + 1, headers)

    def _ask(
        self, method: str, path: str, data: bytes = b"", most: int = 0, headers: dict[str, str] | None = None
    ) -> _Answer:
        def exchange() -> _Answer:
            with named_trouble():
                return self._exchange(method, f"{self.root}/{path}", data, most, headers or {})

        return _beside(exchange, self._pulse)

    def _exchange(self, method: str, url: str, data: bytes, most: int, headers: dict[str, str]) -> _Answer:
        until = monotonic() + WHOLE_PATIENCE
        with self._client.stream(method, url, content=data or None, headers=headers) as response:
            if not most or not response.is_success:
                return _Answer(response.status_code, b"")
            body = b""
            for chunk in response.iter_raw():
                body += chunk
                if len(body) >= most:
                    break
                if monotonic() > until:
                    raise Trouble("transport.timeout")
            return _Answer(response.status_code, body[:most])


def usable_address(address: str) -> str:
    """Without the slash at its end; InvalidInput unless it is https, or http on this computer."""
    try:
        url = httpx.URL(address.strip()[: _ADDRESS_CAP + 1])
    except (httpx.InvalidURL, ValueError) as error:
        raise InvalidInput("address", "transport.address_unusable") from error
    if url.scheme not in ("http", "https") or not url.host or url.query or url.fragment:
        raise InvalidInput("address", "transport.address_unusable")
    if len(str(url)) > _ADDRESS_CAP or not 0 < (url.port or _ANY_PORT) <= _LAST_PORT:
        raise InvalidInput("address", "transport.address_unusable")
    if url.userinfo:
        raise InvalidInput("address", "transport.address_with_login")
    if url.scheme == "http" and not _is_this_computer(url.host):
        raise InvalidInput("address", "transport.address_not_https")
    return str(url).rstrip("/")


def origin(address: str) -> str:
    """Scheme, host and port: what a password is for."""
    url = httpx.URL(address)
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _is_this_computer(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _beside(act: Callable[[], T], pulse: Callable[[], object]) -> T:
    """What `act` gives, on a thread that is left behind if `pulse` raises or it takes too long."""
    until = monotonic() + WHOLE_PATIENCE + _HEARTBEAT
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(act())
        except BaseException as error:
            errors.append(error)

    thread = Thread(target=run, daemon=True, name=REQUEST)
    thread.start()
    while thread.is_alive():
        thread.join(_HEARTBEAT)
        pulse()
        if monotonic() > until:
            raise Trouble("transport.timeout")
    if errors:
        raise errors.pop()  # an error that its own frame holds would live until the garbage is collected
    return results[0]
