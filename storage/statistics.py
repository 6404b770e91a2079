# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The only source of counts. Names and notes stop here: opaque ids, codes and numbers pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.code_lists import CodeLists
from app.domain.dates import PartialDate
from app.domain.livelihood import LivelihoodPeriod
from app.domain.reporting_groups import age_band, livelihood_groups, residence_group
from storage import case_statistics
from storage.connection import Connection
from storage.days import day as read_day

Answer = Mapping[str, str]
"""Codes by variable that belong together: one referral, one gap, one livelihood with the person's sex …"""

People = dict[str, tuple[Answer, ...]]
"""Distinct persons by opaque id, each with answers in the order in which they were given."""

_PERSON = """
    FROM client JOIN file ON file.client_id = client.id JOIN client_case ON client_case.file_id = file.id
    LEFT JOIN intake ON intake.case_id = client_case.id"""
_COUNTED = """client.excluded_from_statistics = 0 AND file.restricted_on IS NULL
          AND coalesce(intake.decision, 'accepted') = 'accepted'"""

_COUNTS_AS = """coalesce((SELECT facts ->> 'counts_as' FROM code_entry
        WHERE list = 'activity_type' AND code = activity_type), activity_type)"""

_SECURING = "SELECT code FROM code_entry WHERE list = 'legal_circle' AND facts ->> 'livelihood'"
"""Circles one can live on; to have nothing is not one of them."""

_POPULATIONS = {
    "open": f"""
        SELECT client.id, min(iif(client_case.status = 'paused', 'paused', 'active')) AS status {_PERSON}
        WHERE {_COUNTED} AND client_case.site_id = :site AND client_case.opened_on <= :until
          AND (client_case.closed_on IS NULL OR client_case.closed_on > :until)
        GROUP BY client.id""",
    "new": f"""
        SELECT DISTINCT client.id {_PERSON}
        WHERE {_COUNTED} AND client_case.site_id = :site
          AND client_case.opened_on BETWEEN :since AND :until""",
    "closed": f"""
        SELECT id, reason FROM (
            SELECT client.id AS id, client_case.closing_reason AS reason, max(client_case.closed_on) {_PERSON}
            WHERE {_COUNTED} AND client_case.site_id = :site
              AND client_case.closed_on BETWEEN :since AND :until
            GROUP BY client.id)""",
    "referred": f"""
        SELECT client.id, service.referral_target AS target {_PERSON}
        JOIN referral ON referral.case_id = client_case.id JOIN service ON service.id = referral.service_id
        WHERE {_COUNTED} AND client_case.site_id = :site AND referral.made_on BETWEEN :since AND :until
        ORDER BY referral.made_on, referral.rowid""",
    "changed_livelihood": f"""
        SELECT DISTINCT client.id {_PERSON}
        JOIN livelihood_period AS now ON now.client_id = client.id AND now.state = 'granted'
        JOIN livelihood_period AS earlier ON earlier.client_id = client.id AND earlier.state = 'granted'
        WHERE {_COUNTED} AND client_case.site_id = :site AND now.legal_circle <> earlier.legal_circle
          AND now.legal_circle IN ({_SECURING})
          AND earlier.legal_circle IN ({_SECURING})
          AND earlier.valid_to < now.valid_from AND now.valid_from BETWEEN :since AND :until
          AND NOT EXISTS (
            SELECT 1 FROM livelihood_period AS own WHERE own.client_id = client.id AND own.state = 'granted'
            AND own.legal_circle = now.legal_circle AND coalesce(own.valid_from, '') < now.valid_from
            AND coalesce(own.valid_to, now.valid_from) >= earlier.valid_to)""",
    "served": f"""
        SELECT client.id, contact.activity_type AS service_type {_PERSON}
        JOIN contact ON contact.case_id = client_case.id
        WHERE {_COUNTED} AND contact.site_id = :site AND contact.held_on BETWEEN :since AND :until
          AND contact.activity_type IN (SELECT code FROM code_entry WHERE list = 'service_type')
        ORDER BY contact.held_on, contact.rowid""",
    "short_advice": f"""
        SELECT id, NULL AS topic, NULL AS target, {_COUNTS_AS} AS service_type, held_on, 0 AS position
        FROM short_advice WHERE site_id = :site AND held_on BETWEEN :since AND :until
        UNION ALL
        SELECT id, code, NULL, NULL, held_on, position
        FROM short_advice JOIN short_advice_topic ON short_advice_id = id
        WHERE site_id = :site AND held_on BETWEEN :since AND :until
        UNION ALL
        SELECT id, NULL, code, NULL, held_on, position
        FROM short_advice JOIN short_advice_target ON short_advice_id = id
        WHERE site_id = :site AND held_on BETWEEN :since AND :until
        ORDER BY held_on, position""",
    "gap": f"""
        SELECT client.id, gap.dimension AS dimension, gap.kind AS kind {_PERSON}
        JOIN gap ON gap.case_id = client_case.id
        WHERE {_COUNTED} AND gap.site_id = :site AND gap.noted_on BETWEEN :since AND :until
        ORDER BY gap.noted_on, gap.rowid""",
}

_ACT_TABLES = ("contact", "short_advice", "activity", "erased_act")
_ACTS = f"""
    SELECT id, {_COUNTS_AS}, target_participants, partner_participants
    FROM {{table}}
    WHERE activity_type IS NOT NULL AND site_id = :site AND held_on BETWEEN :since AND :until
      AND id NOT IN (SELECT act_id FROM released_act)"""

