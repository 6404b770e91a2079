# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Kreis publishes reaches every office over a real folder, is shown, and is taken or refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

import resources
from app.domain.consent import WantedRelease
from app.domain.errors import Answer, InvalidInput
from app.domain.service import Service, ServiceData
from app.domain.sheet import Sheet
from app.operations import (
    catalogues,
    consents,
    directory,
    directory_tables,
    district,
    district_directory,
    district_epochs,
    news,
    publishing,
    reporting,
    template_folder,
    template_packs,
)
from app.operations.enrolment import district_of, own_keys
from app.operations.vaults import Vault
from storage import news as stored
from storage import publications
from sync import catalogue, tables
from tests.operations.reporting.conftest import Kreis, Outstation

MORNING = datetime(2022, 3, 1, 8, tzinfo=UTC)
JOBCENTER = ServiceData("Jobcenter Musterkreis", "jobcenter", "Team 4", phone="02241 1")
SCHOOL = ServiceData("Volkshochschule", "language_course", topics=("language",), languages=("ar", "uk"))
ADVICE = ServiceData("Caritas", "other", valid_to=date(2030, 1, 1))


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Answer) as caught:
        act()
    assert resources.message(caught.value.code, **caught.value.facts).what
    return caught.value.code


@dataclass
class Day:
    """A Kreis and its offices; each call is a minute later."""

    kreis: Kreis
    now: datetime = MORNING

    @property
    def office(self) -> Outstation:
        return self.kreis.outstations[0]

    @property
    def vault(self) -> Vault:
        return self.office.vault

    def later(self, **more: int) -> datetime:
        self.now += timedelta(**(more or {"minutes": 1}))
        return self.now

    def publish(self, *services: ServiceData) -> None:
        publishing.publish_directory(self.kreis.vault, services, self.later())

    def travel(self) -> reporting.Delivery:
        """The Kreis fetches, the first office listens."""
        assert district.fetch(self.kreis.vault, self.later()).trouble is None
        result = reporting.deliver(self.vault, self.later())
        assert result.trouble is None
        return result

    def news(self) -> tuple[news.News, ...]:
        return news.news(self.vault, self.now)

    def take(self) -> None:
        (found,) = self.news()
        district_directory.take_directory(self.vault, found.number, self.later())

    def names(self) -> set[str]:
        return {each.full_name for each in directory.services(self.vault, self.now.date())}

    def named(self, name: str) -> Service:
        return next(each for each in directory.services(self.vault) if each.full_name == name)

    def put(self, raw: bytes, name: str) -> None:
        place = self.kreis.folder / "catalogue"
        place.mkdir(exist_ok=True)
        (place / name).write_bytes(raw)

    def signed(self, number: int, *services: Service, key: ec.EllipticCurvePrivateKey | None = None) -> None:
        """A directory beside what the program of the Kreis would publish."""
        own = district_of(self.kreis.vault)
        content = catalogue.Catalogue(catalogue.SCHEMA, own.id, number, catalogue.directory(services))
        written = catalogue.write(content, key or own_keys(self.kreis.vault.db).signing)
        self.put(written.bytes, written.name)


@pytest.fixture
def day(kreis: Kreis) -> Day:
    return Day(kreis)


def test_a_directory_is_heard_shown_and_taken(day: Day) -> None:
    own = directory.add_service(day.vault, replace(SCHOOL, phone="0211 9"), MORNING)
    day.publish(JOBCENTER, SCHOOL, ADVICE)
    assert day.travel().news
    assert [(each.kind, each.alarm) for each in day.news()] == [("directory", None)]
    assert day.names() == {"Volkshochschule"}, "nothing changes before somebody takes it"
    update = district_directory.look_at_directory(day.vault, day.now).services
    assert {each.institution for each in update.new} == {"Jobcenter Musterkreis", "Caritas"}
    assert [each.institution for each in update.kept] == ["Volkshochschule"]
    day.take()
    assert day.names() == {"Jobcenter Musterkreis, Team 4", "Volkshochschule", "Caritas"}
    assert directory.service(day.vault, own).phone == "0211 9"
    assert day.news() == ()
    origin = district_directory.origin_of(day.vault, day.named("Caritas").id)
    assert origin is not None
    assert not origin.own
    assert district_directory.origin_of(day.vault, own) is None
    assert not day.travel().news, "what was read is not read again"


