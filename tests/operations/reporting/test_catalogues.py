# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The next catalogue: shown, taken, never in the middle of a year; and the office's own exact figures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.domain.errors import Cancelled, Refusal
from app.operations import catalogues, district, own_figures, printing, release_audit
from storage import journal, releases
from sync.release import decode
from tests.operations.reporting.conftest import noon

DAY, JANUARY, FEBRUARY, NEXT_JANUARY = (
    date(2022, 1, 10),
    date(2022, 1, 31),
    date(2022, 2, 28),
    date(2023, 1, 31),
)
NEW = "open.need_x_need_change"


@pytest.fixture
def outstation(kreis: Any) -> Any:
    office = kreis.outstations[0]
    for number in range(30):
        office.contact(office.person(DAY, number).case_id, DAY)
    return office


def ids(released: Any) -> set[str]:
    return {table.id for table in decode(released.payload).person_tables()}


def test_before_the_first_release_of_a_year_it_holds_at_once(kreis: Any, outstation: Any) -> None:
    offer = catalogues.offered(outstation.vault, noon(DAY))
    assert offer is not None
    assert (offer.number, offer.from_year, offer.dropped) == (2, None, ("Abgeschlossene Fälle",))
    assert "Offene Fälle nach Zielgruppe" in offer.added
    catalogues.take(outstation.vault, 2, noon(DAY))
    assert catalogues.offered(outstation.vault, noon(DAY)) is None
    released = outstation.release(JANUARY)
    assert NEW in ids(released)
    assert kreis.exchange(JANUARY).accepted == 1
    assert NEW in district.figures(kreis.vault, "2022-01", "2022-01").tables
    assert journal.lines(outstation.vault.db, 9)[-1] is not None


def test_a_year_ends_with_the_catalogue_it_began_with(kreis: Any, outstation: Any) -> None:
    """The flows of one year come from one catalogue: nobody lies in more than twelve cells of it."""
    outstation.release(JANUARY)
    offer = catalogues.offered(outstation.vault, noon(FEBRUARY))
    assert offer is not None
    assert offer.from_year == 2023
    catalogues.take(outstation.vault, 2, noon(FEBRUARY))
    assert NEW not in ids(outstation.release(FEBRUARY))
    assert NEW in ids(outstation.release(NEXT_JANUARY))
    assert kreis.exchange(NEXT_JANUARY).accepted == 3


def test_the_kreis_takes_both_catalogues_side_by_side(kreis: Any, outstation: Any) -> None:
    catalogues.take(outstation.vault, 2, noon(DAY))
    kreis.outstations[1].advice(DAY, 3)
    for office in kreis.outstations[:2]:
        office.release(JANUARY)
    assert kreis.exchange(JANUARY).accepted == 2
    taken = releases.catalogues(kreis.vault.db)
    assert len(taken) == 2


def test_nothing_is_taken_twice_or_unoffered(outstation: Any) -> None:
    for number in (1, 3):
        with pytest.raises(Refusal, match=r"catalogue\.nothing_new"):
            catalogues.take(outstation.vault, number, noon(DAY))
    catalogues.take(outstation.vault, 2, noon(DAY))
    with pytest.raises(Refusal, match=r"catalogue\.nothing_new"):
        catalogues.take(outstation.vault, 2, noon(DAY))


def test_cells_of_both_catalogues_keep_their_offsets(outstation: Any) -> None:
    """What stands in both shows the same figure, whichever catalogue asks."""
    before = {table.id: table.cells for table in decode(outstation.preview(JANUARY).payload).person_tables()}
    catalogues.take(outstation.vault, 2, noon(DAY))
    preview = outstation.preview(JANUARY)
    assert preview.audit is not None
    after = {table.id: table.cells for table in decode(preview.payload).person_tables()}
    moved = preview.audit.moved + outstation.preview(JANUARY).audit.moved
    differing = sum(before[name] != after[name] for name in before.keys() & after.keys())
    assert differing <= moved


def test_own_figures_are_exact_and_stand_beside_what_was_released(outstation: Any) -> None:
    outstation.release(JANUARY)
    shown = {
        table.title: table for table in own_figures.own_figures(outstation.vault, outstation.site_id, JANUARY)
    }
    (everybody,) = shown["Offene Fälle"].rows
    assert everybody.exact == 30
    assert everybody.released is not None
    assert everybody.released % 5 == 0
    by_livelihood = shown["Offene Fälle nach Existenzsicherung"].rows
    assert sum(row.exact for row in by_livelihood) == 30
    assert "Neue Fälle, seit Jahresbeginn" in shown


def test_own_figures_go_on_paper_with_their_mark_and_into_the_journal(outstation: Any) -> None:
    pdf = own_figures.sheet(outstation.vault, outstation.site_id, JANUARY, noon(JANUARY))
    assert printing.page_count(pdf) >= 1
    handed: list[bytes] = []
    own_figures.print_sheet(outstation.vault, pdf, handed.extend, noon(JANUARY))
    assert handed == [pdf]
    assert journal.lines(outstation.vault.db, 1)[0].action == "reporting.own_figures_printed"


def test_what_the_preview_judged_is_not_judged_again(
    outstation: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync import audit

    shown = outstation.preview(JANUARY)
    judged: list[object] = []
    monkeypatch.setattr(audit, "_judged", lambda *asked: judged.append(asked))
    released = outstation.release(JANUARY, approved=shown.sha256)
    assert (released.sha256, judged) == (shown.sha256, [])


def test_next_month_judges_only_itself(outstation: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was said of the ledger lies in the file: another run of the program finds it there."""
    from sync import audit

    outstation.release(JANUARY)
    for number in range(20):
        opened = outstation.person(FEBRUARY, number)
        outstation.contact(opened.case_id, FEBRUARY)
    monkeypatch.setattr(release_audit, "_answers", {})
    asked: list[int] = []
    really = audit._judged

    def counted(*given: Any) -> Any:
        asked.append(len(given[0]))
        return really(*given)

    monkeypatch.setattr(audit, "_judged", counted)
    audit_said = outstation.preview(FEBRUARY).audit
    assert audit_said is not None
    tries = len(audit_said.groups) + audit_said.moved
    assert audit_said.moved or len(asked) == tries


def test_a_stop_leaves_everything_as_it_was(outstation: Any) -> None:
    class Stop:
        def advance(self, *_: object) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        outstation.release(JANUARY, progress=Stop())
    assert releases.ledger(outstation.vault.db) == ()
    assert outstation.release(JANUARY)
