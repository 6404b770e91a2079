# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lückenregister: where help is missing by the releases, and how far each Dienstleistungskette has come."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.dates import german
from app.operations import cases, register, table_texts
from app.operations.register import STEPS, Chain, GapFigure
from ui.figures_table import BELOW, PRESENTED_FROM, thousands
from ui.page import Navigate, Page
from ui.register_forms import STEP_WORDS, open_chain_form
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    Chip,
    Columns,
    EmptyState,
    PageHead,
    Row,
    RowList,
    Scroll,
    Section,
    box,
    column,
    label,
    primary_button,
)

FEW = 12


class RegisterPage(Page):
    """Enter on a gap begins a chain for it; Enter on a chain opens it."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self._gaps: dict[str, GapFigure] = {}
        self._chains: dict[str, Chain] = {}
        new = primary_button("Kette anlegen", lambda: open_chain_form(self, session), "plus")
        self._head = PageHead("Lückenregister", "Aus den Meldungen, aus Workshops, von anderen Stellen", new)
        self.gaps = RowList("Lücken nach Häufigkeit")
        self.gaps.opened.connect(lambda key: self._begin(str(key)))
        self.chains = RowList("Dienstleistungsketten")
        self.chains.opened.connect(lambda key: open_chain_form(self, session, self._chains[str(key)]))
        self._until = label("", "small", "muted", wrap=True)
        self._no_gaps = EmptyState("inbox", "Noch keine Lücke gemeldet.", tone="muted")
        self._no_chains = EmptyState("gap", "Noch keine Kette angelegt.", tone="muted")
        gaps = Section("Lücken nach Häufigkeit").add(self._until, self.gaps, self._no_gaps)
        self._listed = Section("Dienstleistungsketten", 0).add(self.chains, self._no_chains)
        body = box(
            column(
                Columns((box(column(self._listed, None)), 5), (box(column(gaps, None)), 4), break_at=58), None
            )
        )
        whole = column(self._head, parent=self, gap=1)
        whole.addWidget(Scroll(body), 1)
        whole.setContentsMargins(0, 0, 0, rem(0.8))

    def first(self) -> QWidget:
        return self.chains if self._chains else self.gaps

    def reload(self) -> None:
        month, found = self.session.read(register.newest_gaps)
        shown = found[:FEW]
        self._gaps = {f"{each.dimension} {each.kind}": each for each in shown}
        self.gaps.fill([partial(self._gap_row, key, each) for key, each in self._gaps.items()])
        self._no_gaps.setVisible(not shown)
        self._until.setVisible(bool(shown))
        more = f", die ersten {FEW} von {len(found)}" if len(found) > FEW else ""
        self._until.setText(
            f"Personen seit Jahresbeginn bis {table_texts.month(month)}{more}" if shown else ""
        )
        chains = self.session.read(register.chains)
        self._chains = {each.id: each for each in chains}
        self.chains.fill([partial(self._chain_row, each) for each in chains])
        self._listed.set_count(len(chains))
        self._no_chains.setVisible(not chains)

    def _begin(self, key: str) -> None:
        gap = self._gaps[key]
        open_chain_form(self, self.session, gap=(gap.dimension, gap.kind))

    def _gap_row(self, key: str, gap: GapFigure) -> Row:
        value, margin = gap.figure.value, gap.figure.margin
        persons = BELOW if value < PRESENTED_FROM else f"{thousands(value)} ± {margin}"
        where = f"an {gap.sites} {'Standort' if gap.sites == 1 else 'Standorten'}"
        said = " · ".join((f"{persons} Personen", where, *(f"„{sentence}“" for sentence in gap.sentences)))
        return Row(gap.label, said, key=key, icon="gap", keys=(("Eingabe", "Kette anlegen"),))

    def _chain_row(self, chain: Chain) -> Row:
        lists = self.session.read(cases.lists)
        gap = table_texts.cell({"dimension": chain.dimension, "kind": chain.kind}, lists)
        about = [gap, chain.responsible, f"seit {german(chain.begun_on)}"]
        return Row(
            chain.title,
            " · ".join(part for part in about if part),
            key=chain.id,
            chip=_state(chain),
            keys=(("Eingabe", "öffnen"),),
        )


def _state(chain: Chain) -> Chip:
    """Which of the six steps it stands at."""
    if chain.ended_on is not None:
        return Chip("minus", f"beendet {german(chain.ended_on)}")
    if chain.step is None:
        return Chip("check", "alle Schritte erledigt", "success")
    return Chip("arrow", f"{STEPS.index(chain.step) + 1} von {len(STEPS)} · {STEP_WORDS[chain.step]}", "info")
