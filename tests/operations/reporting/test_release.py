# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The release: what leaves, what is remembered, what never changes again."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.domain.case import Closing
from app.domain.contact import NewContact
from app.domain.errors import InvalidInput, Refusal
from app.domain.gap import NewGap
from app.domain.referral import NewReferral
from app.domain.service import ServiceData
from app.operations import (
    acts,
    closing,
    contacts,
    directory,
    gaps,
    referrals,
    release_candidate,
    reporting,
    rights,
)
from storage import cases as stored_cases
from storage import journal, releases
from sync.protection import read_state
from sync.release import Release, decode

JANUARY, FEBRUARY, MARCH = date(2022, 1, 31), date(2022, 2, 28), date(2022, 3, 31)
DAY = date(2022, 1, 10)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def table(release: Release, name: str) -> dict[tuple[str, ...], int | None]:
    (found,) = (table for table in release.person_tables() if table.id == name)
    return {tuple(cell.key.values()): cell.value for cell in found.cells}


def activity(release: Release, line: str) -> tuple[int, int, int]:
    (found,) = (cell for cell in release.activities() if cell.key.type == line)
    return found.acts, found.target_participants, found.partner_participants


@pytest.fixture
def outstation(kreis: Any) -> Any:
    return kreis.outstations[0]


def fill(outstation: Any, persons: int = 30) -> None:
    for number in range(persons):
        opened = outstation.person(DAY, number)
        outstation.contact(opened.case_id, DAY)
        outstation.contact(opened.case_id, DAY, "phone")


def test_persons_leave_in_steps_of_five_near_the_truth_and_acts_exactly(outstation: Any) -> None:
    fill(outstation)
    outstation.advice(DAY, 25)
    outstation.workshop(DAY, target=7, partner=3)
    release = decode(outstation.release(JANUARY).payload)
    for name, key, true in (
        ("open", (), 30),
        ("open.livelihood", ("sgb2",), 10),
        ("open.residence", ("tolerated",), 15),
        ("open.age_band_x_sex", ("28_44", "female"), 15),
        ("served", (), 30),
        ("served.service_type", ("email_phone",), 30),
        ("short_advice.topic", ("housing",), 25),
        ("short_advice.target", ("jobcenter",), 25),
    ):
        value = table(release, name)[key]
        assert value is not None
        assert value % 5 == 0
        assert abs(value - true) <= 4
    assert table(release, "open.livelihood")["alg",] == 0
    assert activity(release, "with_clients") == (85, 85, 0)
    assert activity(release, "workshop") == (1, 7, 3)
    assert activity(release, "info_event") == (0, 0, 0)


def test_no_name_is_in_release_or_packet_bytes(kreis: Any, outstation: Any) -> None:
    fill(outstation)
    released = outstation.release(JANUARY)
    outstation.deliver(JANUARY)
    (packet,) = kreis.packets()
    for raw in released.payload, packet.read_bytes(), packet.name.encode():
        for name in ("Kanarienvogelová", "Ximena", "Nordstadt", "1990-03"):
            assert name.encode() not in raw


def test_a_small_population_sends_n_and_nothing_else(outstation: Any) -> None:
    fill(outstation, 12)
    release = decode(outstation.release(JANUARY).payload)
    assert table(release, "open")[()] in (10, 15)
    assert set(table(release, "open.livelihood").values()) == {None}
    assert activity(release, "with_clients") == (24, 24, 0)


def test_what_was_previewed_is_what_leaves(outstation: Any) -> None:
    fill(outstation, 22)
    preview = outstation.preview(JANUARY)
    assert outstation.preview(JANUARY).payload == preview.payload
    released = outstation.release(JANUARY, approved=preview.sha256)
    assert (released.payload, released.sha256) == (preview.payload, preview.sha256)
    assert (preview.findings.names, preview.findings.birth_dates, preview.closed) == (0, 0, False)
    assert preview.audit is not None
    assert preview.audit.examined > 0
    assert outstation.preview(JANUARY).closed


def test_figures_that_changed_after_the_preview_do_not_leave(outstation: Any) -> None:
    preview = outstation.preview(JANUARY)
    outstation.workshop(DAY)
    with pytest.raises(Refusal, match=r"reporting\.changed_since_preview"):
        outstation.release(JANUARY, approved=preview.sha256)
    assert reporting.ledger(outstation.vault) == ()


