# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vertretungskopie: two agree, the absent office is told first, the copy is read, a case is taken over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.domain.errors import InvalidInput, Refusal, Trouble
from app.domain.follow_up import NewFollowUp
from app.operations import (
    backups,
    case_transfers,
    cases,
    deputy_notices,
    deputy_openings,
    deputy_reading,
    erasures,
    follow_ups,
    known_offices,
    received_cases,
)
from app.operations.vaults import Vault
from storage import cases as stored_cases
from storage import deputy_copy, journal
from tests.operations.conftest import TODAY, Office, huong, intake
from tests.operations.deputised import REASON, Three
from tests.operations.neighbours import acquainted, filled

NUMBER = "SU-2026-1"


Change = Callable[[bytes], bytes]


def actions(vault: Vault, most: int = 3) -> set[str | None]:
    return {line.action for line in journal.lines(vault.db, most)}


def test_a_colleague_is_ill(offices: Three, office: Office, now: datetime) -> None:
    """The whole way, and what each of the three files holds of it."""
    filled(offices.absent, office, now)
    offices.copied(now)
    offices.approved(now)
    assert "deputy.opening_asked" in actions(offices.deputy)
    assert "deputy.opening_approved" in actions(offices.lead)
    opened = offices.opened(now)
    assert "deputy.copy_opened" in actions(offices.deputy)
    (line,) = deputy_reading.open_cases(opened)
    assert (line.file_number, line.case_id) == (NUMBER, office.case_id)
    told = deputy_reading.preview(offices.deputy, opened, office.case_id, TODAY)
    assert "Meine eigene Wohnung" in told
    arrived = deputy_reading.look_at(offices.deputy, opened, office.case_id, now)
    site = cases.sites(offices.deputy)[0].id
    case_id = deputy_reading.take_over(offices.deputy, arrived, site, None, opened, now)
    opened.close()
    view = cases.case_view(offices.deputy, case_id, TODAY)
    assert view.client.display_name == "Thị Hương Nguyễn-Łukaszewicz"
    source = received_cases.source_of(offices.deputy, case_id)
    assert source is not None
    assert (source.basis, source.file_number) == ("inside", NUMBER)

    assert offices.heard(now)
    (opening,) = deputy_notices.openings(offices.absent)
    assert (opening.reason, opening.files, opening.times) == (REASON, (NUMBER,), (now,))
    assert (opening.deputy, opening.lead) == ("Büro vertretung", "Büro leitung")
    assert (opening.asked_by, opening.approved_by) == ("Meral Böhm", "Meral Böhm")
    assert opening.copied_at == now
    assert not opening.seen
    (sent,) = case_transfers.sent_cases(offices.absent, office.case_id)
    assert (sent.office, sent.disclosure_id) == ("Büro vertretung", None)
    due = follow_ups.due_of_case(offices.absent, office.case_id)
    assert "Person über die Übergabe informieren" in {each.title for each in due}
    assert not offices.heard(now)
    deputy_notices.mark_seen(offices.absent, [opening.request], now)
    assert deputy_notices.openings(offices.absent)[0].seen


def test_nothing_is_written_into_the_copy(offices: Three, office: Office, now: datetime) -> None:
    offices.copied(now)
    offices.approved(now)
    bytes_before = (offices.copy / deputy_copy.FILE).read_bytes()
    opened = offices.opened(now)
    with pytest.raises(Trouble, match=r"vault\.read_only"), opened.reader.transaction():
        pass
    opened.close()
    opened.close()
    assert (offices.copy / deputy_copy.FILE).read_bytes() == bytes_before
    assert sorted(each.name for each in offices.copy.iterdir()) == sorted(
        [deputy_copy.FILE, deputy_copy.KEY_FILE]
    )


def test_what_is_due_comes_first_and_restricted_files_not_at_all(
    offices: Three, office: Office, now: datetime
) -> None:
    def taken(name: str) -> str:
        person = replace(huong(), family_name=name)
        return cases.take_in(offices.absent, intake(office.site_id, person), now).case_id

    late, soon, restricted = (taken(name) for name in ("Amara", "Zorn", "Beck"))
    for case_id, days in ((late, 30), (soon, 2)):
        new = NewFollowUp(case_id, TODAY + timedelta(days=days), "Anrufen")
        follow_ups.add_follow_up(offices.absent, new, now)
    file = stored_cases.file_of(offices.absent.db, restricted)
    stored_cases.restrict(offices.absent.db, file.id, TODAY)
    offices.copied(now)
    offices.approved(now)
    opened = offices.opened(now)
    shown = [line.case_id for line in deputy_reading.open_cases(opened)]
    assert restricted not in shown
    assert shown.index(soon) < shown.index(late)
    with pytest.raises(Refusal, match="restricted"):
        deputy_reading.preview(offices.deputy, opened, restricted, TODAY)
    opened.close()


