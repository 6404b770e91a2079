# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gate's second life: what the rules refuse, the file refuses too, whoever writes to it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlcipher3.dbapi2 import IntegrityError

from app.domain.consent import Consent, ReleaseRow
from app.domain.disclosure import Request, ask_gate
from app.domain.service import Service
from app.operations.vaults import Vault
from storage import Connection

DAY = date(2026, 11, 22)
FILE, OTHER_FILE, CASE, SITE = "file", "other-file", "case", "site"
BODY, CLUB = "body", "club"  # the first is bound by § 67b SGB X


def insert(db: Connection, table: str, **values: object) -> None:
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))


@pytest.fixture
def db(case_vault: Vault) -> Connection:
    """Two persons with a file each, one case, two recipients."""
    db = case_vault.db
    insert(db, "site", id=SITE, code="SU", name="Siegburg", municipality="05382060")
    for file, client, number in ((FILE, "client", "SU-2026-1"), (OTHER_FILE, "other", "SU-2026-2")):
        insert(
            db,
            "client",
            id=client,
            family_name="N",
            given_names="",
            search_form="N",
            stripped_form="N",
            created_at="2026-11-22T09:30:00+00:00",
            changed_at="2026-11-22T09:30:00+00:00",
        )
        insert(
            db,
            "file",
            id=file,
            client_id=client,
            number=number,
            opened_on="2026-11-22",
            erase_on="2026-12-06",
        )
    insert(db, "client_case", id=CASE, file_id=FILE, number=1, site_id=SITE, opened_on="2026-11-22")
    for service, written in ((BODY, 1), (CLUB, 0)):
        insert(
            db,
            "service",
            id=service,
            institution=service,
            referral_target="other",
            needs_written_consent=written,
        )
    return db


def add_consent(db: Connection, consent: Consent) -> None:
    """Puts a consent into the file in the state it has: rows first, as in life."""
    insert(
        db,
        "consent",
        id=consent.id,
        file_id=consent.file_id,
        version=consent.version,
        language="de",
        status="draft",
        created_on=iso(consent.created_on),
        valid_until=iso(consent.valid_until),
    )
    for row in consent.rows:
        insert(
            db,
            "release_row",
            id=row.id,
            consent_id=consent.id,
            service_id=row.service_id,
            category=row.category,
            art9=row.art9,
            purpose=row.purpose,
            direction=row.direction,
            valid_until=iso(row.valid_until),
            decision=row.decision,
            decided_on=None if row.decision == "open" else iso(DAY),
            withdrawn_on=iso(DAY) if row.decision == "withdrawn" else None,
        )
    db.execute(
        """UPDATE consent SET status = ?, oral_on = ?, oral_witness = ?, signed_on = ?, withdrawn_on = ?
        WHERE id = ?""",
        (
            consent.status,
            iso(consent.oral_on),
            consent.oral_witness,
            iso(consent.signed_on),
            iso(DAY) if consent.status == "withdrawn" else None,
            consent.id,
        ),
    )


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def signed(**change: object) -> Consent:
    row = ReleaseRow("row", CLUB, "housing", False, "housing_search", "to", None, "given")
    values: dict[str, object] = {
        "id": "consent",
        "file_id": FILE,
        "version": 1,
        "language": "de",
        "status": "signed",
        "created_on": DAY,
        "rows": (row,),
        "printed_on": DAY,
        "signed_on": DAY,
    }
    return Consent(**(values | change))  # type: ignore[arg-type]


def add_disclosure(db: Connection, actor: str, **change: object) -> str:
    values: dict[str, object] = {
        "id": str(uuid.uuid4()),
        "file_id": FILE,
        "service_id": CLUB,
        "recipient": "club",
        "channel": "spoken",
        "purpose": "housing_search",
        "basis": "consent",
        "day": iso(DAY),
        "at": "2026-11-22T09:30:00+00:00",
        "staff_id": actor,
        "sha256": "0" * 64,
    }
    insert(db, "disclosure", **(values | change))
    return str((values | change)["id"])