def test_the_preview_shows_every_figure_beside_the_last_one(outstation: Any) -> None:
    fill(outstation, 25)
    first = {found.id: found for found in outstation.preview(JANUARY).tables}
    outstation.release(JANUARY)
    second = outstation.preview(FEBRUARY)
    tables = {found.id: found for found in second.tables}
    assert tables["open.livelihood"].title == "Offene Fälle nach Existenzsicherung"
    assert [row.label for row in tables["open.age_band_x_sex"].rows[:2]] == [
        "unter 18 Jahre, weiblich",
        "unter 18 Jahre, männlich",
    ]
    for name, found in tables.items():
        assert [row.last for row in found.rows] == [row.value for row in first[name].rows]
        assert [row.value for row in found.rows] == [row.value for row in first[name].rows]
        assert not found.refreshed
    assert (second.changed, second.repeated) == (0, len(tables))
    assert [line.label for line in second.activities][:2] == [
        "Beratung und Begleitung",
        "Kontaktgespräch mit Akteuren und Behörden",
    ]


def test_releasing_again_gives_the_stored_bytes(outstation: Any) -> None:
    fill(outstation, 21)
    first = outstation.release(JANUARY)
    outstation.workshop(DAY, recorded=FEBRUARY)
    outstation.person(DAY, 5)
    assert outstation.release(JANUARY, noon(FEBRUARY)).payload == first.payload
    assert len(reporting.outbox(outstation.vault)) == 1


def test_a_late_act_counts_once_in_the_next_release(outstation: Any) -> None:
    outstation.workshop(DAY, target=4)
    january = decode(outstation.release(JANUARY).payload)
    outstation.workshop(DAY, target=9, recorded=FEBRUARY)
    outstation.workshop(FEBRUARY, target=1)
    february = decode(outstation.release(FEBRUARY).payload)
    march = decode(outstation.release(MARCH).payload)
    assert activity(january, "workshop") == (1, 4, 0)
    assert activity(february, "workshop") == (2, 10, 0)
    assert activity(march, "workshop") == (0, 0, 0)


def test_a_partial_month_says_so_and_its_rest_comes_next(outstation: Any) -> None:
    outstation.workshop(date(2022, 4, 21))
    outstation.workshop(date(2022, 4, 22))
    april = decode(outstation.release(date(2022, 4, 21), noon(date(2022, 4, 30))).payload)
    may = decode(outstation.release(date(2022, 5, 31)).payload)
    assert (april.period, april.end, april.partial) == ("2022-04", date(2022, 4, 21), True)
    assert (activity(april, "workshop")[0], activity(may, "workshop")[0]) == (1, 1)
    assert not may.partial


def test_acts_before_the_first_reported_year_are_not_counted(outstation: Any) -> None:
    outstation.workshop(date(2021, 11, 5))
    outstation.workshop(DAY)
    assert activity(decode(outstation.release(MARCH).payload), "workshop")[0] == 1


@pytest.mark.parametrize(
    ("period", "until", "now", "code"),
    [
        ("2022-13", date(2022, 1, 31), date(2022, 3, 1), "period_unusable"),
        ("2022-02", date(2022, 1, 31), date(2022, 3, 1), "until_outside"),
        ("2022-02", date(2022, 2, 28), date(2022, 2, 20), "day_in_future"),
    ],
)
def test_a_span_that_is_none_is_refused(
    outstation: Any, period: str, until: date, now: date, code: str
) -> None:
    for act in reporting.preview_release, reporting.release:
        with pytest.raises(InvalidInput, match=code):
            act(outstation.vault, outstation.site_id, period, until, noon(now))
    with pytest.raises(InvalidInput, match="unknown_site"):
        reporting.preview_release(outstation.vault, "anderswo", "2022-01", JANUARY, noon(MARCH))


def test_an_earlier_month_cannot_be_released_afterwards(outstation: Any) -> None:
    outstation.release(FEBRUARY)
    with pytest.raises(Refusal, match=r"reporting\.later_period_closed"):
        outstation.release(JANUARY, noon(MARCH))


def test_who_objected_or_was_not_accepted_is_no_person_of_the_tables(outstation: Any) -> None:
    fill(outstation, 24)
    for number in range(20):
        opened = outstation.person(DAY, number)
        rights.exclude_from_statistics(outstation.vault, opened.client_id, True, noon(DAY))
        outstation.contact(opened.case_id, DAY)
        outstation.person(DAY, number, decision="not_accepted", decision_reason="Anderes Fallmanagement")
    release = decode(outstation.release(JANUARY).payload)
    for counted in ("open", "served"):  # 24, moved by the audit at most once; with the others 44
        assert table(release, counted)[()] <= 30
    assert activity(release, "with_clients")[0] == 24 * 2 + 20


def test_a_short_advice_that_became_a_case_is_counted_once(outstation: Any) -> None:
    advice = outstation.advice(DAY, 22)
    for number, advice_id in enumerate(advice):
        opened = outstation.person(DAY, number)
        acts.continue_short_advice(outstation.vault, advice_id, opened.case_id, noon(DAY))
    release = decode(outstation.release(JANUARY).payload)
    assert activity(release, "with_clients") == (22, 22, 0)
    assert table(release, "short_advice")[()] <= 30  # 22, moved by the audit at most once; 44 would be twice
    assert table(release, "served")[()] == 0