_IN_BIN = "SELECT json_extract(rows, '$[0][2].id') FROM bin WHERE kind = 'short_advice'"

_WITH_ATTRIBUTES = frozenset({"open", "new", "closed"})


@dataclass(frozen=True)
class Act:
    """One activity, with whom it was done in numbers."""

    id: str
    activity_type: str
    target_participants: int
    partner_participants: int


def people(
    db: Connection, population: str, site_id: str, since: date, until: date, lists: CodeLists
) -> People:
    """The distinct persons of a population at a site: a stock on `until`, a flow from `since` to `until`.

    Who objected to statistics, whose file is restricted and who was not accepted at intake is not among
    them; a Kurzberatung is a person of its own. A gap noted without a case is nobody's and not counted here.
    """
    found = _answers(db, population, site_id, since, until)
    if population not in _WITH_ATTRIBUTES:
        return found
    attributes = _attributes(db, found.keys(), until, lists)
    of_case = case_statistics.of_open_cases(db, site_id, until, lists) if population == "open" else {}
    return {
        person: tuple(
            {**own, **of_case.get(person, {}), **more} for own in answers for more in attributes[person]
        )
        for person, answers in found.items()
    }


def acts_to_release(db: Connection, site_id: str, since: date, until: date) -> tuple[Act, ...]:
    """Every act at the site in these days that no release carries: contact, short advice, activity.

    Also those of erased files, which nobody is to any more.

    A type that came later than the lines of the Meldung says itself which of them it counts as.
    """
    rows = db.execute(
        f"{' UNION ALL '.join(_ACTS.format(table=table) for table in _ACT_TABLES)} ORDER BY id",
        {"site": site_id, "since": since.isoformat(), "until": until.isoformat()},
    )
    return tuple(Act(*row) for row in rows)


def known_people(db: Connection) -> frozenset[str]:
    """Every id that is still in the file; who was counted and is not here was erased."""
    rows = db.execute(f"SELECT id FROM client UNION ALL SELECT id FROM short_advice UNION ALL {_IN_BIN}")
    return frozenset(person for (person,) in rows)


def standing_people(db: Connection) -> frozenset[str]:
    """Who stays as published, with nothing counted anew: a restricted file, a Kurzberatung in the bin."""
    rows = db.execute(f"SELECT client_id FROM file WHERE restricted_on IS NOT NULL UNION ALL {_IN_BIN}")
    return frozenset(person for (person,) in rows)


def groups_of(db: Connection, client_id: str, day: date, lists: CodeLists) -> tuple[Answer, ...]:
    """The published groups of one person on that day: one answer for each livelihood."""
    return _attributes(db, {client_id}, day, lists)[client_id]


def _answers(db: Connection, population: str, site_id: str, since: date, until: date) -> People:
    cursor = db.execute(
        _POPULATIONS[population],
        {"site": site_id, "since": since.isoformat(), "until": until.isoformat()},
    )
    variables = [column[0] for column in cursor.description[1:]]
    found: defaultdict[str, tuple[Answer, ...]] = defaultdict(tuple)
    for person, *codes in cursor:
        found[person] += ({v: c for v, c in zip(variables, codes, strict=True) if c is not None},)
    return dict(found)


def _attributes(
    db: Connection, persons: Container[str], day: date, lists: CodeLists
) -> dict[str, tuple[Answer, ...]]:
    """Age band, sex, residence and each livelihood of these persons on that day."""
    livelihoods, statuses, nationalities = (
        _livelihoods(db),
        _residence_statuses(db, day),
        _nationalities(db),
    )
    attributes: dict[str, tuple[Answer, ...]] = {}
    for person, birth, sex in db.execute("SELECT id, birth_date, sex FROM client"):
        if person not in persons:
            continue
        fixed = {
            "age_band": age_band(birth and PartialDate.from_iso(birth), day, lists),
            "sex": sex,
            "residence": residence_group(statuses.get(person), nationalities.get(person, ()), lists),
        }
        groups = livelihood_groups(livelihoods.get(person, ()), day, lists)
        attributes[person] = tuple(fixed | {"livelihood": group} for group in groups)
    return attributes


def _livelihoods(db: Connection) -> dict[str, list[LivelihoodPeriod]]:
    rows = db.execute(
        "SELECT client_id, id, valid_from, valid_to, legal_circle, state, applied_on FROM livelihood_period"
    )
    found = defaultdict(list)
    for person, period, since, until, circle, state, applied_on in rows:
        found[person].append(
            LivelihoodPeriod(period, read_day(since), read_day(until), circle, state, read_day(applied_on))
        )
    return found


def _residence_statuses(db: Connection, day: date) -> dict[str, str]:
    """The newest status that has not ended; an expired one stands until its successor is recorded."""
    rows = db.execute(
        """
        SELECT client_id, status FROM residence_period
        WHERE coalesce(valid_from, '') <= :day AND (ended_on IS NULL OR ended_on >= :day)
        ORDER BY coalesce(valid_from, ''), rowid""",
        {"day": day.isoformat()},
    )
    return dict(rows)


def _nationalities(db: Connection) -> dict[str, list[str]]:
    found = defaultdict(list)
    for person, code in db.execute("SELECT client_id, code FROM nationality ORDER BY client_id, position"):
        found[person].append(code)
    return found