def test_a_case_comes_over_once(offices: Three, office: Office, now: datetime) -> None:
    offices.copied(now)
    offices.approved(now)
    opened = offices.opened(now)
    arrived = deputy_reading.look_at(offices.deputy, opened, office.case_id, now)
    site = cases.sites(offices.deputy)[0].id
    deputy_reading.take_over(offices.deputy, arrived, site, None, opened, now)
    with pytest.raises(Refusal, match=r"transfer\.already_here"):
        deputy_reading.look_at(offices.deputy, opened, office.case_id, now)
    with pytest.raises(Refusal, match=r"transfer\.already_here"):
        deputy_reading.take_over(offices.deputy, arrived, site, None, opened, now)
    opened.close()
    assert len(list(offices.home.glob("uebernommen-*"))) == 1
    erasures.erase_on_request(offices.absent, office.file_id, NUMBER, now)
    offices.heard(now)
    (opening,) = deputy_notices.openings(offices.absent)
    assert opening.files == ("–",)  # its number went with it


def unwritable(patch: pytest.MonkeyPatch, name: str) -> None:
    """The place takes no file of this name, whoever the tests run as."""
    real = Path.open

    def open_(self: Path, mode: str = "r", *more: object, **named: object) -> object:
        if "x" in mode and self.name.startswith(name):
            raise PermissionError(13, "no")
        return real(self, mode, *more, **named)  # type: ignore[call-overload]

    patch.setattr(Path, "open", open_)


