# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the file knows about an item of a checklist, with its reason; None where it knows nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import resources
from app.domain.checklist import Question, Suggestion
from app.domain.client import Person
from app.domain.code_lists import CodeLists
from app.domain.dates import PartialDate, german
from app.domain.history import in_order
from app.domain.residence import ResidencePeriod
from app.domain.stay import Stay, months_after, unbroken, years_after

_LEVELS = ("none", "alphabetisation", "A1", "A2", "B1", "B2", "C1", "C2")
_GERMAN = "de"


@dataclass(frozen=True)
class Known:
    """What the rules look at; `circles` are those that are granted today."""

    person: Person
    residences: tuple[ResidencePeriod, ...]
    circles: frozenset[str]
    minor_children: int
    school_children: int
    today: date
    lists: CodeLists

    def stay(self, rule: Mapping[str, Any], unsure: Collection[str] = ()) -> Stay | None:
        """The time without interruption up to today in the groups of the rule, and in `unsure` statuses."""
        left_out = rule.get("not_counted", ())
        groups = rule["groups"]
        counted = {
            period.id: period.status in unsure
            or (
                period.status not in left_out
                and self.lists.fact("residence_status", period.status, "group") in groups
            )
            for period in self.residences
        }
        return unbroken(self.residences, self.today, lambda period: counted[period.id])

    def status_label(self, code: str) -> str:
        return self.lists.label("residence_status", code)


Rule = Callable[[Known, Mapping[str, Any]], Suggestion | None]


def suggestion(question: Question, known: Known) -> Suggestion | None:
    """What the file says of this item today."""
    if question.from_file is None:
        return None
    return _RULES[question.from_file["rule"]](known, question.from_file)


def _stay(known: Known, rule: Mapping[str, Any]) -> Suggestion | None:
    years = rule.get("years_with_child", rule["years"]) if known.minor_children else rule["years"]
    stay = known.stay(rule)
    found = _other_status(known) if stay is None else _counted_stay(known, stay, years)
    if found is None or found.state != "open":
        return found
    residence = known.person.residence
    may_go_on = stay is not None or (residence is not None and residence.status in rule.get("goes_on", ()))
    return (_unsure_stay(known, rule, years) if may_go_on else None) or found


def _counted_stay(known: Known, stay: Stay, years: int) -> Suggestion:
    if stay.expired_on is not None:
        return _because("unclear", "stay_expired", status=_today(known), day=stay.expired_on)
    if stay.gap is not None:
        return _because("unclear", "stay_paper_gap", day=stay.gap[0], next=stay.gap[1])
    if stay.since is None:
        return _open_start(known, stay)
    if years_after(stay.since, years) <= known.today:
        return _because("met", "stay_long", since=stay.since)
    return _short_stay(known, stay.since, years)


def _unsure_stay(known: Known, rule: Mapping[str, Any], years: int) -> Suggestion | None:
    """Long enough only with a status whose time counts for some and not for others."""
    unsure = rule.get("unsure", ())
    stay = known.stay(rule, unsure)
    if stay is None or (stay.since is not None and years_after(stay.since, years) > known.today):
        return None
    found = [period.status for period in in_order(known.residences) if period.status in unsure]
    return _because("unclear", "stay_unsure", status=known.status_label(found[-1])) if found else None


def _short_stay(known: Known, since: date, years: int) -> Suggestion:
    """Too short, unless the history just does not reach back as far as the arrival."""
    arrived = known.person.arrived_in_germany
    is_first = all(period.since is not None and period.since >= since for period in known.residences)
    if (
        is_first
        and arrived is not None
        and arrived.latest < since
        and years_after(arrived.earliest, years) <= known.today
    ):
        return _because("unclear", "stay_history_short", since=since, arrived=arrived.german())
    return _because("open", "stay_short", since=since, years=years, day=years_after(since, years))


def _open_start(known: Known, stay: Stay) -> Suggestion:
    status, arrived = known.status_label(stay.first_status), known.person.arrived_in_germany
    if arrived is None:
        return _because("unclear", "stay_open_start", status=status)
    return _because("unclear", "stay_open_start_arrived", status=status, arrived=arrived.german())


def _other_status(known: Known) -> Suggestion | None:
    status = _today(known)
    return _because("open", "stay_other", status=status) if status else None


