# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis's register, and its papers from the releases alone."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.gap import NewGap
from app.operations import district, documents, gaps, register, steering
from app.operations.register import STEPS, Chain, Meeting, Task
from app.operations.vaults import Vault

JANUARY, DAY = date(2022, 1, 31), date(2022, 1, 17)
CHAIN = Chain("Kita-Plätze für Fünfjährige", "family", "no_places", date(2022, 1, 10))
NONE = "Nichtsfestgehalten."


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def words(vault: Vault, document_id: str) -> str:
    pages = pypdfium2.PdfDocument(documents.document(vault, document_id).pdf)
    said = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages)
    return said.replace("\u2060", "")


@pytest.fixture
def reported(kreis: Any) -> Vault:
    """Three offices: 75 persons lacked housing, a few a place in a course; Seefeld has not reported."""
    for outstation in kreis.outstations:
        for number in range(25):
            case_id = outstation.person(DAY, number).case_id
            kind = ("language", "no_places") if number < 2 else ("housing", "missing")
            gaps.note_gap(outstation.vault, NewGap(outstation.site_id, *kind, DAY, case_id), noon(DAY))
    for outstation in kreis.outstations[:2]:
        outstation.release(JANUARY)
    kreis.exchange(JANUARY)
    vault: Vault = kreis.vault
    return vault


def test_gaps_come_by_frequency_from_the_releases(reported: Vault) -> None:
    month, found = register.newest_gaps(reported)
    assert month == "2022-01"
    assert (found[0].dimension, found[0].kind) == ("housing", "missing")
    assert abs(found[0].figure.value - 46) <= 8
    assert [each.figure.value for each in found] == sorted(
        (each.figure.value for each in found), reverse=True
    )
    assert all(each.figure.value for each in found)


def test_the_proposal_says_gaps_chains_decisions_tasks_and_nobody(reported: Vault) -> None:
    steps = {"survey": date(2022, 1, 12), "analysis": date(2022, 1, 20)}
    chain = replace(CHAIN, measures="Vorrang bei der Vergabe", effect="Noch offen", steps=steps)
    register.keep_chain(reported, chain, noon(JANUARY))
    register.keep_chain(reported, replace(CHAIN, title="Beendete Kette", ended_on=JANUARY), noon(JANUARY))
    meeting = Meeting(DAY, "Lenkungsgruppe", "Jobcenter\nJugendamt", decisions=("Kita zuerst",))
    register.keep_meeting(reported, meeting, noon(DAY))
    register.keep_task(reported, Task("Träger anschreiben", "KI", date(2022, 3, 1)), noon(DAY))
    register.keep_task(reported, Task("Alte Sache", done_on=DAY), noon(DAY))
    made = steering.print_proposal(reported, noon(JANUARY))
    said = words(reported, made.id)
    (_, found) = register.newest_gaps(reported)
    figure = f"{found[0].figure.value}±"
    for part in (
        *("Musterkreis", "Januar2022", figure, "Seefeld", "12.01.2022", "20.01.2022", "läuft"),
        *("VorrangbeiderVergabe", "Wirktes?Nochoffen", "17.01.2022", "Kitazuerst", "Trägeranschreiben"),
        *("01.03.2022", made.form_number or "?"),
    ):
        assert part in said, part
    if any(each.figure.value < 20 for each in found):
        assert "unter20" in said
    for nobody in ("Kanarienvogel", "Ximena", "BeendeteKette", "AlteSache", NONE):
        assert nobody not in said
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("A", "1")
    assert made.id in {each.id for each in district.reports(reported)}


def test_before_the_first_release_the_paper_says_so(district_vault: Vault, now: datetime) -> None:
    district.ensure_district(district_vault, "05382", "Musterkreis", now)
    made = steering.print_proposal(district_vault, now)
    said = words(district_vault, made.id)
    assert "nochkeineLückezunennen" in said
    assert said.count(NONE) == 3


