# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The journal is read by day, person, word and record, and a changed line shows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.client import Person
from app.domain.contact import NewContact
from app.domain.intake import Intake
from app.operations import cases, contacts, journal_lines, vaults
from app.operations.journal_lines import Search
from app.operations.vaults import Vault
from storage import journal

ROOT = Path(__file__).parents[2]
ACTION = re.compile(r"[a-z_]+[.][a-z_]*[a-z]")


@pytest.fixture
def case_id(case_vault: Vault, now: datetime) -> str:
    site = cases.add_site(case_vault, "SU", "Siegburg Mitte", "05382060", now)
    opened = cases.take_in(case_vault, Intake(Person("Özdemir", "Gülşen"), site, now.date(), "self"), now)
    assert opened.case_id is not None
    contacts.add_contact(
        case_vault, opened.case_id, NewContact("talk", now.date(), "Widerspruch"), now + timedelta(days=1)
    )
    return opened.case_id


def acts(vault: Vault, search: Search = Search(), at_most: int = 100) -> list[str]:  # noqa: B008
    return [f"{line.area}: {line.act}" for line in journal_lines.find(vault, search, at_most)]


def test_the_newest_line_comes_first_in_words(case_vault: Vault, case_id: str) -> None:
    said = acts(case_vault)
    assert said[0] == "Kontakt: angelegt"
    assert said[-1] == "Datei: angelegt"
    assert acts(case_vault, at_most=1) == said[:1]


def test_content_stands_nowhere_and_the_case_by_its_number(case_vault: Vault, case_id: str) -> None:
    lines = journal_lines.find(case_vault, Search(), 100)
    assert "SU-2026-1" in {line.record for line in lines}
    text = " ".join(str(line) for line in lines)
    assert not [word for word in ("Widerspruch", "Özdemir", "Gülşen") if word in text]


@pytest.mark.parametrize(
    ("first", "last", "count"), [(23, None, 1), (23, 23, 1), (24, None, 0), (None, 21, 0), (22, 22, None)]
)
def test_days_are_those_of_the_office(
    case_vault: Vault, case_id: str, first: int | None, last: int | None, count: int | None
) -> None:
    search = Search(first and date(2026, 11, first), last and date(2026, 11, last))
    expected = len(acts(case_vault)) - 1 if count is None else count
    assert len(acts(case_vault, search)) == expected


def test_a_late_evening_belongs_to_its_day(case_vault: Vault) -> None:
    """23:30 UTC in summer is half past one of the next day in Berlin."""
    with case_vault.transaction() as db:
        journal.note(db, datetime.fromisoformat("2027-07-01T23:30:00+00:00"), case_vault.actor, "site.added")
    assert acts(case_vault, Search(date(2027, 7, 2), date(2027, 7, 2))) == ["Standort: angelegt"]
    assert acts(case_vault, Search(date(2027, 7, 1), date(2027, 7, 1))) == []


def test_by_person_word_and_record(case_vault: Vault, case_id: str, now: datetime) -> None:
    other = vaults.add_person(case_vault, "TK", "Tarık Koç", "ein neues Kennwort", now, vaults.FLOOR)
    assert acts(case_vault, Search(staff_id=other.id)) == []
    assert acts(case_vault, Search(staff_id=case_vault.actor.id)) == acts(case_vault)
    assert acts(case_vault, Search(text="kontakt")) == ["Kontakt: angelegt"]
    assert set(acts(case_vault, Search(text="ANGELEGT"))) > {"Kontakt: angelegt", "Standort: angelegt"}
    assert acts(case_vault, Search(text=case_id[:8])), "what is about the case"
    assert acts(case_vault, Search(text="gibt es nicht")) == []


def test_a_changed_line_shows(case_vault: Vault, case_id: str) -> None:
    whole = journal_lines.check(case_vault)
    assert (whole.broken, whole.lines) == (None, len(acts(case_vault)))
    with case_vault.transaction() as db:
        db.execute("DROP TRIGGER journal_lines_can_only_be_emptied")
        db.execute("UPDATE journal SET action = 'contact.corrected' WHERE seq = 3")
    assert journal_lines.check(case_vault).broken == 3


def test_an_emptied_line_stays_and_says_so(case_vault: Vault, case_id: str) -> None:
    with case_vault.transaction() as db:
        db.execute(
            "UPDATE journal SET at = NULL, staff_id = NULL, action = NULL, record_id = NULL, salt = NULL"
            " WHERE seq = 1"
        )
    last = journal_lines.find(case_vault, Search(), 100)[-1]
    assert (last.seq, last.at, last.act) == (1, None, "geleert")
    assert journal_lines.check(case_vault).broken is None


def written() -> Iterator[str]:
    """Every action that stands as a whole in a call that writes a line, and the constants for one."""
    for path in [*(ROOT / "app").rglob("*.py"), *(ROOT / "storage").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
                ("journal.note", "print_sheet")
            ):
                yield from (
                    text.value
                    for argument in node.args
                    if not isinstance(argument, ast.JoinedStr)
                    for text in ast.walk(argument)
                    if isinstance(text, ast.Constant) and ACTION.fullmatch(str(text.value))
                )


def test_every_action_that_is_written_has_words() -> None:
    known = {*written(), *BY_STATE}
    assert len(known) > 120
    silent = {action for action in known if set(action.split(".")) & set(journal_lines.say(action))}
    assert silent == set()


BY_STATE = (
    *("release.given", "release.refused", "release.withdrawn", "release.open", "file.basis_consent"),
    *("follow_up.done", "follow_up.open", "step.open", "step.done", "step.dropped"),
    *("goal.reached", "goal.partly", "goal.not_reached"),
    *("appointment.attended", "appointment.cancelled", "appointment.absent", "appointment.planned"),
    *("referral.sent", "referral.accepted", "referral.declined", "referral.attended", "referral.ended"),
    *("client.excluded", "client.counted", "contact.removed", "contact.restored", "contact.erased"),
    *("household_member.removed", "incident.printed", "incident.saved_outside", "disclosure_info.printed"),
    *("vault.key_change_begun", "vault.key_changed", "vault.person_removed", "vault.recovered"),
)
"""Written with a state, a form or a constant in it."""