def add_category(db: Connection, disclosure: str, category: str = "housing", row: str | None = "row") -> None:
    insert(db, "disclosure_category", disclosure_id=disclosure, category=category, release_row_id=row)


def add_referral(db: Connection, **change: object) -> None:
    values: Mapping[str, object] = {
        "id": str(uuid.uuid4()),
        "case_id": CASE,
        "service_id": CLUB,
        "dimension": "housing",
        "with_data": 1,
        "made_on": iso(DAY),
        "state_on": iso(DAY),
    }
    insert(db, "referral", **{**values, **change})


def test_a_covered_disclosure_and_its_referral_are_taken(case_vault: Vault, db: Connection) -> None:
    add_consent(db, signed())
    disclosure = add_disclosure(db, case_vault.actor.id)
    add_category(db, disclosure)
    add_referral(db, disclosure_id=disclosure)
    assert db.execute("SELECT count(*) FROM referral").fetchone() == (1,)


def test_data_without_a_disclosure_are_refused(db: Connection) -> None:
    with pytest.raises(IntegrityError):
        add_referral(db, disclosure_id=None)
    with pytest.raises(IntegrityError):
        add_referral(db, disclosure_id="nowhere")


def test_a_disclosure_carries_only_its_own_referral(case_vault: Vault, db: Connection) -> None:
    """Neither to another recipient, nor about another person, nor of nothing."""
    add_consent(db, signed())
    disclosure = add_disclosure(db, case_vault.actor.id)
    with pytest.raises(IntegrityError, match="does not carry"):
        add_referral(db, disclosure_id=disclosure)
    add_category(db, disclosure)
    with pytest.raises(IntegrityError, match="does not carry"):
        add_referral(db, disclosure_id=disclosure, service_id=BODY)
    foreign = add_disclosure(
        db, case_vault.actor.id, file_id=OTHER_FILE, basis="norm", norm="stgb_34", reason="Not"
    )
    add_category(db, foreign, row=None)
    with pytest.raises(IntegrityError, match="does not carry"):
        add_referral(db, disclosure_id=foreign)
    add_referral(db, disclosure_id=disclosure)
    for change in ("with_data = 0", "disclosure_id = NULL", f"service_id = '{BODY}'"):
        with pytest.raises(IntegrityError):
            db.execute(f"UPDATE referral SET {change}")


@pytest.mark.parametrize(
    ("consent", "disclosure", "category", "row"),
    [
        (signed(), {}, "benefits", "row"),
        (signed(), {}, "housing", None),
        (signed(), {"service_id": BODY}, "housing", "row"),
        (signed(), {"file_id": OTHER_FILE}, "housing", "row"),
        (signed(), {"purpose": "debt"}, "housing", "row"),
        (signed(), {"day": "2026-11-21"}, "housing", "row"),
        (signed(status="printed", signed_on=None), {}, "housing", "row"),
        (signed(valid_until=DAY - timedelta(days=1)), {}, "housing", "row"),
    ],
)
def test_a_category_without_a_covering_row_is_refused(
    case_vault: Vault,
    db: Connection,
    consent: Consent,
    disclosure: dict[str, object],
    category: str,
    row: str | None,
) -> None:
    add_consent(db, consent)
    told = add_disclosure(db, case_vault.actor.id, **disclosure)
    with pytest.raises(IntegrityError, match="no release covers"):
        add_category(db, told, category, row)


def test_a_norm_needs_its_name_and_reason(case_vault: Vault, db: Connection) -> None:
    for change in (
        {"basis": "norm"},
        {"basis": "norm", "norm": "stgb_34"},
        {"norm": "stgb_34", "reason": "Not"},
        {"basis": "because"},
    ):
        with pytest.raises(IntegrityError):
            add_disclosure(db, case_vault.actor.id, **change)


