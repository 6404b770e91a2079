# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A server on loopback that answers as a test says, and certificates that are good, old or a stranger's."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Event, Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.dav import no_collection_beside


class Answering:
    """What it was asked ("PUT /path") and what it answers by method, or to every method."""

    def __init__(self, port: int, scheme: str) -> None:
        self.address = f"{scheme}://127.0.0.1:{port}"
        self.asked: list[str] = []
        self.sent = 0
        self._answers: dict[str, tuple[int, bytes, Mapping[str, str]]] = {}
        self._endless: set[str] = set()
        self._dripping: set[str] = set()
        self._dripping_heads: set[str] = set()
        self.may_speak = Event()
        self.may_speak.set()

    def says(
        self, status: int, body: bytes = b"", method: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        self._answers[method] = (status, body, headers or {})

    def endless(self, method: str) -> None:
        self._endless.add(method)

    def drips(self, method: str, *, head: bool = False) -> None:
        (self._dripping_heads if head else self._dripping).add(method)

    def is_silent(self) -> None:
        self.may_speak.clear()

    def speaks_again(self) -> None:
        self.may_speak.set()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        method = handler.command
        self.asked.append(f"{method} {handler.path}")
        handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        self.may_speak.wait(20)
        if method in self._dripping_heads:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
            while True:
                handler.wfile.write(b"x")
                Event().wait(0.05)
        status, body, headers = self._answers.get(method) or self._answers.get("") or (200, b"", {})
        handler.send_response_only(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        unbounded = method in self._endless | self._dripping
        if not unbounded:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
        while unbounded:
            self.sent += handler.wfile.write(b"x" if method in self._dripping else bytes(100_000))
            if method in self._dripping:
                Event().wait(0.05)


@contextmanager
def answering(context: ssl.SSLContext | None = None) -> Iterator[Answering]:
    class Handler(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            with suppress(OSError):
                self.raw_requestline = self.rfile.readline(65537)
                if self.raw_requestline and self.parse_request():
                    made.answer(self)
            self.close_connection = True

        def log_message(self, *_: Any) -> None:
            return

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            """A handshake that the client breaks off is what a test is about."""

    server = Quiet(("127.0.0.1", 0), Handler)
    made = Answering(server.server_address[1], "https" if context else "http")
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    with no_collection_beside():
        thread.start()
        try:
            yield made
        finally:
            made.speaks_again()
            server.shutdown()
            server.server_close()
            thread.join(10)


@dataclass(frozen=True)
class Identity:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)


def authority() -> Identity:
    """Signs certificates; the names of all are the same, the keys are not."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Probestelle")])
    built = _builder(name, name, key.public_key(), 30).add_extension(x509.BasicConstraints(True, None), True)
    return Identity(built.sign(key, SHA256()), key)


def identity(by: Identity, host: str, days: int) -> Identity:
    """A server's certificate; it ends in so many days."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    built = _builder(name, by.certificate.subject, key.public_key(), days)
    built = built.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), False)
    return Identity(built.sign(by.key, SHA256()), key)


def server_context(own: Identity, folder: Path) -> ssl.SSLContext:
    chain = folder / "server.pem"
    secret = own.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    chain.write_bytes(own.pem + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    return context


def _builder(name: x509.Name, issuer: x509.Name, public: Any, days: int) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=days))
    )
