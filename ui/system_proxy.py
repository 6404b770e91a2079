# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The proxy that the operating system wants to be used for an address."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery


def proxy_for(address: str) -> str:
    """As `http://host:port`, empty for none; within a job only, for the system may have to run a script."""
    if not address.startswith(("http://", "https://")):
        return ""
    for proxy in QNetworkProxyFactory.systemProxyForQuery(QNetworkProxyQuery(QUrl(address))):
        if proxy.type() == QNetworkProxy.ProxyType.NoProxy:
            return ""
        if proxy.type() in (QNetworkProxy.ProxyType.HttpProxy, QNetworkProxy.ProxyType.HttpCachingProxy):
            host = f"[{proxy.hostName()}]" if ":" in proxy.hostName() else proxy.hostName()
            return f"http://{host}:{proxy.port()}"
    return ""