def test_the_minutes_of_one_session(district_vault: Vault, now: datetime) -> None:
    district.ensure_district(district_vault, "05382", "Musterkreis", now)
    held = Meeting(
        DAY, "AK Ukraine", "Jobcenter\n\nJugendamt", "Kita\nWohnen", "Es wurde lange gesprochen. " * 300,
        ("Kita zuerst", "Wohnen im Mai"),
    )  # fmt: skip
    meeting_id = register.keep_meeting(district_vault, held, now)
    register.keep_task(district_vault, Task("Einladen", "KI", meeting_id=meeting_id), now)
    register.keep_task(district_vault, Task("Gehört woanders hin"), now)
    made = steering.print_minutes(district_vault, meeting_id, now)
    said = words(district_vault, made.id)
    for part in (
        "Niederschrift:AKUkraine",
        "17.01.2022",
        "Jugendamt",
        "2.Wohnen",
        "1.Kitazuerst",
        "Einladen",
    ):
        assert part in said, part
    assert "woanders" not in said
    assert len(pypdfium2.PdfDocument(made.pdf)) > 1


def test_what_was_written_is_there_again(district_vault: Vault, now: datetime) -> None:
    chain_id = register.keep_chain(district_vault, CHAIN, now)
    changed = replace(
        CHAIN, id=chain_id, steps={"survey": date(2022, 2, 1)}, quality="gut", source="workshop"
    )
    register.keep_chain(district_vault, changed, now)
    assert register.chains(district_vault) == (changed,)
    meeting_id = register.keep_meeting(district_vault, Meeting(DAY, "LG", decisions=("A", "B")), now)
    again = Meeting(DAY, "Lenkungsgruppe", "KI", "1", "Text", ("B",), meeting_id)
    register.keep_meeting(district_vault, again, now)
    assert register.meetings(district_vault) == (again,)
    task_id = register.keep_task(district_vault, Task("Einladen", "KI", DAY, None, meeting_id), now)
    (task,) = register.tasks(district_vault)
    assert task == Task("Einladen", "KI", DAY, None, meeting_id, task_id)
    register.set_task_done(district_vault, task, True, now)
    assert register.tasks(district_vault)[0].done_on == now.date()
    register.set_task_done(district_vault, register.tasks(district_vault)[0], False, now)
    assert register.tasks(district_vault) == (task,)


@pytest.mark.parametrize(
    ("chain", "field"),
    [
        (replace(CHAIN, title=" "), "title"),
        (replace(CHAIN, dimension="moon"), "dimension"),
        (replace(CHAIN, kind="moon"), "kind"),
        (replace(CHAIN, begun_on=date(2100, 1, 1)), "begun_on"),
        (replace(CHAIN, steps={"survey": date(2100, 1, 1)}), "survey"),
        (replace(CHAIN, steps={"survey": date(2021, 1, 1)}), "survey"),
        (replace(CHAIN, steps={"analysis": date(2022, 2, 1)}), "analysis"),
        (replace(CHAIN, steps={"survey": date(2022, 2, 2), "analysis": date(2022, 2, 1)}), "analysis"),
    ],
)
def test_a_chain_that_cannot_be_is_marked_at_its_field(
    district_vault: Vault, now: datetime, chain: Chain, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        register.keep_chain(district_vault, chain, now)
    assert caught.value.field == field
    assert register.chains(district_vault) == ()


def test_nothing_empty_is_kept(district_vault: Vault, now: datetime) -> None:
    with pytest.raises(InvalidInput, match=r"register\.body_missing"):
        register.keep_meeting(district_vault, Meeting(DAY, " "), now)
    with pytest.raises(InvalidInput, match=r"register\.task_missing"):
        register.keep_task(district_vault, Task(" "), now)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=st.integers(0, 6), days=st.lists(st.integers(0, 300), min_size=6, max_size=6))
def test_a_chain_stands_at_its_first_missing_step(
    district_vault: Vault, now: datetime, done: int, days: list[int]
) -> None:
    steps = {step: CHAIN.begun_on + timedelta(day) for step, day in zip(STEPS, sorted(days), strict=True)}
    chain = replace(CHAIN, steps=dict(list(steps.items())[:done]))
    assert chain.step == (STEPS[done] if done < len(STEPS) else None)
    kept = register.keep_chain(district_vault, chain, now)
    assert next(each for each in register.chains(district_vault) if each.id == kept).steps == chain.steps