def test_what_was_told_stays(case_vault: Vault, db: Connection) -> None:
    add_consent(db, signed())
    disclosure = add_disclosure(db, case_vault.actor.id)
    add_category(db, disclosure)
    for change in ("recipient = 'x'", "day = '2020-01-01'", "basis = 'norm'", "file_id = 'other-file'"):
        with pytest.raises(IntegrityError, match="stays"):
            db.execute(f"UPDATE disclosure SET {change}")
    with pytest.raises(IntegrityError, match="stays"):
        db.execute("UPDATE disclosure_category SET category = 'health'")


@pytest.mark.parametrize(
    "change",
    [
        "signed_on = '2026-01-01'",
        "valid_until = '2099-01-01'",
        "language = 'ar'",
        "version = 7",
        "document_id = NULL",
    ],
)
def test_a_signed_consent_never_changes(db: Connection, change: str) -> None:
    add_consent(db, signed())
    with pytest.raises(IntegrityError, match="immutable"):
        db.execute(f"UPDATE consent SET {change}")


@pytest.mark.parametrize("status", ["draft", "printed", "oral"])
def test_a_status_never_goes_back(db: Connection, status: str) -> None:
    add_consent(db, signed(oral_on=DAY, oral_witness="Z"))
    with pytest.raises(IntegrityError, match="forward"):
        db.execute("UPDATE consent SET status = ?", (status,))
    db.execute("UPDATE consent SET status = 'withdrawn', withdrawn_on = '2026-11-23'")
    with pytest.raises(IntegrityError):
        db.execute("UPDATE consent SET status = 'signed', withdrawn_on = NULL")


def test_rows_are_frozen_by_print_and_decisions_by_signature(db: Connection) -> None:
    add_consent(db, signed())
    for change in ("category = 'health'", f"service_id = '{BODY}'", "direction = 'both'", "art9 = 1"):
        with pytest.raises(IntegrityError, match="frozen"):
            db.execute(f"UPDATE release_row SET {change}")
    with pytest.raises(IntegrityError, match="no further rows"):
        insert(
            db,
            "release_row",
            id="late",
            consent_id="consent",
            service_id=BODY,
            category="benefits",
            art9=0,
            purpose="debt",
            direction="to",
        )
    with pytest.raises(IntegrityError, match="only be withdrawn"):
        db.execute("UPDATE release_row SET decision = 'refused'")
    db.execute("UPDATE release_row SET decision = 'withdrawn', withdrawn_on = '2026-11-23'")
    with pytest.raises(IntegrityError):
        db.execute("UPDATE release_row SET decision = 'given', withdrawn_on = NULL")


def test_a_file_has_a_basis_or_a_day_of_erasure(db: Connection) -> None:
    with pytest.raises(IntegrityError):
        db.execute("UPDATE file SET erase_on = NULL")
    with pytest.raises(IntegrityError):
        db.execute("UPDATE file SET basis = 'consent'")


def after(*days: int) -> st.SearchStrategy[date]:
    """Days at which something could begin or end, counted from the day of the consent."""
    return st.sampled_from(days).map(lambda n: DAY + timedelta(days=n))


def mostly(usual: object, *others: object) -> st.SearchStrategy[Any]:
    """Near misses find more than noise: everything fits, but now and then one thing does not."""
    return st.sampled_from([usual] * 6 + list(others))


@st.composite
def release_rows(draw: st.DrawFn) -> ReleaseRow:
    category = draw(st.sampled_from(["housing", "health"]))
    return ReleaseRow(
        id=draw(st.uuids().map(str)),
        service_id=draw(st.sampled_from([BODY, CLUB])),
        category=category,
        art9=category == "health",
        purpose=draw(st.sampled_from(["debt", "housing_search"])),
        direction=draw(mostly("to", "from", "both", "both")),
        valid_until=draw(mostly(None, DAY, DAY + timedelta(days=9))),
        decision=draw(mostly("given", "open", "refused", "withdrawn")),
    )


