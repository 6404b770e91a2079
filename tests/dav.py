# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Real WebDAV servers on loopback, and a wire between client and server that can be cut anywhere."""

from __future__ import annotations

import gc
import logging
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

from cheroot import wsgi
from wsgidav.fs_dav_provider import FilesystemProvider
from wsgidav.wsgidav_app import WsgiDAVApp

USER, PASSWORD = "kim-büro", "drei grüne Enten: 100 %"
_WAIT = 10.0


@dataclass(frozen=True)
class Server:
    """Where it answers, and the folder in which its files lie."""

    port: int
    root: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def no_collection_beside() -> Iterator[None]:
    """What windows left behind is not taken away on a server's thread: Qt forbids it."""
    gc.collect()
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def wsgidav(root: Path, tls: Any = None, port: int = 0) -> Iterator[Server]:
    """WsgiDAV on a thread of its own; `tls` is a cheroot adapter, `port` one that it had before."""
    root.mkdir(exist_ok=True)
    logging.getLogger("wsgidav").setLevel(logging.CRITICAL)
    config = {
        "provider_mapping": {"/": FilesystemProvider(str(root))},
        "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
        "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
        "logging": {"enable": False},
        "verbose": 0,
    }
    server = wsgi.Server(("127.0.0.1", port), WsgiDAVApp(config), shutdown_timeout=1)
    server.ssl_adapter = tls
    server.error_log = lambda *_, **__: None
    server.prepare()
    thread = Thread(target=server.serve, daemon=True)
    with no_collection_beside():
        thread.start()
        try:
            yield Server(server.bind_addr[1], root)
        finally:
            server.stop()
            thread.join(_WAIT)


INSTALLED_APART = ("rclone", "apache2", "nginx")
"""Servers that are tried where the machine has them."""


def missing() -> list[str]:
    return [name for name in INSTALLED_APART if shutil.which(name) is None]


@contextmanager
def of_this_machine(name: str, root: Path, folder: Path) -> Iterator[Server]:
    """One of `INSTALLED_APART` as a child process; it needs no login, for the way in is not what is tried."""
    root.mkdir(exist_ok=True)
    port = free_port()
    command = {"rclone": _rclone, "apache2": _apache, "nginx": _nginx}[name](root, folder, port)
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until_open(port)
        yield Server(port, root)
    finally:
        child.terminate()
        child.wait(_WAIT)


