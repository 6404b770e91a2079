# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who lives with the person: children by name, adults by relation and year until a file of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from app.domain.code_lists import CodeLists
from app.domain.dates import PartialDate
from app.domain.errors import InvalidInput, Refusal
from app.domain.names import check_name

PARTNERS = ("spouse", "partner")
CHILDREN = ("child", "foster_child")
_OF_AGE = 18
_LAST_SCHOOL_BIRTHDAY = (9, 30)


@dataclass(frozen=True)
class NewMember:
    """Someone of the household as typed; a child without family name has that of the person."""

    relation: str
    given_names: str = ""
    family_name: str = ""
    born: PartialDate | None = None
    lives_here: bool = True


@dataclass(frozen=True)
class Member:
    """With `member_client_id` the name and birth date are those of his or her own file."""

    id: str
    relation: str
    given_names: str = ""
    family_name: str = ""
    born: PartialDate | None = None
    lives_here: bool = True
    member_client_id: str | None = None

    @property
    def name(self) -> str:
        """Given names before the family name; empty for an adult without a file."""
        return f"{self.given_names} {self.family_name}".strip()


def check_member(new: NewMember, family_name: str, lists: CodeLists, today: date) -> NewMember:
    """The member with its whole name in NFC; `family_name` is the person's, for a child without one.

    Whoever is not certainly a minor stands without name and with the year alone (Refusal).
    """
    lists.require("relation", new.relation, "relation", today)
    if new.born is not None and new.born.earliest > today:
        raise InvalidInput("born", "case.birth_date_in_future")
    given, family = (
        check_name(text, field)
        for text, field in ((new.given_names, "given_names"), (new.family_name, "family_name"))
    )
    if (given or family) and new.born is None:
        raise InvalidInput("born", "household.born_missing")
    if not _says_too_much(given, family, new.born, today):
        return replace(new, given_names=given, family_name=family or (family_name if given else ""))
    raise Refusal("household.adult_named")


def check_linked(new: NewMember, lists: CodeLists, today: date) -> NewMember:
    """Of someone with a file of his or her own only the relation and the dwelling are kept here."""
    lists.require("relation", new.relation, "relation", today)
    return NewMember(new.relation, lives_here=new.lives_here)


def require_linkable(member: Member, client_id: str, other_id: str, others: Iterable[Member]) -> None:
    """Nobody is a member of the own household, nor the same person twice."""
    if member.member_client_id is not None:
        raise Refusal("household.has_file")
    if other_id == client_id or any(each.member_client_id == other_id for each in others):
        raise Refusal("household.already_linked")


def inverse(relation: str, lists: CodeLists) -> str:
    """What the person is to the member: the child's parent, the spouse's spouse."""
    return str(lists.fact("relation", relation, "inverse"))


def is_minor(born: PartialDate | None, today: date) -> bool:
    """Certainly under 18: a birth date that leaves it open does not count as one."""
    return born is not None and _years(born.earliest, today) < _OF_AGE


def may_be_minor(born: PartialDate | None, today: date) -> bool:
    """Not certainly of age."""
    return born is None or _years(born.latest, today) < _OF_AGE


def shown(member: Member, today: date) -> Member:
    """What may be seen of the member today: a child who came of age without a file loses the name here."""
    return member if member.member_client_id is not None else without_adult_name(member, today)


def without_adult_name(member: Member, today: date) -> Member:
    """What a third party may be told of the member: an adult speaks for himself or herself."""
    if is_minor(member.born, today):
        return member
    year = PartialDate(member.born.year) if member.born else None
    return replace(member, given_names="", family_name="", born=year)


def single_parent(members: Iterable[Member], today: date) -> bool:
    """Whether the person brings up a minor child of the household without a partner in it."""
    here = [member for member in members if member.lives_here]
    brings_up = any(member.relation in CHILDREN and is_minor(member.born, today) for member in here)
    return brings_up and not any(member.relation in PARTNERS for member in here)


def school_children(members: Iterable[Member], today: date) -> tuple[Member, ...]:
    """Who of the household has to go to school, from 1 August of the year of § 35 Abs. 1 SchulG NRW to 18.

    A birth date that is partly known is read as early as it can be, so that no child is overlooked.
    """
    return tuple(m for m in members if m.lives_here and m.born is not None and _at_school(m.born, today))


def _at_school(born: PartialDate, today: date) -> bool:
    first = born.earliest
    late = (first.month, first.day) > _LAST_SCHOOL_BIRTHDAY
    return date(first.year + 6 + late, 8, 1) <= today and _years(first, today) < _OF_AGE


def _says_too_much(given: str, family: str, born: PartialDate | None, today: date) -> bool:
    if born is None or is_minor(born, today):
        return False
    return bool(given or family or born.month)


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