@st.composite
def consents(draw: st.DrawFn) -> Consent:
    """Any consent that the file can hold."""
    others = ("draft", "printed", "withdrawn", "expired", "replaced")
    status = draw(st.sampled_from(["oral", "signed"]) | mostly("signed", *others))
    rows = st.lists(release_rows(), min_size=1, max_size=3, unique_by=lambda r: (r.service_id, r.category))
    oral = status == "oral" or draw(st.booleans())
    return signed(
        id=draw(st.uuids().map(str)),
        status=status,
        rows=tuple(draw(rows)),
        oral_on=draw(after(0, 0, 1)) if oral else None,
        oral_witness="Z" if oral else "",
        signed_on=draw(after(0, 0, 1, 9)) if status == "signed" else None,
        valid_until=draw(mostly(None, DAY, DAY + timedelta(days=9))),
    )


@st.composite
def questions(draw: st.DrawFn) -> tuple[Consent, Request, date]:
    """A consent, what somebody wants to tell, close to one of its rows, and the day it is recorded."""
    consent = draw(consents())
    row = draw(st.sampled_from(consent.rows))
    service = draw(mostly(row.service_id, BODY, CLUB))
    category = draw(mostly(row.category, "housing", "health"))
    purpose = draw(mostly(row.purpose, "debt", "housing_search"))
    channel = draw(st.sampled_from(["spoken", "letter", "referral"]))
    day = draw(after(-1, 0, 1, 9, 14, 15, 16))
    later = timedelta(days=draw(st.sampled_from([0, 1, 9, 15])))
    return consent, Request(service, (category,), purpose, channel, day), day + later


@pytest.fixture
def undone(db: Connection) -> Iterator[Connection]:
    """The file as it is; every example takes back what it wrote."""
    yield db
    assert db.execute("SELECT count(*) FROM consent").fetchone() == (0,)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=questions())
def test_rule_and_file_give_the_same_answer(
    case_vault: Vault, undone: Connection, question: tuple[Consent, Request, date]
) -> None:
    consent, request, today = question
    recipient = Service(
        id=request.service_id,
        institution="x",
        referral_target="other",
        needs_written_consent=request.service_id == BODY,
    )
    rule = ask_gate([consent], recipient, request, today)
    event(f"covered: {bool(rule.covered)}, {'today' if today == request.day else 'backdated'}")
    undone.execute("BEGIN")
    try:
        add_consent(undone, consent)
        taken = [_file_takes(undone, case_vault.actor.id, row, request, today) for row in consent.rows]
        assert any(taken) is bool(rule.covered)
    finally:
        undone.execute("ROLLBACK")


def _file_takes(db: Connection, actor: str, row: ReleaseRow, request: Request, today: date) -> bool:
    told = add_disclosure(
        db,
        actor,
        service_id=request.service_id,
        purpose=request.purpose,
        channel=request.channel,
        day=iso(request.day),
        at=f"{today.isoformat()}T09:30:00+00:00",
    )
    try:
        add_category(db, told, request.categories[0], row.id)
    except IntegrityError:
        return False
    return True


def test_an_oral_consent_is_open_on_its_last_day_and_shut_on_the_next(
    case_vault: Vault, db: Connection
) -> None:
    consent = signed(status="oral", oral_on=DAY, oral_witness="Z", signed_on=None)
    add_consent(db, consent)
    request = Request(CLUB, ("housing",), "housing_search", "spoken", DAY)
    row, actor = consent.rows[0], case_vault.actor.id
    days = [DAY + timedelta(days=days) for days in (-1, 0, 14, 15)]
    answers = [_file_takes(db, actor, row, replace(request, day=day), day) for day in days]
    assert answers == [False, True, True, False]
    letter = replace(request, channel="letter")
    assert [_file_takes(db, actor, row, letter, day) for day in days[1:]] == [True, True, False]
    assert _file_takes(db, actor, row, request, days[-1]), "a call of the first day may be noted later"


def test_just_after_midnight_the_file_refuses_nothing_that_the_rule_allows(
    case_vault: Vault, db: Connection
) -> None:
    """`at` is still the day before in UTC when a notice is signed and used in the first hour of its day."""
    add_consent(db, signed())
    told = add_disclosure(db, case_vault.actor.id, channel="letter", at="2026-11-21T23:30:00+00:00")
    add_category(db, told)