def test_eight_services_to_one_person_give_the_tables_of_one(outstation: Any, kreis: Any) -> None:
    """Privacy test 10: persons, not events."""
    cases_of = [outstation.person(DAY, number).case_id for number in range(20)]
    for case_id in cases_of:
        outstation.contact(case_id, DAY)
    once = outstation.preview(JANUARY)
    for case_id in cases_of:
        for _ in range(7):
            outstation.contact(case_id, DAY)
    often = outstation.preview(JANUARY)
    assert often.tables == once.tables
    assert often.activities[0].acts == 8 * once.activities[0].acts


def test_one_to_four_changed_persons_change_no_figure(outstation: Any) -> None:
    """Privacy test 4, on the real file: the batch rule holds from statistics to bytes."""
    fill(outstation, 25)
    outstation.release(JANUARY)
    fill(outstation, 4)
    preview = outstation.preview(FEBRUARY)
    assert preview.changed == 0
    assert preview.repeated == len(preview.tables)
    assert preview.activities[0].acts == 8


def test_referrals_and_gaps_are_counted_by_person(outstation: Any) -> None:
    vault = outstation.vault
    jobcenter = directory.add_service(vault, ServiceData("Jobcenter", "jobcenter"), noon(DAY))
    for number in range(25):
        case_id = outstation.person(DAY, number).case_id
        for _ in range(2):
            referrals.refer(vault, case_id, NewReferral(jobcenter, "work", DAY), noon(DAY))
        gaps.note_gap(vault, NewGap(outstation.site_id, "housing", "missing", DAY, case_id), noon(DAY))
    gaps.note_gap(vault, NewGap(outstation.site_id, "health", "waiting", DAY), noon(DAY))
    release = decode(outstation.release(JANUARY).payload)
    for name, key in (("referred.target", ("jobcenter",)), ("gap.dimension_x_kind", ("housing", "missing"))):
        values = table(release, name)
        assert abs((values[key] or 0) - 25) <= 4
        assert Counter(values.values())[0] == len(values) - 1


def test_a_gap_is_counted_by_its_first_and_its_pairs_add_up_to_its_persons(outstation: Any) -> None:
    vault, site = outstation.vault, outstation.site_id
    for number in range(25):
        case_id = outstation.person(DAY, number).case_id
        for day, dimension in ((JANUARY, "language"), (DAY, "housing")):
            gaps.note_gap(vault, NewGap(site, dimension, "missing", day, case_id), noon(JANUARY))
    release = decode(outstation.release(JANUARY).payload)
    pairs = table(release, "gap.dimension_x_kind")
    assert abs((pairs["housing", "missing"] or 0) - 25) <= 4
    assert pairs["language", "missing"] == 0
    states = releases.states(vault.db, site)
    total, cut = (read_state(states[name, 2022]).members for name in ("gap", "gap.dimension_x_kind"))
    assert total.keys() == cut.keys()
    assert all(len(keys) == 1 for keys in cut.values())


def test_who_was_erased_stays_in_the_year_and_leaves_the_stock(outstation: Any) -> None:
    advice = outstation.advice(DAY, 30)
    outstation.release(JANUARY)
    with outstation.vault.transaction() as db:
        for advice_id in advice[:15]:
            db.execute("DELETE FROM short_advice WHERE id = ?", (advice_id,))
    outstation.advice(FEBRUARY, 20)
    total = table(decode(outstation.release(FEBRUARY).payload), "short_advice")[()]
    assert total is not None
    assert abs(total - 50) <= 4


def test_a_restricted_file_leaves_the_stock_and_adds_nothing_to_the_year(outstation: Any) -> None:
    """Withdrawal of everything: what was published of the person stays, nothing is counted anew."""
    vault, site = outstation.vault, outstation.site_id
    everyone = [outstation.person(DAY, number) for number in range(60)]

    def counted(until: date, name: str) -> int:
        return len(
            read_state(releases.states(vault.db, site)[name, until.year if name == "served" else 0]).members
        )

    for opened in everyone[:40]:
        outstation.contact(opened.case_id, DAY)
    outstation.release(JANUARY)
    for opened in everyone[35:]:
        outstation.contact(opened.case_id, FEBRUARY)
    with vault.transaction() as db:
        for opened in everyone[:15] + everyone[55:]:
            stored_cases.restrict(db, opened.file_id, FEBRUARY)
    outstation.release(FEBRUARY)
    assert (counted(FEBRUARY, "open"), counted(FEBRUARY, "served")) == (40, 55)
    with vault.transaction() as db:
        for opened in everyone[:15]:
            stored_cases.set_basis(db, opened.file_id, "consent", MARCH)
    outstation.release(MARCH)
    assert (counted(MARCH, "open"), counted(MARCH, "served")) == (55, 55), "a new signature: counted once"


