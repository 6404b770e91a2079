# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a WebDAV server answers: which trouble it is, and the names in a listing, strictly and bounded."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import NoReturn
from urllib.parse import unquote
from xml.parsers import expat

import httpx

from app.domain.errors import Trouble
from sync.packet import is_name

LISTING_CAP = 8 * 1024 * 1024
"""Bytes of a listing: some ten thousand names, more than an outstation sends in a life."""

_DEPTH_CAP, _HREF_CAP = 32, 4096

_TROUBLES = {
    HTTPStatus.UNAUTHORIZED: "transport.login_refused",
    HTTPStatus.FORBIDDEN: "transport.forbidden",
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED: "transport.proxy_login",
    HTTPStatus.NOT_FOUND: "transport.address_missing",
    HTTPStatus.GONE: "transport.address_missing",
    HTTPStatus.CONFLICT: "transport.address_missing",
    HTTPStatus.METHOD_NOT_ALLOWED: "transport.not_webdav",
    HTTPStatus.NOT_IMPLEMENTED: "transport.not_webdav",
    HTTPStatus.REQUEST_TIMEOUT: "transport.timeout",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "transport.too_large_there",
    HTTPStatus.LOCKED: "transport.locked",
    HTTPStatus.TOO_MANY_REQUESTS: "transport.busy",
    HTTPStatus.SERVICE_UNAVAILABLE: "transport.busy",
    HTTPStatus.INSUFFICIENT_STORAGE: "transport.full",
}
_EXPIRED = {9, 10, 0x800B0101}
_OTHER_HOST = {62, 63, 64, 0x800B010F}
"""OpenSSL's X509_V_ERR_* and, of Windows, CERT_E_EXPIRED and CERT_E_CN_NO_MATCH."""


def trouble_of(status: int) -> str:
    """The code for a status that was not hoped for."""
    if status in range(300, 400):
        return "transport.redirected"
    if status in _TROUBLES:
        return _TROUBLES[HTTPStatus(status)]
    return (
        "transport.server_trouble" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "transport.unexpected"
    )


def require(status: int, body: bytes, *hoped: int) -> bytes:
    """The body of a hoped-for answer; Trouble for any other."""
    if status not in hoped:
        raise Trouble(trouble_of(status))
    return body


@contextmanager
def named_trouble() -> Iterator[None]:
    """The net's errors as Trouble with a sentence; addresses and logins stay out of it."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise Trouble("transport.timeout") from error
    except httpx.ProxyError as error:
        refused = str(error).startswith(str(HTTPStatus.PROXY_AUTHENTICATION_REQUIRED.value))
        raise Trouble("transport.proxy_login" if refused else "transport.proxy_unreachable") from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise Trouble(_code(error)) from error


def names_in(listing: bytes) -> list[str]:
    """Names of packets in a multistatus, in order; other names and folders are left out.

    Trouble for a listing that is too long, no well-formed one, or brings a DTD: nothing in it is expanded.
    """
    if len(listing) > LISTING_CAP:
        raise Trouble("transport.listing_unreadable")
    reader = _Listing()
    try:
        reader.parser.Parse(listing, True)
    except (expat.ExpatError, ValueError) as error:
        raise Trouble("transport.listing_unreadable") from error
    if not reader.is_multistatus:
        raise Trouble("transport.listing_unreadable")
    return sorted(reader.names)


class _Listing:
    """Reads a DAV: multistatus as it comes."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = _refuse
        self.parser.EntityDeclHandler = _refuse
        self.is_multistatus = False
        self.names: set[str] = set()
        self._path: list[str] = []
        self._href = ""
        self._is_folder = False

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self._path.append(name)
        if len(self._path) > _DEPTH_CAP:
            raise ValueError("a listing is flat")
        if len(self._path) == 1:
            self.is_multistatus = name == "DAV: multistatus"
        if name == "DAV: response":
            self._href, self._is_folder = "", False
        self._is_folder |= name == "DAV: collection"

    def _end(self, name: str) -> None:
        self._path.pop()
        last = unquote(self._href.strip()).rpartition("/")[2]
        if name == "DAV: response" and is_name(last) and not self._is_folder:
            self.names.add(last)

    def _text(self, text: str) -> None:
        if self._path[1:] == ["DAV: response", "DAV: href"] and len(self._href) < _HREF_CAP:
            self._href += text


def _refuse(*_: object) -> NoReturn:
    raise ValueError("a listing has no DTD and no entities")


def _code(error: BaseException) -> str:
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _certificate_code(cause)
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return "transport.no_secure_connection"
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return "transport.name_unknown"
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return "transport.connection_refused"
    return "transport.connection_lost"


def _certificate_code(error: ssl.SSLCertVerificationError) -> str:
    number = getattr(error, "verify_code", 0) & 0xFFFFFFFF
    if number in _EXPIRED:
        return "transport.certificate_expired"
    return "transport.certificate_other_host" if number in _OTHER_HOST else "transport.certificate_unknown"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
