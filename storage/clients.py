# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Persons, with what belongs to them; residence and address are histories."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from app.domain.address import AddressPeriod, address_on
from app.domain.client import (
    Address,
    Channel,
    Client,
    Person,
    Residence,
    SpokenLanguage,
)
from app.domain.history import turned
from app.domain.names import search_form, stripped_form
from app.domain.residence import ResidencePeriod, residence_on
from storage import addresses, residences
from storage.connection import Connection
from storage.days import day, iso, partial
from storage.journal import utc_text

_COLUMNS = (
    "family_name", "given_names", "former_names", "native_name", "search_form", "stripped_form", "birth_date",
    "sex", "marital_status", "arrived_in_germany", "arrived_in_municipality", "works_in",
)  # fmt: skip


def insert_client(db: Connection, client: Client, now: datetime) -> None:
    """A new person; the histories begin with what is known today, their start open unless it was said."""
    db.execute(
        f"""INSERT INTO client (id, {", ".join(_COLUMNS)}, created_at, changed_at)
        VALUES ({", ".join("?" * (len(_COLUMNS) + 3))})""",
        (client.id, *_values(client.person), utc_text(now), utc_text(now)),
    )
    _insert_details(db, client)
    _begin_histories(db, client)


def update_client(db: Connection, client: Client, today: date, now: datetime) -> None:
    """The person as known now; a changed address or residence ends the period before it."""
    before = load_client(db, client.id, today).person
    db.execute(
        f"UPDATE client SET {', '.join(f'{column} = ?' for column in _COLUMNS)}, changed_at = ? WHERE id = ?",
        (*_values(client.person), utc_text(now), client.id),
    )
    for table in ("nationality", "client_language", "contact_channel"):
        db.execute(f"DELETE FROM {table} WHERE client_id = ?", (client.id,))
    _insert_details(db, client)
    _change_periods(db, client, before, today)


def load_client(db: Connection, client_id: str, today: date) -> Client:
    """The person with the periods that stand today."""
    row = db.execute(
        """SELECT family_name, given_names, former_names, native_name, birth_date, sex, marital_status,
        arrived_in_germany, arrived_in_municipality, works_in FROM client WHERE id = ?""",
        (client_id,),
    ).fetchone()
    family, given, former, native, birth, sex, marital, in_germany, in_municipality, works_in = row
    person = Person(
        family_name=family,
        given_names=given,
        former_names=former,
        native_name=native,
        birth_date=partial(birth),
        sex=sex,
        marital_status=marital,
        arrived_in_germany=partial(in_germany),
        arrived_in_municipality=partial(in_municipality),
        works_in=works_in,
        nationalities=_nationalities(db, client_id),
        languages=_languages(db, client_id),
        channels=_channels(db, client_id),
        address=address_on(addresses.history(db, client_id), today),
        residence=residence_on(residences.history(db, client_id), today),
    )
    return Client(client_id, person)


def count(db: Connection) -> int:
    """How many persons have a file in here."""
    return int(db.execute("SELECT count(*) FROM client").fetchone()[0])


def exclude_from_statistics(db: Connection, client_id: str, since: date | None) -> None:
    """From that day on the person is not counted; None: counted again."""
    db.execute(
        "UPDATE client SET excluded_from_statistics = ?, excluded_on = ? WHERE id = ?",
        (since is not None, iso(since), client_id),
    )


def excluded_on(db: Connection, client_id: str) -> date | None:
    """Since when the person is not counted."""
    since: tuple[str | None] = db.execute(
        "SELECT excluded_on FROM client WHERE id = ?", (client_id,)
    ).fetchone()
    return None if since[0] is None else day(since[0])


def _values(person: Person) -> tuple[object, ...]:
    names = " ".join((person.family_name, person.given_names, person.former_names))
    return (
        person.family_name,
        person.given_names,
        person.former_names,
        person.native_name,
        search_form(names),
        stripped_form(names),
        iso(person.birth_date),
        person.sex,
        person.marital_status,
        iso(person.arrived_in_germany),
        iso(person.arrived_in_municipality),
        person.works_in,
    )


def _insert_details(db: Connection, client: Client) -> None:
    db.executemany(
        "INSERT INTO nationality (client_id, position, code) VALUES (?, ?, ?)",
        [(client.id, position, code) for position, code in enumerate(client.person.nationalities)],
    )
    db.executemany(
        """INSERT INTO client_language
        (client_id, position, code, level, interpreter_needed, interpreter_kind) VALUES (?, ?, ?, ?, ?, ?)""",
        [
            (client.id, place, each.code, each.level, each.interpreter_needed, each.interpreter_kind)
            for place, each in enumerate(client.person.languages)
        ],
    )
    db.executemany(
        """INSERT INTO contact_channel (id, client_id, kind, value, may_call, note, may_remind)
        VALUES (?, ?, ?, ?, ?, ?, ?)""",
        [
            (_id(), client.id, each.kind, each.value, each.may_call, each.note, each.may_remind)
            for each in client.person.channels
        ],
    )


def _change_periods(db: Connection, client: Client, before: Person, today: date) -> None:
    after = client.person
    if after.address != before.address:
        moved = _address_period(after.address, today)
        known = addresses.history(db, client.id)
        addresses.save_history(db, client.id, turned(known, today, moved))
    if after.residence != before.residence:
        status = _residence_period(after.residence, today)
        stood = residences.history(db, client.id)
        residences.save_history(db, client.id, turned(stood, today, status))


def _begin_histories(db: Connection, client: Client) -> None:
    if (place := _address_period(client.person.address, None)) is not None:
        addresses.save_history(db, client.id, [place])
    if (status := _residence_period(client.person.residence, None)) is not None:
        residences.save_history(db, client.id, [status])


def _address_period(address: Address, since: date | None) -> AddressPeriod | None:
    return None if address == Address() else AddressPeriod(_id(), since, None, address)


def _residence_period(residence: Residence | None, since: date | None) -> ResidencePeriod | None:
    if residence is None:
        return None
    return ResidencePeriod(_id(), since, None, residence.status, residence.expires_on)


def _nationalities(db: Connection, client_id: str) -> tuple[str, ...]:
    rows = db.execute("SELECT code FROM nationality WHERE client_id = ? ORDER BY position", (client_id,))
    return tuple(code for (code,) in rows)


def _languages(db: Connection, client_id: str) -> tuple[SpokenLanguage, ...]:
    rows = db.execute(
        """SELECT code, level, interpreter_needed, interpreter_kind FROM client_language
        WHERE client_id = ? ORDER BY position""",
        (client_id,),
    )
    return tuple(SpokenLanguage(code, level, bool(needed), kind) for code, level, needed, kind in rows)


def _channels(db: Connection, client_id: str) -> tuple[Channel, ...]:
    rows = db.execute(
        """SELECT kind, value, may_call, note, may_remind FROM contact_channel
        WHERE client_id = ? ORDER BY rowid""",
        (client_id,),
    )
    return tuple(
        Channel(kind, value, bool(may_call), note, bool(remind))
        for kind, value, may_call, note, remind in rows
    )


def _id() -> str:
    return str(uuid.uuid4())
