# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What tables, cells and months of a release are called, on the screen and in the Kreis report."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import resources
from app.domain.code_lists import CodeLists
from sync.populations import VARIABLES


def title(table_id: str, lists: CodeLists) -> str:
    """„Offene Fälle nach Alter und Geschlecht“; a table is named by what it counts."""
    population, _, crossed = table_id.partition(".")
    name = lists.label("population", population)
    if not crossed:
        return name
    return word("by").format(population=name, variables=heading(table_id))


def dated_title(table_id: str, kind: str, lists: CodeLists) -> str:
    """The same in a Meldung, which stands for a month: what flows is counted since the year began."""
    name = title(table_id, lists)
    return word("since_new_year").format(title=name) if kind == "flow" else name


def variables(table_id: str) -> tuple[str, ...]:
    """By what a table is broken down; N by nothing."""
    return tuple(filter(None, table_id.partition(".")[2].split("_x_")))


def heading(table_id: str) -> str:
    """What the rows of a table are: „Alter und Geschlecht“."""
    return word("and").join(_texts()["by"][variable] for variable in variables(table_id))


def cell(key: Mapping[str, str], lists: CodeLists) -> str:
    """The label of a cell by its codes; without codes it is N. The kind of a gap follows a colon."""
    labels = [lists.label(VARIABLES[variable].code_list, code) for variable, code in key.items()]
    return (": " if "kind" in key else ", ").join(labels) or word("persons")


def activity(line: str, lists: CodeLists) -> str:
    """The label of an activity line; types with clients form one."""
    return word(line) if line == "with_clients" else lists.label("activity_type", line)


def month(period: str) -> str:
    """„März 2022“ for "2022-03"."""
    year, number = period.split("-")
    return f"{_texts()['months'][str(int(number))]} {year}"


def word(name: str) -> str:
    return _texts()["words"][name]


@cache
def _texts() -> dict[str, dict[str, str]]:
    return resources.toml("texts", "tables.toml")