def test_an_update_changes_ends_and_leaves_what_the_office_looks_after(day: Day) -> None:
    day.publish(JOBCENTER, SCHOOL, ADVICE)
    day.travel()
    day.take()
    school = day.named("Volkshochschule")
    directory.change_service(day.vault, school.id, replace(SCHOOL, phone="0211 9"), day.later())
    day.later(days=1)
    day.publish(replace(JOBCENTER, phone="02241 2"), replace(SCHOOL, phone="0211 1"))
    day.travel()
    update = district_directory.look_at_directory(day.vault, day.now).services
    assert [each.phone for each in update.changed] == ["02241 2"]
    assert list(update.fields.values()) == [("phone",)]
    assert [each.institution for each in update.ended] == ["Caritas"]
    assert [each.institution for each in update.kept] == ["Volkshochschule"]
    assert update.new == ()
    before = day.named("Jobcenter Musterkreis, Team 4").id
    day.take()
    assert day.named("Jobcenter Musterkreis, Team 4").phone == "02241 2"
    assert day.named("Jobcenter Musterkreis, Team 4").id == before
    assert day.named("Volkshochschule").phone == "0211 9"
    assert day.names() == {"Jobcenter Musterkreis, Team 4", "Volkshochschule"}
    day.publish(JOBCENTER, SCHOOL, ADVICE)
    day.travel()
    again = district_directory.look_at_directory(day.vault, day.now).services
    assert again.new[0].institution == "Caritas", "the Kreis forgot its id when it ended"


def test_a_recipient_in_a_notice_stays_the_same_body(day: Day) -> None:
    day.publish(JOBCENTER)
    day.travel()
    day.take()
    service = day.named("Jobcenter Musterkreis, Team 4")
    opened = day.office.person(day.now.date())
    file_id = day.vault.db.execute(
        "SELECT file_id FROM client_case WHERE id = ?", (opened.case_id,)
    ).fetchone()[0]
    row = WantedRelease(service.id, "name_contact", "counselling", "to")
    consent = consents.prepare(day.vault, file_id, (row,), "de", date(2022, 6, 1), day.later())
    day.vault.db.execute("UPDATE consent SET status = 'printed' WHERE id = ?", (consent,))
    day.publish(replace(JOBCENTER, institution="JOBCENTER Musterkreis"))
    day.travel()
    update = district_directory.look_at_directory(day.vault, day.now).services
    assert [each.institution for each in update.kept] == ["Jobcenter Musterkreis"]
    assert update.is_empty


def test_the_newest_wins_and_an_older_one_changes_nothing(day: Day) -> None:
    day.publish(JOBCENTER)
    day.travel()
    day.publish(JOBCENTER, SCHOOL)
    day.travel()
    number = day.news()[0].number
    day.signed(20220101080000, Service(id="0b6f9a52-6a3b-4c85-9a35-0f4c7b8f1a11", **vars(ADVICE)))
    assert not day.travel().news
    assert day.news()[0].number == number
    assert (
        code_of(lambda: district_directory.take_directory(day.vault, 20220101080000, day.now))
        == "way_back.another_came"
    )


def test_two_of_one_number_are_an_alarm_and_the_last_good_one_stays(day: Day) -> None:
    day.publish(JOBCENTER)
    day.travel()
    day.take()
    number = stored.newest(day.vault.db)[0].number
    day.signed(number, Service(id="0b6f9a52-6a3b-4c85-9a35-0f4c7b8f1a11", **vars(ADVICE)))
    assert day.travel().news
    assert [each.alarm for each in day.news()] == ["way_back.contradicted"]
    assert day.names() == {"Jobcenter Musterkreis, Team 4"}
    assert code_of(lambda: district_directory.look_at_directory(day.vault, day.now)) == "way_back.gone"
    day.publish(JOBCENTER, SCHOOL)
    day.travel()
    assert [each.alarm for each in day.news()] == [None], "a newer one ends the alarm"


def test_a_contradicted_one_cannot_be_taken(day: Day) -> None:
    day.publish(JOBCENTER)
    day.travel()
    number = day.news()[0].number
    day.signed(number, Service(id="0b6f9a52-6a3b-4c85-9a35-0f4c7b8f1a11", **vars(ADVICE)))
    day.travel()
    assert (
        code_of(lambda: district_directory.take_directory(day.vault, number, day.now))
        == "way_back.contradicted"
    )
    assert day.names() == set()


def test_what_is_foreign_broken_or_from_the_future_says_nothing(day: Day) -> None:
    service = Service(id="0b6f9a52-6a3b-4c85-9a35-0f4c7b8f1a11", **vars(ADVICE))
    day.signed(20220301090000, service, key=ec.generate_private_key(ec.SECP384R1()))
    day.signed(20230301090000, service)
    day.publish(JOBCENTER)
    kreis = day.kreis.vault
    last = publications.newest(kreis.db, "directory")
    assert last is not None
    whole = publications.raw(kreis.db, "catalogue", last)
    day.put(whole[:-200], last.name)
    assert not reporting.deliver(day.vault, day.later()).news
    assert day.news() == ()
    day.put(whole, last.name)
    assert reporting.deliver(day.vault, day.later()).news, "what came whole at last is read"
    assert stored.heard_files(day.vault.db) == {last.name}


