# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Persons, with what belongs to them; residence, livelihood and address are histories."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from app.domain.client import (
    Address,
    Channel,
    Client,
    HouseholdMember,
    Livelihood,
    Person,
    Residence,
    SpokenLanguage,
)
from app.domain.names import search_form, stripped_form
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
    _begin_address(db, client.id, client.person.address, None)
    _begin_residence(db, client.id, client.person.residence, None)
    _begin_livelihood(db, client.id, client.person.livelihood, None)


def update_client(db: Connection, client: Client, today: date, now: datetime) -> None:
    """The person as known now; a changed address, residence or livelihood ends the period before it."""
    before = load_client(db, client.id, today).person
    db.execute(
        f"UPDATE client SET {', '.join(f'{column} = ?' for column in _COLUMNS)}, changed_at = ? WHERE id = ?",
        (*_values(client.person), utc_text(now), client.id),
    )
    for table in ("nationality", "client_language", "contact_channel", "household_member"):
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
        address=_address(db, client_id) or Address(),
        residence=_residence(db, client_id),
        livelihood=_livelihood(db, client_id, today),
        household=_household(db, client_id),
    )
    return Client(client_id, person)


def exclude_from_statistics(db: Connection, client_id: str, excluded: bool) -> None:
    db.execute("UPDATE client SET excluded_from_statistics = ? WHERE id = ?", (excluded, client_id))


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
        """INSERT INTO client_language (client_id, position, code, level, interpreter_needed)
        VALUES (?, ?, ?, ?, ?)""",
        [
            (client.id, position, spoken.code, spoken.level, spoken.interpreter_needed)
            for position, spoken in enumerate(client.person.languages)
        ],
    )
    db.executemany(
        "INSERT INTO contact_channel (id, client_id, kind, value, may_call) VALUES (?, ?, ?, ?, ?)",
        [
            (_id(), client.id, channel.kind, channel.value, channel.may_call)
            for channel in client.person.channels
        ],
    )
    db.executemany(
        "INSERT INTO household_member (id, client_id, relation, born) VALUES (?, ?, ?, ?)",
        [
            (_id(), client.id, member.relation, str(member.birth_year) if member.birth_year else None)
            for member in client.person.household
        ],
    )


def _change_periods(db: Connection, client: Client, before: Person, today: date) -> None:
    after, yesterday = client.person, today - timedelta(days=1)
    if after.address != before.address:
        _end(db, "address_period", "valid_to", client.id, yesterday)
        _begin_address(db, client.id, after.address, today)
    if after.residence != before.residence:
        _end(db, "residence_period", "ended_on", client.id, yesterday)
        _begin_residence(db, client.id, after.residence, today)
    if after.livelihood != before.livelihood:
        start = (after.livelihood and after.livelihood.valid_from) or today
        _end(db, "livelihood_period", "valid_to", client.id, start - timedelta(days=1))
        _begin_livelihood(db, client.id, after.livelihood, today)


def _end(db: Connection, table: str, column: str, client_id: str, last_day: date) -> None:
    """Ends what is still running on that day; what began after it was a slip and goes."""
    db.execute(f"DELETE FROM {table} WHERE client_id = ? AND valid_from > ?", (client_id, iso(last_day)))
    db.execute(
        f"UPDATE {table} SET {column} = ? WHERE client_id = ? AND ({column} IS NULL OR {column} > ?)",
        (iso(last_day), client_id, iso(last_day)),
    )


def _begin_address(db: Connection, client_id: str, address: Address, since: date | None) -> None:
    if address != Address():
        db.execute(
            """INSERT INTO address_period (id, client_id, street, postcode, town, municipality, blocked,
            valid_from) VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                _id(),
                client_id,
                address.street,
                address.postcode,
                address.town,
                address.municipality,
                address.blocked,
                iso(since),
            ),
        )


def _begin_residence(db: Connection, client_id: str, residence: Residence | None, since: date | None) -> None:
    if residence is not None:
        db.execute(
            """INSERT INTO residence_period (id, client_id, status, valid_from, expires_on)
            VALUES (?, ?, ?, ?, ?)""",
            (_id(), client_id, residence.status, iso(since), iso(residence.expires_on)),
        )


def _begin_livelihood(
    db: Connection, client_id: str, livelihood: Livelihood | None, since: date | None
) -> None:
    if livelihood is not None:
        db.execute(
            """INSERT INTO livelihood_period (id, client_id, legal_circle, state, valid_from, valid_to)
            VALUES (?, ?, ?, ?, ?, ?)""",
            (
                _id(),
                client_id,
                livelihood.legal_circle,
                livelihood.state,
                iso(livelihood.valid_from or since),
                iso(livelihood.valid_to),
            ),
        )


def _nationalities(db: Connection, client_id: str) -> tuple[str, ...]:
    rows = db.execute("SELECT code FROM nationality WHERE client_id = ? ORDER BY position", (client_id,))
    return tuple(code for (code,) in rows)


def _languages(db: Connection, client_id: str) -> tuple[SpokenLanguage, ...]:
    rows = db.execute(
        "SELECT code, level, interpreter_needed FROM client_language WHERE client_id = ? ORDER BY position",
        (client_id,),
    )
    return tuple(SpokenLanguage(code, level, bool(interpreter)) for code, level, interpreter in rows)


def _channels(db: Connection, client_id: str) -> tuple[Channel, ...]:
    rows = db.execute(
        "SELECT kind, value, may_call FROM contact_channel WHERE client_id = ? ORDER BY rowid", (client_id,)
    )
    return tuple(Channel(kind, value, bool(may_call)) for kind, value, may_call in rows)


def _household(db: Connection, client_id: str) -> tuple[HouseholdMember, ...]:
    rows = db.execute(
        """SELECT relation, CAST(substr(born, 1, 4) AS INTEGER) FROM household_member
        WHERE client_id = ? ORDER BY rowid""",
        (client_id,),
    )
    return tuple(HouseholdMember(*row) for row in rows)


def _address(db: Connection, client_id: str) -> Address | None:
    row = db.execute(
        """SELECT street, postcode, town, municipality, blocked FROM address_period
        WHERE client_id = ? AND valid_to IS NULL ORDER BY rowid DESC LIMIT 1""",
        (client_id,),
    ).fetchone()
    if row is None:
        return None
    street, postcode, town, municipality, blocked = row
    return Address(street, postcode, town, municipality, bool(blocked))


def _residence(db: Connection, client_id: str) -> Residence | None:
    row = db.execute(
        """SELECT status, expires_on FROM residence_period
        WHERE client_id = ? AND ended_on IS NULL ORDER BY rowid DESC LIMIT 1""",
        (client_id,),
    ).fetchone()
    return Residence(row[0], day(row[1])) if row else None


def _livelihood(db: Connection, client_id: str, today: date) -> Livelihood | None:
    row = db.execute(
        """SELECT legal_circle, state, valid_from, valid_to FROM livelihood_period
        WHERE client_id = ? AND (valid_to IS NULL OR valid_to >= ?) ORDER BY rowid DESC LIMIT 1""",
        (client_id, iso(today)),
    ).fetchone()
    return Livelihood(row[0], row[1], day(row[2]), day(row[3])) if row else None


def _id() -> str:
    return str(uuid.uuid4())