def test_where_the_absent_office_cannot_be_told_nothing_opens(
    offices: Three, office: Office, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    offices.copied(now)
    offices.approved(now)
    lines = journal.head(offices.deputy.db).seq
    with monkeypatch.context() as patch:
        unwritable(patch, "geoeffnet-")
        looked: list[Path] = []
        patch.setattr(deputy_copy, "open_copy", lambda *_: looked.append(offices.place))
        with pytest.raises(Trouble, match=r"deputy\.notice_not_written"):
            offices.opened(now)
        assert not looked
    assert journal.head(offices.deputy.db).seq == lines
    opened = offices.opened(now)
    arrived = deputy_reading.look_at(offices.deputy, opened, office.case_id, now)
    site = cases.sites(offices.deputy)[0].id
    unwritable(monkeypatch, "uebernommen-")
    with pytest.raises(Trouble, match=r"deputy\.notice_not_written"):
        deputy_reading.take_over(offices.deputy, arrived, site, None, opened, now)
    assert not cases.case_list(offices.deputy)
    opened.close()


def test_who_is_neither_deputy_nor_lead_gets_nothing(offices: Three, now: datetime) -> None:
    offices.copied(now)
    with pytest.raises(Refusal, match=r"deputy\.no_copy"):
        deputy_openings.ask(offices.lead, offices.place, REASON, offices.request, now)
    deputy_openings.ask(offices.deputy, offices.place, REASON, offices.request, now)
    with pytest.raises(Refusal, match=r"deputy\.not_for_us"):
        deputy_openings.look_at_request(offices.absent, offices.request, now)
    asked = deputy_openings.look_at_request(offices.lead, offices.request, now)
    deputy_openings.approve(offices.lead, asked, offices.approval, now)
    for path in (offices.approval, offices.request):
        with pytest.raises(Refusal, match=r"deputy\.wrong_file"):
            deputy_openings.look_at_request(offices.lead, offices.approval, now)
        with pytest.raises(Refusal, match=r"deputy\.(wrong_file|unknown_office)"):
            deputy_openings.open_copy(offices.lead, offices.place, path, now)
    with pytest.raises(Refusal, match=r"deputy\.wrong_file"):
        deputy_openings.open_copy(offices.deputy, offices.place, offices.request, now)


def test_an_office_that_is_not_trusted_any_more_is_refused(offices: Three, now: datetime) -> None:
    offices.copied(now)
    absent = known_offices.offices(offices.deputy)
    unit = next(each.unit for each in absent if each.name == "Siegburg Mitte")
    known_offices.distrust(offices.deputy, unit, now)
    with pytest.raises(Refusal, match=r"deputy\.unknown_office"):
        deputy_openings.ask(offices.deputy, offices.place, REASON, offices.request, now)
    acquainted(offices.deputy, offices.absent, None, now)
    deputy_openings.ask(offices.deputy, offices.place, REASON, offices.request, now)
    deputy = next(e.unit for e in known_offices.offices(offices.lead) if e.name == "Büro vertretung")
    known_offices.distrust(offices.lead, deputy, now)
    with pytest.raises(Refusal, match=r"deputy\.unknown_office"):
        deputy_openings.look_at_request(offices.lead, offices.request, now)


def test_what_was_altered_is_refused(offices: Three, tmp_path: Path, now: datetime) -> None:
    offices.copied(now)
    offices.approved(now)
    changes: tuple[tuple[Change, str], ...] = (
        (lambda raw: raw[:-1] + bytes([raw[-1] ^ 1]), r"deputy\.damaged"),
        (lambda raw: raw[:40], r"deputy\.(damaged|wrong_file)"),
        (lambda raw: b"%PDF-1.7" + raw, r"deputy\.wrong_file"),
        (lambda raw: raw[:0], r"deputy\.(damaged|wrong_file)"),
    )

    def look(path: Path) -> None:
        if path == offices.request:
            deputy_openings.look_at_request(offices.lead, path, now)
        else:
            offices.opened(now)

    for path in (offices.request, offices.approval, offices.copy / deputy_copy.KEY_FILE):
        good = path.read_bytes()
        for change, code in changes:
            path.write_bytes(change(good))
            with pytest.raises(Refusal, match=code):
                look(path)
        path.write_bytes(good)
    database = offices.copy / deputy_copy.FILE
    raw = bytearray(database.read_bytes())
    raw[5000] ^= 1
    database.write_bytes(raw)
    with pytest.raises(Refusal, match=r"deputy\.damaged"):
        offices.opened(now)
    assert not list(offices.home.glob("geoeffnet-*"))
    with pytest.raises(Trouble, match=r"deputy\.not_readable"):
        deputy_openings.look_at_request(offices.lead, tmp_path / "nichts", now)
    with pytest.raises(Trouble, match=r"backup\.gone"):
        deputy_openings.ask(offices.deputy, tmp_path / "nichts", REASON, offices.request, now)


def test_the_reason_is_the_one_the_lead_agreed_to(offices: Three, now: datetime) -> None:
    """A notice with the words of another approval is an alarm, whoever signed it."""
    offices.copied(now)
    offices.approved(now)
    first = offices.opened(now)
    deputy_openings.ask(offices.deputy, offices.place, "Neugier", offices.request, now)
    asked = deputy_openings.look_at_request(offices.lead, offices.request, now)
    deputy_openings.approve(offices.lead, asked, offices.approval, now)
    second = offices.opened(now + timedelta(minutes=1))
    notice = deputy_openings.Notice(now, None, second.approval, first.told)
    later = now + timedelta(hours=1)
    with offices.deputy.transaction():
        deputy_openings.leave_notice(offices.deputy, second.copy, second.office, notice, later)
    for each in (first, second):
        each.close()
    offices.heard(now)
    assert {each.reason for each in deputy_notices.openings(offices.absent)} == {REASON, "Neugier"}
    assert deputy_notices.alarms(offices.absent) == 1


def test_every_opening_is_told_and_a_newer_copy_needs_a_new_approval(offices: Three, now: datetime) -> None:
    offices.copied(now)
    for reason, code in ((" ", "deputy.reason_missing"), ("x" * 501, "deputy.reason_too_long")):
        with pytest.raises(InvalidInput, match=code):
            deputy_openings.ask(offices.deputy, offices.place, reason, offices.request, now)
    assert not offices.request.exists()
    offices.approved(now)
    for hours in (0, 5):
        offices.opened(now + timedelta(hours=hours)).close()
    offices.heard(now)
    (opening,) = deputy_notices.openings(offices.absent)
    assert opening.times == (now, now + timedelta(hours=5))
    backups.back_up(offices.absent, now + timedelta(days=1))
    with pytest.raises(Refusal, match=r"deputy\.other_copy"):
        offices.opened(now)


def test_a_notice_that_nobody_vouches_for_is_an_alarm(offices: Three, now: datetime) -> None:
    offices.copied(now)
    offices.approved(now)
    offices.opened(now).close()
    (notice,) = offices.home.glob("geoeffnet-*")
    raw = notice.read_bytes()
    notice.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    assert offices.heard(now)
    assert deputy_notices.alarms(offices.absent) == 1
    assert not deputy_notices.openings(offices.absent)
    deputy_notices.mark_seen(offices.absent, [None], now)
    assert deputy_notices.alarms(offices.absent) == 0
    assert not offices.heard(now)
