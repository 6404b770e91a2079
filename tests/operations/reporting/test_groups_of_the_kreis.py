# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Target groups of the Kreis: signed, numbered, shown, taken; published lists and own groups never change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.code_lists import CodeLists
from app.domain.target_groups import OF_DISTRICT, NewGroup
from app.operations import district_groups, journal_lines, news, publishing, target_groups
from resources import CodeEntry
from storage import journal
from sync.populations import VARIABLES
from tests.operations.reporting.conftest import Kreis
from tests.operations.reporting.test_way_back import Day, code_of

ELDERLY = NewGroup("Ältere Alleinstehende", min_age=60, valid_from=date(2022, 1, 1))
SEASONAL = NewGroup("Saisonkräfte")


@pytest.fixture
def day(kreis: Kreis) -> Day:
    return Day(kreis)


def publish(day: Day, *new: NewGroup) -> list[str]:
    """Adds these to the Kreis's groups and gives all of them to the offices; their codes."""
    codes = [target_groups.add_group(day.kreis.vault, each, day.later()) for each in new]
    publishing.publish_groups(day.kreis.vault, day.later())
    day.travel()
    return codes


def take(day: Day) -> None:
    (found,) = day.news()
    assert (found.kind, found.alarm) == ("groups", None)
    district_groups.take_groups(day.vault, found.number, day.later())


def of_district(day: Day) -> dict[str, CodeEntry]:
    return {e.code: e for e in target_groups.groups(day.vault) if e.facts.get(OF_DISTRICT)}


def can_be_chosen(day: Day) -> set[str]:
    found = target_groups.groups_for(day.vault, day.office.site_id, day.now.date())
    return {entry.label for entry in found}


def test_they_are_shown_first_and_can_be_chosen_once_taken(day: Day) -> None:
    publish(day, ELDERLY, SEASONAL)
    assert "Saisonkräfte" not in can_be_chosen(day)
    update = district_groups.look_at_groups(day.vault, day.now)
    assert [each.label for each in update.new] == ["Ältere Alleinstehende", "Saisonkräfte"]
    take(day)
    assert {"Ältere Alleinstehende", "Saisonkräfte"} <= can_be_chosen(day)
    assert day.news() == ()
    (elderly,) = (each for each in of_district(day).values() if each.label == ELDERLY.label)
    assert (elderly.facts["min_age"], elderly.valid_from) == (60, "2022-01-01")
    assert journal_lines.say("target_group.taken") == ("Zielgruppe", "übernommen")
    assert next(line.action for line in journal.lines(day.vault.db, 3)) == "target_group.taken"


def test_published_lists_and_groups_of_the_office_stay(day: Day) -> None:
    own = target_groups.add_group(day.vault, NewGroup("Hafenarbeiter"), day.later())
    before = {e.code: e for e in target_groups.groups(day.vault)}
    publish(day, ELDERLY)
    take(day)
    after = {e.code: e for e in target_groups.groups(day.vault)}
    assert {code: after[code] for code in before} == before
    assert own in after
    shipped = {entry.code for entry in CodeLists.shipped().every("target_group")}
    assert set(VARIABLES["target_group"].codes) <= shipped
    assert not set(VARIABLES["target_group"].codes) & of_district(day).keys()


def test_an_end_comes_and_goes_with_the_kreis_unless_the_office_chose_its_own(day: Day) -> None:
    elderly, seasonal = publish(day, ELDERLY, SEASONAL)
    take(day)
    kreis, until = day.kreis.vault, day.now.date() + timedelta(days=30)
    target_groups.end_group(day.vault, seasonal, until, day.later())
    for code in (elderly, seasonal):
        target_groups.end_group(kreis, code, day.now.date(), day.later())
    publish(day)
    update = district_groups.look_at_groups(day.vault, day.now)
    assert [each.code for each in update.changed if each.code == elderly] == [elderly]
    take(day)
    assert of_district(day)[elderly].valid_to == day.now.date().isoformat()
    assert of_district(day)[seasonal].valid_to == until.isoformat(), "the office's own end stays"
    target_groups.resume_group(kreis, elderly, day.later())
    publish(day)
    take(day)
    assert of_district(day)[elderly].valid_to is None


def test_what_a_new_list_no_longer_has_ends_the_day_before(day: Day) -> None:
    elderly, _ = publish(day, ELDERLY, SEASONAL)
    take(day)
    with day.kreis.vault.transaction() as db:  # a Kreis from an older backup does not know it
        db.execute("UPDATE code_entry SET facts = '{}' WHERE code = ?", (elderly,))
        db.code_lists = None
    day.later(days=1)
    publish(day)
    (gone,) = district_groups.look_at_groups(day.vault, day.now).ended
    assert gone.code == elderly
    take(day)
    assert of_district(day)[elderly].valid_to == (day.now.date() - timedelta(days=1)).isoformat()


def test_another_one_meanwhile_and_nothing_at_all_are_named(day: Day) -> None:
    assert code_of(lambda: publishing.publish_groups(day.kreis.vault, day.later())) == "way_back.no_groups"
    assert code_of(lambda: district_groups.look_at_groups(day.vault, day.now)) == "way_back.gone"
    publish(day, ELDERLY)
    (first,) = day.news()
    publish(day, SEASONAL)
    act = lambda: district_groups.take_groups(day.vault, first.number, day.later())  # noqa: E731
    assert code_of(act) == "way_back.another_came"


def test_a_special_category_that_nobody_knows_here_is_not_taken(day: Day) -> None:
    publish(day, NewGroup("Menschen mit …", data_category="health"))
    with day.vault.transaction() as db:
        content = news.waiting_content(day.vault, "groups")
        raw = db.execute("SELECT bytes FROM news WHERE kind = 'groups'").fetchone()[0]
        assert b'"health"' in raw
        db.execute(
            "UPDATE news SET bytes = ? WHERE kind = 'groups'", (raw.replace(b'"health"', b'"wealth"'),)
        )
    assert content is not None
    assert code_of(lambda: district_groups.look_at_groups(day.vault, day.now)) == "way_back.entry_unusable"
