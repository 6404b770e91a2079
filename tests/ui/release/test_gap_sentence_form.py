# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sentence beside a gap is offered where there is a figure for it, looked through, and taken back."""

from __future__ import annotations

from typing import Any

from app.operations import gap_sentences

SENTENCE = "Abendkurse mit Betreuung fehlen."


def test_without_a_figure_there_is_nothing_to_write(exchange: Any, sit: Any) -> None:
    assert "Satz zu einer Lücke" not in sit(exchange.offices[0]).buttons()


def test_a_sentence_is_seen_in_the_preview_and_taken_back(exchange: Any, sit: Any, now: Any) -> None:
    vault, site = exchange.offices[0], exchange.sites[0]
    new = gap_sentences.GapSentence("language", "waiting", SENTENCE)
    gap_sentences.release_sentence(vault, site, new, 5, now)
    desk = sit(vault)
    desk.click("Satz zu einer Lücke")
    form = desk.form().form
    form.set_values({"gap": "language waiting"})
    assert form.readable()["sentence"] == SENTENCE
    form.set_values({"sentence": ""})
    desk.click("Freigeben", desk.dialog())
    assert gap_sentences.sentences(vault, site) == ()
    assert desk.toast() == "Der Satz ist zurückgenommen."


def test_without_five_it_is_refused_at_its_field(exchange: Any, sit: Any, now: Any) -> None:
    vault, site = exchange.offices[0], exchange.sites[0]
    new = gap_sentences.GapSentence("language", "waiting", SENTENCE)
    gap_sentences.release_sentence(vault, site, new, 5, now)
    desk = sit(vault)
    desk.click("Satz zu einer Lücke")
    desk.form().form.set_values({"gap": "language waiting", "sentence": "Es fehlen Plätze."})
    desk.click("Freigeben", desk.dialog())
    assert "Einen Satz gibt es nur neben einer gemeldeten Zahl ab 5." in desk.says(desk.dialog())
    (held,) = gap_sentences.sentences(vault, site)
    assert held.sentence == SENTENCE
