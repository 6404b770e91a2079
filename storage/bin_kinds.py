# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What can be removed and put back whole: for each kind its rows, its words, and when it has to stay."""

from __future__ import annotations

from dataclasses import dataclass

_AGREED = """EXISTS (SELECT 1 FROM agreed_goal AS a JOIN goal_agreement AS g ON g.id = a.agreement_id
    WHERE a.goal_id = {goal} AND coalesce(g.signed_on, g.countersigned_on) IS NOT NULL)"""


@dataclass(frozen=True)
class Part:
    """Rows of a table that go along; `:id` is the record."""

    table: str
    where: str = "id = :id"


@dataclass(frozen=True)
class Kind:
    """`parts`: the record itself first, then what hangs on it. `title` and `case` are read from the record.

    `stays`: a condition on the record under which it cannot be removed, and the code that says why.
    """

    parts: tuple[Part, ...]
    title: str
    case: str = "case_id"
    stays: tuple[str, str] | None = None

    @property
    def table(self) -> str:
        return self.parts[0].table


def _day(column: str) -> str:
    return f"coalesce(strftime('%d.%m.%Y', {column}), '')"


def _of(table: str, column: str) -> Part:
    return Part(table, f"{column} = :id")


def _follow_up(source: str) -> Part:
    return Part("follow_up", f"source = '{source}' AND source_id = :id")


_OTHER_SIDE = Part(
    "household_member",
    """EXISTS (SELECT 1 FROM household_member AS own WHERE own.id = :id
    AND own.client_id = household_member.member_client_id
    AND own.member_client_id = household_member.client_id)""",
)
"""The line in the member's own household: whoever is no member here names nobody from here there."""
_NOTE = _of("note_search", "record_id")
_NO_CASE = "NULL"
_NEWEST_CASE = """(SELECT c.id FROM client_case AS c JOIN file AS f ON f.id = c.file_id
    WHERE f.client_id = {table}.client_id ORDER BY c.number DESC LIMIT 1)"""


def _of_person(table: str, title: str, *parts: Part) -> Kind:
    """What belongs to the person; it is shown with the person's newest case."""
    return Kind((Part(table), *parts), title, _NEWEST_CASE.format(table=table))


KINDS = {
    "contact": Kind(
        (Part("contact"), _of("contact_topic", "contact_id"), _follow_up("contact"), _NOTE),
        f"{_day('held_on')} || iif(text = '', '', ': ' || text)",
    ),
    "short_advice": Kind(
        (
            Part("short_advice"),
            _of("short_advice_topic", "short_advice_id"),
            _of("short_advice_target", "short_advice_id"),
        ),
        _day("held_on"),
    ),
    "activity": Kind(
        (Part("activity"),), f"{_day('held_on')} || iif(title = '', '', ': ' || title)", _NO_CASE
    ),
    "goal": Kind(
        (
            Part("goal"),
            _of("goal_level", "goal_id"),
            _of("agreed_goal", "goal_id"),
            _of("step", "goal_id"),
            Part("follow_up", "source = 'step' AND source_id IN (SELECT id FROM step WHERE goal_id = :id)"),
            _NOTE,
        ),
        "words",
        stays=(_AGREED.format(goal="goal.id"), "bin.agreed"),
    ),
    "step": Kind(
        (Part("step"), _follow_up("step")),
        "text",
        "(SELECT case_id FROM goal WHERE goal.id = step.goal_id)",
        stays=(_AGREED.format(goal="step.goal_id"), "bin.agreed"),
    ),
    "assessment": Kind(
        (Part("assessment"), _of("assessment_score", "assessment_id"), _NOTE), _day("held_on")
    ),
    "gap": Kind(
        (Part("gap"), _NOTE),
        f"{_day('noted_on')} || iif(note = '', '', ': ' || note)",
        stays=("sentence_released_on IS NOT NULL", "bin.released"),
    ),
    "follow_up": Kind((Part("follow_up"),), "title", stays=("source <> 'manual'", "bin.owned")),
    "appointment": Kind(
        (Part("appointment"), _follow_up("appointment")),
        f"{_day('day')} || ' ' || at || iif(title = '', '', ': ' || title)",
    ),
    "livelihood_period": _of_person(
        "livelihood_period",
        """coalesce((SELECT label FROM code_entry WHERE list = 'legal_circle' AND code = legal_circle),
        legal_circle)""",
        _follow_up("livelihood"),
    ),
    "residence_period": _of_person(
        "residence_period",
        "coalesce((SELECT label FROM code_entry WHERE list = 'residence_status' AND code = status), status)",
    ),
    "address_period": _of_person("address_period", "trim(street || ', ' || postcode || ' ' || town, ', ')"),
    "household_member": _of_person(
        "household_member",
        """trim(coalesce((SELECT label FROM code_entry WHERE list = 'relation' AND code = relation), relation)
        || ' ' || given_names)""",
        _OTHER_SIDE,
    ),
    "network_person": _of_person("network_person", "words"),
    "representative": _of_person(
        "representative",
        "coalesce((SELECT label FROM code_entry WHERE list = 'custody' AND code = custody), custody)",
    ),
    "text_block": Kind((Part("text_block"),), "title", _NO_CASE),
}
