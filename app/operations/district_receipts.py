# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Receipts on their way back to the devices whose packets they answer."""

from __future__ import annotations

from datetime import datetime

from app.domain.errors import Refusal, Trouble
from app.operations.enrolment import signing_keys
from storage import packets
from storage.packets import Receipt
from storage.vault import Vault
from sync import packet, signed
from sync.keys import is_signed
from sync.transport import Transport, receipts_folder


def put_receipts(vault: Vault, way: Transport, now: datetime) -> None:
    """By device; one that was put and not yet marked is put again, which changes nothing."""
    for device in packets.devices_to_answer(vault.db):
        answers = packets.receipts_to_deliver(vault.db, device)
        for waiting in answers:
            _put(vault, way, waiting)
        with vault.transaction() as db:
            packets.mark_receipts_delivered(db, [each.packet_sha256 for each in answers], now)


def _put(vault: Vault, way: Transport, waiting: Receipt) -> None:
    """A Kreis from a backup says again what it had said before: only the signature is another."""
    folder = receipts_folder(waiting.device)
    try:
        way.put(folder, waiting.name, waiting.raw)
    except Trouble as trouble:
        if trouble.code != "transport.different" or not _is_ours(vault, way, folder, waiting.name):
            raise


def _is_ours(vault: Vault, way: Transport, folder: str, name: str) -> bool:
    """Whether this Kreis wrote the receipt that lies there, by any key it ever had."""
    try:
        there = signed.split(way.get(folder, name, signed.SIZE_CAPS["receipt"]), "receipt")
    except Refusal:
        return False
    same = packet.name(int(name[:8]), there.sha256) == name
    return same and any(is_signed(key, there.body, there.signature) for key in signing_keys(vault.db))
