# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""An older copy of the file put back is told: the keyring of this computer remembers how far the file was.

SQLCipher cannot notice it: every page of an older file is authentic. The journal's number is the counter,
the line of the last restore names the epoch.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

import msgspec

from app import settings
from app.domain.errors import Refusal, Trouble
from app.domain.freshness import Kept, Mark, Verdict, judge, remembered
from storage import journal, office_settings, system_keyring
from storage.system_keyring import Unusable
from storage.vault import Vault

SERVICE = "KIM-Bruecke-Stand"
ALARM = "freshness_alarm"
"""The setting that holds the verdict of an opening until somebody has looked at it."""


def is_on() -> bool:
    """Whether this computer remembers; other computers have nothing to compare with."""
    return settings.load().freshness


def begin(vault: Vault, now: datetime) -> None:
    """Remember from now on; Refusal where there is no keyring to rely on."""
    try:
        system_keyring.prove()
        _keep(vault, remembered(None, _mark(vault)))
    except Unusable as unusable:
        raise Refusal("freshness.no_keyring") from unusable
    with vault.transaction() as db:
        journal.note(db, now, vault.actor, "freshness.begun")
        _remember_here(True)
        vault.unless_saved(lambda: _remember_here(False))


def look(vault: Vault) -> None:
    """At every opening, before anything is written: an alarm stays until somebody answers it."""
    if not is_on():
        return
    with suppress(Unusable):
        verdict = judge(_kept(vault), _mark(vault))
        if verdict.is_alarm:
            with vault.transaction() as db:
                office_settings.set_setting(db, ALARM, verdict.value)


def alarm(vault: Vault) -> Verdict | None:
    """What an opening found, while nobody has answered it."""
    found = office_settings.setting(vault.db, ALARM, "")
    return Verdict(found) if found else None


def accept(vault: Vault, now: datetime) -> None:
    """The older state is meant: it counts from now on."""
    with vault.transaction() as db:
        office_settings.set_setting(db, ALARM, "")
        journal.note(db, now, vault.actor, "freshness.older_accepted")
    remember(vault)


def remember(vault: Vault) -> None:
    """At every lock, unless an alarm waits; a keyring that fails is no obstacle."""
    if is_on() and alarm(vault) is None:
        with suppress(Unusable):
            _keep(vault, remembered(_kept(vault), _mark(vault)))


def _remember_here(wanted: bool) -> None:
    try:
        settings.remember(freshness=wanted)
    except OSError as error:
        raise Trouble("settings.not_written") from error


def _mark(vault: Vault) -> Mark:
    return Mark(journal.epoch(vault.db), journal.head(vault.db).seq)


def _kept(vault: Vault) -> Kept | None:
    """None where nothing is kept, or nothing that can be read."""
    text = system_keyring.recall(SERVICE, vault.file_id)
    try:
        return msgspec.json.decode(text, type=Kept) if text else None
    except (msgspec.MsgspecError, ValueError):
        return None


def _keep(vault: Vault, kept: Kept) -> None:
    system_keyring.keep(SERVICE, vault.file_id, msgspec.json.encode(kept).decode())