def free_port() -> int:
    """A port nobody listens on: whoever connects is refused."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _rclone(root: Path, _folder: Path, port: int) -> list[str]:
    """Without its memory of folders: the tests empty them behind its back."""
    where = ["--addr", f"127.0.0.1:{port}", "--dir-cache-time", "0s"]
    return ["rclone", "serve", "webdav", str(root), *where]


def _apache(root: Path, folder: Path, port: int) -> list[str]:
    modules = Path("/usr/lib/apache2/modules")
    loaded = ("mpm_event", "authz_core", "dav", "dav_fs")
    lines = [f"LoadModule {name}_module {modules}/mod_{name}.so" for name in loaded]
    lines += [f"ServerName localhost\nListen 127.0.0.1:{port}\nPidFile {folder}/pid\nErrorLog {folder}/log"]
    lines += [f"DavLockDB {folder}/locks\nDocumentRoot {root}\n<Directory {root}>\nDav On\n</Directory>\n"]
    config = folder / "apache.conf"
    config.write_text("\n".join(lines))
    return ["apache2", "-X", "-f", str(config)]


def _nginx(root: Path, folder: Path, port: int) -> list[str]:
    module = "/usr/lib/nginx/modules/ngx_http_dav_ext_module.so"
    dav = "dav_methods PUT DELETE MKCOL; dav_ext_methods PROPFIND OPTIONS; client_max_body_size 20m;"
    config = folder / "nginx.conf"
    config.write_text(
        f"load_module {module}; daemon off; master_process off; pid {folder}/pid; error_log {folder}/log;"
        f" events {{}} http {{ access_log off; client_body_temp_path {folder}/body; server {{"
        f" listen 127.0.0.1:{port}; root {root}; {dav} }} }}"
    )
    return ["nginx", "-c", str(config)]


def _until_open(port: int) -> None:
    until = time.monotonic() + _WAIT
    while time.monotonic() < until:
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 1)):
            return
        time.sleep(0.05)
    raise AssertionError("the server did not start")


@dataclass
class Exchange:
    """What passed over one connection: a request and its answer."""

    up: bytes = b""
    down: bytes = b""


@dataclass(frozen=True)
class Cut:
    """The connection to be cut, and after how many bytes of the request ("up") or the answer ("down")."""

    exchange: int
    side: str
    after: int


@dataclass
class Wire:
    """Between client and server; everything on it is counted anew from `begin`."""

    port: int
    exchanges: list[Exchange] = field(default_factory=list)
    cut: Cut | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def begin(self, cut: Cut | None = None) -> None:
        self.exchanges, self.cut = [], cut

    def cuts(self) -> list[Cut]:
        """After every request and inside every head and body of what has just passed."""
        return [
            Cut(number, side, after)
            for number, exchange in enumerate(self.exchanges)
            for side, passed in (("up", exchange.up), ("down", exchange.down))
            for after in _points(passed, whole=side == "up")
        ]


def _points(passed: bytes, *, whole: bool) -> list[int]:
    """Before it, inside its head, between head and body, inside the body; the whole of it for a request."""
    head, size = passed.find(b"\r\n\r\n") + 4, len(passed)
    inside = {0, 1, head // 2, head, head + 1, (head + size) // 2, size - 1}
    return sorted({point for point in inside if 0 <= point < size} | ({size} if whole else set()))


@contextmanager
def wire(to: int) -> Iterator[Wire]:
    """A port of its own, each connection passed on to the port `to`."""
    listener = socket.create_server(("127.0.0.1", 0))
    made = Wire(listener.getsockname()[1])
    thread = Thread(target=_accept, args=(listener, made, to), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(_WAIT)


def _accept(listener: socket.socket, wire: Wire, to: int) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            number, exchange = len(wire.exchanges), Exchange()
            wire.exchanges.append(exchange)
            cut = wire.cut if wire.cut is not None and wire.cut.exchange == number else None
            Thread(target=_join, args=(client, exchange, cut, to), daemon=True).start()


def _join(client: socket.socket, exchange: Exchange, cut: Cut | None, to: int) -> None:
    with closing(client), closing(socket.create_connection(("127.0.0.1", to))) as server:
        ways = [("up", client, server), ("down", server, client)]
        threads = [
            Thread(target=_pass_on, args=(source, sink, exchange, side, cut), daemon=True)
            for side, source, sink in ways
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def _pass_on(
    source: socket.socket, sink: socket.socket, exchange: Exchange, side: str, cut: Cut | None
) -> None:
    """Until the source ends; the cut, and any error on the way, ends both sides at once."""
    after = cut.after if cut is not None and cut.side == side else None
    with suppress(OSError):
        while after is None or len(getattr(exchange, side)) < after:
            room = 65536 if after is None else after - len(getattr(exchange, side))
            chunk = source.recv(room)
            if _is_cut(exchange, cut):
                break  # an answer does not outrun the cut of its request
            if not chunk:
                sink.shutdown(socket.SHUT_WR)
                return
            setattr(exchange, side, getattr(exchange, side) + chunk)
            sink.sendall(chunk)
    for end in (source, sink):
        with suppress(OSError):  # the one that is gone already must not keep the other open
            end.shutdown(socket.SHUT_RDWR)


def _is_cut(exchange: Exchange, cut: Cut | None) -> bool:
    return cut is not None and len(getattr(exchange, cut.side)) >= cut.after
