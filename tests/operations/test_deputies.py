# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vertretungskopie: who may be named, and that a copy follows each backup."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from app.domain.deputy import Naming
from app.domain.errors import InvalidInput, Refusal, Trouble
from app.operations import backups, cases, deputies, erasures, known_offices
from app.operations.vaults import Vault
from storage import deputies as stored
from storage import journal
from tests.operations.conftest import Office
from tests.operations.deputised import Three
from tests.operations.neighbours import acquainted


def test_a_copy_follows_each_backup_and_only_the_newest_stays(offices: Three, now: datetime) -> None:
    offices.copied(now)
    first = offices.copy
    assert sorted(each.name for each in first.iterdir()) == [
        "akten.kim-kopie",
        "schluessel.kim-vertretung",
    ]
    assert deputies.state(offices.absent).copied_at == now
    assert not deputies.asked_for(offices.absent)
    backups.back_up(offices.absent, now + timedelta(days=1))
    assert offices.copy != first
    assert not list(offices.absent.path.parent.glob("*.vertretung"))


def test_who_is_named(offices: Three, now: datetime) -> None:
    assert {each.unit for each in deputies.to_choose_from(offices.absent, now)} == {
        offices.deputy_unit,
        offices.lead_unit,
    }
    for wrong, field, code in (
        (("", offices.lead_unit), "deputy", "deputy.deputy_missing"),
        ((offices.deputy_unit, ""), "lead", "deputy.lead_missing"),
        ((offices.deputy_unit, offices.deputy_unit), "lead", "deputy.same_twice"),
        (("nobody", offices.lead_unit), "deputy", "code.missing"),
    ):
        with pytest.raises(InvalidInput) as told:
            deputies.name(offices.absent, *wrong, now)
        assert (told.value.field, told.value.code) == (field, code)
    assert deputies.state(offices.absent).deputy is None
    offices.named(now)
    state = deputies.state(offices.absent)
    assert state.deputy is not None
    assert state.lead is not None
    assert (state.deputy.unit, state.lead.unit) == (offices.deputy_unit, offices.lead_unit)
    assert journal.lines(offices.absent.db, 1)[0].action == "deputy.named"


def test_nobody_of_another_controller_is_named(offices: Three, office: Office, now: datetime) -> None:
    known_offices.change_place(offices.absent, offices.lead_unit, office.club, False, now)
    with pytest.raises(Refusal, match=r"deputy\.other_controller"):
        offices.named(now)
    naming = Naming(offices.deputy_unit, offices.lead_unit)
    with pytest.raises(dbapi2.IntegrityError, match="own controller"), offices.absent.transaction() as db:
        stored.name(db, naming, now)


def test_nobody_is_named_whose_computer_is_lost(offices: Three, now: datetime) -> None:
    known_offices.distrust(offices.absent, offices.deputy_unit, now)
    with pytest.raises(Refusal, match=r"known_office\.not_compared"):
        offices.named(now)


def test_where_a_computer_is_lost_its_copy_goes_and_the_backup_stays(offices: Three, now: datetime) -> None:
    offices.copied(now)
    known_offices.distrust(offices.absent, offices.lead_unit, now)
    backups.back_up(offices.absent, now + timedelta(days=1))
    assert not list(offices.home.glob("*vertretung*"))
    state = deputies.state(offices.absent)
    assert state.trouble == "deputy.keys_unusable"
    assert deputies.asked_for(offices.absent)
    assert backups.state(offices.absent, now).trouble == ""
    acquainted(offices.absent, offices.lead, None, now)
    deputies.renew(offices.absent, now + timedelta(days=1))
    assert deputies.state(offices.absent).trouble == ""
    assert offices.copy.is_dir()


def test_without_a_name_the_copy_goes(offices: Three, now: datetime) -> None:
    offices.copied(now)
    deputies.name_nobody(offices.absent, now)
    assert deputies.asked_for(offices.absent)
    deputies.renew(offices.absent, now)
    assert not list(offices.home.glob("*vertretung*"))
    assert deputies.state(offices.absent) == deputies.DeputyState(None, None, None, "")
    assert not deputies.asked_for(offices.absent)


def test_a_place_that_went_is_told_until_a_copy_succeeds(offices: Three, now: datetime) -> None:
    offices.copied(now)
    away = offices.place.with_name("weg")
    shutil.move(offices.place, away)
    with pytest.raises(Trouble, match=r"backup\.gone"):
        deputies.renew(offices.absent, now)
    assert deputies.state(offices.absent).trouble == "backup.gone"
    shutil.move(away, offices.place)
    deputies.renew(offices.absent, now)
    assert deputies.state(offices.absent).trouble == ""


def test_whoever_is_erased_is_in_no_copy_any_more(offices: Three, office: Office, now: datetime) -> None:
    """The next backup is asked for at once, and the copy is the one of that backup."""
    offices.copied(now)
    before = offices.copy
    number = cases.case_view(offices.absent, office.case_id, now.date()).file.number
    erasures.erase_on_request(offices.absent, office.file_id, number, now)
    assert backups.is_due_now(offices.absent, now)
    backups.back_up(offices.absent, now + timedelta(hours=1))
    assert not before.exists()
    offices.approved(now + timedelta(hours=2))
    opened = offices.opened(now + timedelta(hours=3))
    assert opened.reader.db.execute("SELECT count(*) FROM client").fetchone() == (0,)
    opened.close()


def test_a_copy_that_cannot_be_renewed_lives_thirty_days(offices: Three, now: datetime) -> None:
    offices.copied(now)
    copy = offices.copy
    with offices.absent.transaction() as db:
        db.execute("UPDATE known_office SET party = NULL, fingerprint = NULL, confirmed_at = NULL")
    assert copy.exists()
    with pytest.raises(Trouble, match=r"deputy\.keys_unusable"):
        deputies.renew(offices.absent, now + timedelta(days=31))
    assert not copy.exists()


def test_the_file_of_a_kreis_has_none(district_vault: Vault, tmp_path: Path, now: datetime) -> None:
    backups.set_place(district_vault, str(tmp_path), now)
    backups.back_up(district_vault, now)
    assert not deputies.asked_for(district_vault)
