# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every form in which somebody writes keeps a draft, and every draft has its card on Heute."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.draft_forms import FORMS

UI = Path(__file__).parents[2] / "ui"
WRITING = {"TextInput", "LongText", "TextBox"}
KEPT_BY = {
    "consent_rows": "consent_editor",
    "dimension_line": "assessment_tab",
    "gate_form": "referral_tab",
    "goal_levels": "goal_form",
    "hearing_form": "consent_signing",
    "intake_fields": "intake_form",
    "livelihood_form": "livelihood_dialogs",
    "paper_goals": "blank_return",
    "person_inputs": "person_form",
    "referral_form": "referral_tab",
    "service_finder": "referral_tab",
    "step_lines": "goal_form",
}
"""Parts of a form: the module that shows the form keeps it."""
NOTHING_TO_KEEP = {
    "case_finder": "a search",
    "cases_page": "a search",
    "course_list": "a search",
    "exchange_form": "an address with its password, which never stands in a draft",
    "journal_page": "a search",
    "deputy_reading": "a search",
    "device_binding": "passwords and the recovery key never stand in a draft",
    "key_change": "passwords and the recovery key never stand in a draft",
    "key_leaf": "the recovery key of a new file never stands in a draft",
    "registration_page": "a search",
    "service_filters": "a search",
    "timeline_panel": "a search; its entry box is the contact form",
    "unlock": "passwords and the recovery key, before the file is open",
    "office_people": "passwords never stand in a draft",
    "password_form": "passwords never stand in a draft",
    "password_input": "passwords never stand in a draft",
    "pairing_parts": "a fingerprint that is compared",
    "enrolment_form": "the Koordination's file: one line",
    "district_setup": "the Koordination's file: two lines",
    "print_dialog": "how many copies of which pages",
    "report_page": "three words for the cover of a report",
    "rights_dialog": "the number of the file, copied to confirm its erasure",
    "restore_leaf": "passwords and the recovery key, before the file is open",
    "salvage_leaf": "a password, before the file is open",
    "restored_notice": "the number of the last packet: one line",
}


def modules() -> dict[str, ast.Module]:
    return {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in UI.glob("*.py")}


def calls(tree: ast.Module, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def keeps(tree: ast.Module) -> bool:
    return any(calls(tree, {"DraftKeeper"}))


MODULES = modules()
WRITERS = sorted(name for name, tree in MODULES.items() if any(calls(tree, WRITING)))


@pytest.mark.parametrize("name", WRITERS)
def test_what_is_written_is_kept(name: str) -> None:
    if name in NOTHING_TO_KEEP:
        assert not keeps(MODULES[name]), "it keeps a draft after all: take it off the list"
    else:
        assert keeps(MODULES[KEPT_BY.get(name, name)])


def test_the_lists_name_only_what_writes() -> None:
    assert {*KEPT_BY, *NOTHING_TO_KEEP} - set(WRITERS) <= {"password_input", "password_form"}


def kinds() -> Iterator[str]:
    """The kind of every draft, without the record that it may name."""
    for tree in MODULES.values():
        for call in calls(tree, {"DraftKeeper"}):
            yield from _words(call.args[2])


def _words(kind: ast.expr) -> Iterator[str]:
    if isinstance(kind, ast.IfExp):
        yield from _words(kind.body)
        yield from _words(kind.orelse)
    elif isinstance(kind, ast.JoinedStr):
        yield from _words(kind.values[0])
    elif isinstance(kind, ast.Constant):
        yield str(kind.value).partition(":")[0]


def test_every_draft_has_its_card() -> None:
    found = set(kinds())
    assert {"contact", "closing", "conference", "handover"} <= found
    assert found <= set(FORMS)