def test_a_pack_travels_and_is_taken_as_from_a_file(day: Day, tmp_path: Path) -> None:
    folder = tmp_path / "vorlagen"
    folder.mkdir()
    (folder / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 3"><path d="M0 0h2v2z"/></svg>', "utf-8"
    )
    (folder / "kreis.toml").write_text('[logo]\nalt = "Wappen"\n', "utf-8")
    packed = template_folder.put_together(day.kreis.vault, folder, day.later())
    publishing.publish_templates(day.kreis.vault, packed.raw, day.later())
    assert (
        code_of(lambda: publishing.publish_templates(day.kreis.vault, packed.raw, day.now))
        == "way_back.not_newer"
    )
    day.travel()
    assert [each.kind for each in day.news()] == ["templates"]
    raw = news.waiting_templates(day.vault)
    assert raw == packed.raw
    assert template_packs.look_at(day.vault, raw, day.now).contents.logo
    template_packs.take(day.vault, raw, False, day.later())
    assert day.news() == ()
    assert code_of(lambda: news.waiting_templates(day.vault)) == "way_back.gone"


def test_tables_are_offered_as_the_kreis_says(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    kreis = day.kreis.vault
    publishing.publish_tables(kreis, 2, date(2023, 1, 1), day.later())
    assert publishing.settled_tables(kreis) == catalogues.Settled(2, date(2023, 1, 1))
    day.travel()
    assert [(each.kind, each.valid_from, each.alarm) for each in day.news()] == [
        ("tables", date(2023, 1, 1), None)
    ]
    with monkeypatch.context() as older:
        older.setattr(tables, "SHIPPED", (1,))
        assert day.news()[0].alarm == "way_back.program_too_old"
    catalogues.take(day.vault, 2, day.later())
    assert day.news() == ()
    with pytest.raises(InvalidInput):
        publishing.publish_tables(kreis, 9, date(2023, 1, 1), day.later())
    with pytest.raises(InvalidInput):
        publishing.publish_tables(kreis, 2, None, day.later())


def test_other_tables_under_a_known_number_are_an_alarm(day: Day) -> None:
    own = district_of(day.kreis.vault)
    content = catalogue.Tables(2, "0" * 64, date(2023, 1, 1))
    whole = catalogue.Catalogue(catalogue.SCHEMA, own.id, 20220301080000, content)
    written = catalogue.write(whole, own_keys(day.kreis.vault.db).signing)
    day.put(written.bytes, written.name)
    day.travel()
    assert [each.alarm for each in day.news()] == ["way_back.other_tables"]


def test_a_clock_that_goes_back_publishes_nothing(day: Day) -> None:
    day.publish(JOBCENTER)
    day.now -= timedelta(days=1)
    assert code_of(lambda: day.publish(SCHOOL)) == "way_back.not_newer"
    assert [each.institution for each in publishing.offers(day.kreis.vault)] == ["Jobcenter Musterkreis"]


def test_an_emptied_folder_is_filled_again_with_the_newest_alone(day: Day) -> None:
    day.publish(JOBCENTER)
    day.travel()
    day.publish(JOBCENTER, SCHOOL)
    for each in (day.kreis.folder / "catalogue").iterdir():
        each.unlink()
    day.travel()
    assert len(list((day.kreis.folder / "catalogue").iterdir())) == 1
    assert len(district_directory.look_at_directory(day.vault, day.now).services.new) == 2


def test_a_locked_device_beside_it_is_still_heard(day: Day) -> None:
    day.publish(JOBCENTER)
    day.travel()

    district_epochs.lock_device(day.kreis.vault, day.office.unit, day.later())
    assert district.fetch(day.kreis.vault, day.later()).trouble is None
    trouble = reporting.deliver(day.vault, day.later()).trouble
    assert trouble is not None
    assert trouble.code == "epochs.locked"
    second = day.kreis.outstations[1].vault
    assert reporting.deliver(second, day.later()).news
    assert len(district_directory.look_at_directory(second, day.now).services.new) == 1


def test_a_table_of_the_kreis_becomes_its_directory(day: Day, tmp_path: Path) -> None:
    kreis = day.kreis.vault
    sheet = Sheet(("Einrichtung", "Telefon"), (("Caritas", "1"), ("caritas", "2"), ("", "3")))
    found = publishing.rows(kreis, sheet, ("institution", "phone"), "other", day.now)
    assert ([row.said is not None for row in found.new], found.known) == ([True, False], 1)
    day.publish(*(row.said for row in found.new if row.said is not None))
    assert publishing.missing_in(kreis, [SCHOOL]) == 1
    assert publishing.missing_in(kreis, [ADVICE]) == 0
    assert publishing.save_directory(kreis, tmp_path / "stellen.csv", day.now) == 1
    assert "Caritas" in (tmp_path / "stellen.csv").read_text("utf-8-sig")
    assert code_of(day.publish) == "service.nothing_to_take_in"


def test_an_import_of_the_office_never_takes_an_entry_of_the_kreis_back(day: Day) -> None:
    directory_tables.take_in(day.vault, [SCHOOL], day.later())
    day.publish(JOBCENTER, SCHOOL)
    day.travel()
    day.take()
    assert directory_tables.undo(day.vault, day.later()) == 1
    assert day.names() == {"Jobcenter Musterkreis, Team 4"}
