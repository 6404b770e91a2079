# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the shipped code lists hang together: what one names, another has."""

from __future__ import annotations

from itertools import pairwise

import pytest

from resources import CodeEntry, code_lists


def entries(name: str) -> dict[str, CodeEntry]:
    return {entry.code: entry for entry in code_lists()[name].entries}


def test_topics_are_the_life_dimensions_and_two_more() -> None:
    dimensions, topics = entries("life_dimension"), entries("topic")
    assert len(dimensions) == 11
    assert set(topics) - set(dimensions) == {"social_space", "groups"}
    assert all(topics[code].label == entry.label for code, entry in dimensions.items())


def test_every_residence_status_falls_into_one_published_group() -> None:
    groups = {entry.facts["group"] for entry in entries("residence_status").values()}
    assert groups == set(entries("residence"))


@pytest.mark.parametrize(
    ("status", "group"),
    [
        ("AGST", "procedure"),
        ("D60c", "tolerated"),
        ("AE25_2s1", "humanitarian"),
        ("AE104c", "humanitarian"),
        ("AE24", "temporary_protection"),
        ("AE18a", "other_title"),
        ("BLK", "other_title"),
        ("NE26_3", "settled"),
        ("DAEU", "settled"),
        ("FZG", "eu"),
        ("DEU", "german"),
        ("GUEB", "none"),
        ("AUSR", "none"),
        ("UNB", "unknown"),
    ],
)
def test_residence_groups(status: str, group: str) -> None:
    assert entries("residence_status")[status].facts["group"] == group


def test_a_duldung_warns_21_days_before_its_end_and_a_title_90() -> None:
    statuses = entries("residence_status")
    assert statuses["D60a"].facts["warn_days"] == 21
    assert statuses["AE25_1"].facts["warn_days"] == 90
    assert "warn_days" not in statuses["NE9"].facts


def test_published_livelihoods_are_the_legal_circles_that_secure_a_living() -> None:
    securing = {code for code, entry in entries("legal_circle").items() if entry.facts["livelihood"]}
    assert securing | {"none", "unknown"} == set(entries("livelihood"))


def test_service_types_are_the_activities_with_clients() -> None:
    counted_itself = {c: e for c, e in entries("activity_type").items() if "counts_as" not in e.facts}
    with_clients = {c: e.label for c, e in counted_itself.items() if e.facts["with_clients"]}
    assert with_clients == {code: entry.label for code, entry in entries("service_type").items()}


def test_each_contact_kind_has_its_own_key_and_counts_as_an_act_with_clients() -> None:
    kinds = entries("contact_kind")
    assert sorted(int(kind.facts["digit"]) for kind in kinds.values()) == list(range(10))
    counted = {kind.facts["activity_type"] for kind in kinds.values() if "activity_type" in kind.facts}
    assert counted <= set(entries("service_type"))
    assert "activity_type" not in kinds["attempt"].facts


def test_target_groups_with_special_categories_name_them() -> None:
    named = {e.facts["data_category"] for e in entries("target_group").values() if "data_category" in e.facts}
    categories = entries("data_category")
    assert named
    assert all(categories[str(code)].facts["art9"] for code in named)


def test_age_bands_meet_without_gap() -> None:
    bands = [band.facts for band in code_lists()["age_band"].entries if band.facts]
    for younger, older in pairwise(bands):
        assert int(older["min_age"]) == int(younger["max_age"]) + 1
    assert bands[0]["min_age"] == 0


def test_official_lists_are_complete() -> None:
    assert len(entries("nationality")) == 210
    assert "910" not in entries("nationality")
    assert entries("nationality")["423"].label == "Afghanistan"
    municipalities = entries("municipality")
    assert len([code for code in municipalities if "-" not in code]) == 40
    assert [code for code in municipalities if "-" in code] == [
        f"05315000-{number}" for number in range(1, 10)
    ]
    assert len([m for m in entries("municipality").values() if m.facts["district_key"] == "05382"]) == 19
    assert len(entries("residence_status")) == 73
    assert len(entries("marital_status")) == 10


def test_dari_and_farsi_are_two_languages() -> None:
    languages = entries("language")
    assert (languages["prs"].label, languages["fa"].label) == ("Dari", "Farsi (Persisch)")
    assert {code for code, entry in languages.items() if entry.facts.get("rtl")} >= {
        "ar",
        "prs",
        "fa",
        "ps",
        "ckb",
    }


def test_a_later_activity_type_counts_as_one_of_the_same_side() -> None:
    types = entries("activity_type")
    for entry in types.values():
        if counted := entry.facts.get("counts_as"):
            counterpart = types[str(counted)]
            assert "counts_as" not in counterpart.facts
            assert counterpart.facts["with_clients"] == entry.facts["with_clients"]


def test_every_kreis_has_its_target_groups() -> None:
    groups = entries("target_group").values()
    named = {
        area: {g.code for g in groups if area in str(g.facts.get("areas", "")).split()}
        for area in ("05370", "05315", "05334", "05382")
    }
    assert named == {
        "05370": {"everyone", "catching_up", "participation"},
        "05315": {
            *("eu_citizens_18_27", "migrants_18_27", "household_member", "single_parent"),
            *("disability_18_27", "lgbtiq_18_27"),
        },
        "05334": {"newcomers", "catching_up", "staff"},
        "05382": {"families"},
    }
    assert {g.code for g in groups if "areas" not in g.facts} == {"refugees", "ukraine", "other"}