def test_what_the_old_year_left_unpublished_counts_in_the_new(outstation: Any) -> None:
    outstation.advice(DAY, 30)
    outstation.release(date(2022, 11, 30))
    outstation.advice(date(2022, 12, 5), 4)
    december = decode(outstation.release(date(2022, 12, 31)).payload)
    outstation.advice(date(2023, 1, 9), 26)
    january = decode(outstation.release(date(2023, 1, 31)).payload)
    state = read_state(releases.states(outstation.vault.db, outstation.site_id)["short_advice", 2023])
    assert len(state.members) == 4 + 26
    old, new = table(december, "short_advice")[()], table(january, "short_advice")[()]
    assert abs((old or 0) - 30) <= 4
    assert abs((new or 0) - 30) <= 4
    assert activity(december, "with_clients")[0] == 4


def test_what_only_a_breakdown_left_unpublished_does_not_count_in_the_new_year(outstation: Any) -> None:
    """N counted these 14 in the old year and not again; a topic that did would hold more persons than N."""
    outstation.advice(DAY, 14)
    december = decode(outstation.release(date(2022, 12, 31)).payload)
    assert set(table(december, "short_advice.topic").values()) == {None}
    outstation.advice(date(2023, 1, 9), 26)
    outstation.release(date(2023, 1, 31))
    states = releases.states(outstation.vault.db, outstation.site_id)
    total, topics = (
        read_state(states[name, 2023]).members for name in ("short_advice", "short_advice.topic")
    )
    assert len(total) == 26
    assert total.keys() == topics.keys()


def test_a_closed_case_leaves_the_stock(outstation: Any) -> None:
    opened = [outstation.person(DAY, number) for number in range(40)]
    outstation.release(JANUARY)
    for one in opened[:15]:
        closing.close_case(outstation.vault, one.case_id, Closing("goals_reached", FEBRUARY), noon(FEBRUARY))
    release = decode(outstation.release(FEBRUARY).payload)
    for name, true in (("open", 25), ("new", 40), ("closed", 15)):
        assert abs((table(release, name)[()] or 0) - true) <= 4


def test_a_name_in_the_release_refuses_it(outstation: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program's own words are made foreign: then „Open“ in „open.livelihood“ is a client's name."""
    opened = outstation.person(DAY)
    with outstation.vault.transaction() as db:
        db.execute(
            "UPDATE client SET given_names = 'Open', birth_date = '2022-01-31' WHERE id = ?",
            (opened.client_id,),
        )
    outstation.preview(JANUARY)
    monkeypatch.setattr(release_candidate, "_own_words", lambda *_: "")
    preview = outstation.preview(JANUARY)
    assert (preview.findings.names, preview.findings.birth_dates) == (1, 1)
    with pytest.raises(Refusal, match=r"reporting\.personal_data") as refusal:
        outstation.release(JANUARY)
    assert refusal.value.facts == {"names": 1, "birth_dates": 1}
    assert reporting.ledger(outstation.vault) == ()


def test_ledger_states_and_outbox_stand_or_fall_together(
    outstation: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    outstation.advice(DAY, 25)
    before = outstation.preview(JANUARY)

    def fails(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(journal, "note", fails)
    with pytest.raises(RuntimeError):
        outstation.release(JANUARY)
    monkeypatch.undo()
    db = outstation.vault.db
    for name in ("release", "table_state", "outbox", "released_act"):
        assert db.execute(f"SELECT count(*) FROM {name}").fetchone() == (0,)
    assert outstation.release(JANUARY, approved=before.sha256).payload == before.payload


def test_a_closed_period_and_a_sealed_packet_are_frozen_in_the_file(outstation: Any) -> None:
    outstation.release(JANUARY)
    for attack in (
        "UPDATE release SET payload = x'00'",
        "DELETE FROM release",
        "UPDATE outbox SET bytes = x'00'",
        "INSERT INTO reporting_unit VALUES (2, 'x', zeroblob(32))",
    ):
        with (
            pytest.raises(Exception, match=r"closed|kept|frozen|CHECK"),
            outstation.vault.transaction() as db,
        ):
            db.execute(attack)


def test_an_attempt_is_no_act(outstation: Any) -> None:
    case_id = outstation.person(DAY).case_id
    contacts.add_contact(outstation.vault, case_id, NewContact("attempt", DAY), noon(DAY))
    assert activity(decode(outstation.release(JANUARY).payload), "with_clients")[0] == 0