def _title(known: Known, rule: Mapping[str, Any]) -> Suggestion | None:
    residence = known.person.residence
    if residence is None:
        return None
    status = known.status_label(residence.status)
    if residence.status in rule["depends"]:
        return _because("unclear", "title_depends", status=status)
    group = known.lists.fact("residence_status", residence.status, "group")
    if residence.status in rule["not_enough"] or group not in rule["groups"]:
        return _because("open", "title_not_enough", status=status)
    return _because("met", "title_enough", status=status)


def _tolerated(known: Known, rule: Mapping[str, Any]) -> Suggestion | None:
    residence = known.person.residence
    if residence is None:
        return None
    status = known.status_label(residence.status)
    if residence.status in rule["titles"]:
        return _because("met", "tolerated_title", status=status)
    stay = known.stay({"groups": ["tolerated"], "not_counted": rule.get("not_counted", ())})
    if stay is None:
        return _because("open", "tolerated_other", status=status)
    if stay.since is None:
        state = "unclear" if rule["months"] else "met"
        return _because(state, "stay_open_start" if rule["months"] else "tolerated_title", status=status)
    long_enough = months_after(stay.since, rule["months"]) <= known.today
    return _because(
        "met" if long_enough else "open",
        "tolerated_long" if long_enough else "tolerated_short",
        since=stay.since,
    )


def _identity(known: Known, _rule: Mapping[str, Any]) -> Suggestion | None:
    if known.person.residence is not None and known.person.residence.status == "D60b":
        return _because("open", "identity_unclear")
    labels = [known.lists.label("nationality", code) for code in known.person.nationalities]
    return _because("unclear", "identity_nationality", nationality=", ".join(labels)) if labels else None


def _livelihood(known: Known, rule: Mapping[str, Any]) -> Suggestion | None:
    against, enough = known.circles & {*rule["against"]}, known.circles & {*rule["enough"]}
    words = ", ".join(known.lists.label("legal_circle", code) for code in sorted(against | enough))
    if against and enough:
        return _because("unclear", "livelihood_mixed", circles=words)
    if against:
        return _because("open", "livelihood_against", circles=words)
    return _because("met", "livelihood_enough", circles=words) if enough else None


def _german(known: Known, rule: Mapping[str, Any]) -> Suggestion | None:
    level = next((s.level for s in known.person.languages if s.code == _GERMAN), "not_recorded")
    if level not in _LEVELS:
        return None
    words = known.lists.label("cefr", level)
    if _LEVELS.index(level) >= _LEVELS.index(rule["level"]):
        return _because("met", "german_enough", level=words)
    return _because("open", "german_less", level=words)


def _age(known: Known, rule: Mapping[str, Any]) -> Suggestion | None:
    born, years = known.person.birth_date, rule["before"]
    if born is None:
        return None
    first, last = years_after(born.earliest, years), years_after(born.latest, years)
    if first <= known.today < last:
        return _because("unclear", "age_unsure", born=born.german())
    day = PartialDate(born.year + years, born.month, first.day if born.day else None).german()
    state, words = ("met", "age_before") if known.today < first else ("open", "age_after")
    return _because(state, words, years=years, day=day)


def _school(known: Known, _rule: Mapping[str, Any]) -> Suggestion:
    if known.school_children:
        return _because("unclear", "school_children", count=known.school_children)
    return _because("unclear", "school_none")


def _family(known: Known, _rule: Mapping[str, Any]) -> Suggestion | None:
    return (
        _because("unclear", "family_children", count=known.minor_children) if known.minor_children else None
    )


def _employment(known: Known, rule: Mapping[str, Any]) -> Suggestion | None:
    stay = unbroken(known.residences, known.today, lambda period: period.status == rule["status"])
    if stay is None or stay.since is None:
        return None
    long_enough = months_after(stay.since, rule["months"]) <= known.today
    status = known.status_label(rule["status"])
    return _because("met" if long_enough else "open", "employment_long", status=status, since=stay.since)


def _today(known: Known) -> str:
    return known.status_label(known.person.residence.status) if known.person.residence else ""


def _because(state: str, words: str, **facts: object) -> Suggestion:
    shown = {name: german(fact) if isinstance(fact, date) else fact for name, fact in facts.items()}
    return Suggestion(state, str(_words()[words]).format_map(shown))


@cache
def _words() -> Mapping[str, Any]:
    return resources.toml("texts", "checklist.toml")


_RULES: Mapping[str, Rule] = {
    "stay": _stay,
    "title": _title,
    "tolerated": _tolerated,
    "identity": _identity,
    "livelihood": _livelihood,
    "german": _german,
    "age": _age,
    "school": _school,
    "family": _family,
    "employment": _employment,
}
