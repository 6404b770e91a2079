# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Kreis ships for the forms, in the office: looked at, taken as a whole, used by every form."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime

from app.domain.controller import Controller, check_controller
from app.domain.errors import Refusal
from app.domain.template_pack import Audio, Contents, Profile, TemplatePack, Wording, check_newer, contents
from app.forms.template_pack import usable
from storage import Connection, devices, journal, news, sites
from storage import template_packs as stored
from storage.template_packs import StoredPack
from storage.vault import Vault
from sync import template_pack as sent

_NONE = TemplatePack(0, "", None, None, {}, ())


@dataclass(frozen=True)
class Taken:
    """The pack at work and since when."""

    contents: Contents
    taken_at: datetime


@dataclass(frozen=True)
class Preview:
    """What a file brings; `new` is False if it is the pack at work, `controller` who answers now."""

    contents: Contents
    new: bool
    controller: Controller | None


def current(db: Connection) -> TemplatePack:
    """The pack at work without its recordings; an empty one until one was taken."""
    kept = stored.newest(db)
    return sent.decode(kept.content) if kept else _NONE


def texts(db: Connection) -> Wording:
    """The Kreis's own texts, by form and language."""
    return current(db).texts


def taken(vault: Vault) -> Taken | None:
    kept = stored.newest(vault.db)
    if kept is None:
        return None
    shown = dataclasses.replace(contents(sent.decode(kept.content)), audio=stored.spoken(vault.db))
    return Taken(shown, datetime.fromisoformat(kept.taken_at))


def look_at(vault: Vault, raw: bytes, now: datetime) -> Preview:
    """A file of the confirmed Kreis, all of it checked; Refusal otherwise. Nothing changes."""
    pack, sha256 = _good(vault, raw, now)
    kept = stored.newest(vault.db)
    new = kept is None or kept.sha256 != sha256
    return Preview(contents(pack), new, sites.controller(vault.db))


def take(vault: Vault, raw: bytes, with_profile: bool, now: datetime) -> None:
    """From now on every form is printed so; whatever is refused leaves the last good pack at work."""
    pack, sha256 = _good(vault, raw, now)
    silent = dataclasses.replace(pack, audio=())
    with vault.transaction() as db:
        if with_profile and pack.profile is not None:
            _take_profile(db, pack.profile)
        kept = StoredPack(pack.number, sha256, journal.utc_text(now), sent.encode(silent))
        stored.replace(db, kept, pack.audio)
        news.mark_taken(db, "templates", pack.number)
        journal.note(db, now, vault.actor, "templates.taken", str(pack.number))


def recording(vault: Vault, form: str, language: str) -> Audio | None:
    """The form read aloud, if the Kreis ships that."""
    return stored.audio(vault.db, form, language)


def recordings(vault: Vault) -> tuple[tuple[str, str], ...]:
    """Form and language of everything that can be listened to."""
    return stored.spoken(vault.db)


def _good(vault: Vault, raw: bytes, now: datetime) -> tuple[TemplatePack, str]:
    """Signature first: before it is checked nothing of the file is read."""
    known, kept = devices.district_keys(vault.db), stored.newest(vault.db)
    if known is None or known.confirmed_at is None:
        raise Refusal("template_pack.no_district")
    pack, document = sent.open_pack(raw, known.signing_key)
    check_newer(pack.number, kept.number if kept else None, now)
    if kept is not None and kept.number == pack.number and kept.sha256 != document.sha256:
        raise Refusal("template_pack.two_of_one_number")
    return usable(pack), document.sha256


def _take_profile(db: Connection, profile: Profile) -> None:
    """Into the office's own particulars; unit, phone and the years of storage stay its own."""
    controller = sites.controller(db)
    if controller is None:
        raise Refusal("controller.missing")
    changed = dataclasses.replace(controller, **vars(profile))
    check_controller(changed)
    sites.set_controller(db, changed)
