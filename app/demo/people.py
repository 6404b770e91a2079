# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Invented persons: names of many languages, plausible facts; the same seed gives the same persons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import cycle, product
from random import Random

from app.domain.client import Address, Channel, Person, Residence, SpokenLanguage
from app.domain.dates import PartialDate
from app.domain.livelihood import NewLivelihood


@dataclass(frozen=True)
class Origin:
    """A nationality with its language and names as they stand in passports."""

    nationality: str
    language: str
    family_names: tuple[str, ...]
    given_names: tuple[str, ...]
    statuses: tuple[str, ...]


ORIGINS = (
    Origin(
        "423",
        "prs",
        ("Ahmadī", "Noorī", "Haidarī", "Rahīmī", "Sādāt", "Karīmī"),
        ("Farīd", "Zahrā", "Mīrwais", "Laylā", "Omīd", "Shukrīya"),
        ("AE25_2s1", "AE25_3", "AGST"),
    ),
    Origin(
        "475",
        "ar",
        ("al-Ḥalabī", "Darwīsh", "Khalīl", "Ṣabbāgh", "Najjār", "Qāsim"),
        ("Yūsuf", "Amīra", "Muṣṭafā", "Rīm", "Ṭāriq", "Hiba"),
        ("AE25_2s1", "AE25_2s2", "NE26_3"),
    ),
    Origin(
        "166",
        "uk",
        ("Ševčenko", "Kovaľčuk", "Bondarenko", "Tkačenko", "Hryhorenko", "Ščerbyna"),
        ("Oľha", "Dmytro", "Iryna", "Mykola", "Solomija", "Nadija"),
        ("AE24", "AE24", "FIKT"),
    ),
    Origin(
        "163",
        "tr",
        ("Yıldırım", "Özdemir", "Çelik", "Şahin", "Güneş", "Doğan"),
        ("Ayşe", "İbrahim", "Gülşen", "Uğur", "Zeynep", "Çağla"),
        ("NE9", "AE28", "AE18a"),
    ),
    Origin(
        "432",
        "vi",
        ("Nguyễn", "Trần", "Phạm", "Đặng", "Bùi", "Lê"),
        ("Thị Hương", "Văn Đức", "Thu Trang", "Minh Châu", "Quốc Việt", "Ngọc Ánh"),
        ("AE18b", "NE9", "AE28"),
    ),
    Origin(
        "152",
        "pl",
        ("Łukaszewicz", "Wójcik", "Dąbrowska", "Żółtowski", "Kamiński", "Głąb"),
        ("Małgorzata", "Łukasz", "Zofia", "Grażyna", "Paweł", "Święcisława"),
        ("FZG", "FZG", "FZGD"),
    ),
)
UNLIMITED = frozenset({"NE9", "NE26_3", "FZG", "FZGD"})
LIVELIHOODS = ("sgb2", "sgb2", "sgb2", "asylblg", "own_income", "family_support", "alg", "sgb12")
STREETS = ("Am Markt", "Kölner Straße", "Mühlenweg", "Bahnhofstraße", "Im Rosengarten")


def newcomers(
    seed: int, today: date, municipality: str, town: str
) -> Iterator[tuple[Person, NewLivelihood | None]]:
    """Persons of one town without end, and what they live on; names come again only when all have been."""
    random = Random(seed)
    named = [(origin, family, given) for origin in ORIGINS for family, given in _names(origin)]
    random.shuffle(named)
    for origin, family, given in cycle(named):
        home = Address("", "53721", town, municipality)
        yield _person(random, origin, family, given, today, home), _livelihood(random)


def _names(origin: Origin) -> Iterator[tuple[str, str]]:
    return product(origin.family_names, origin.given_names)


def _person(random: Random, origin: Origin, family: str, given: str, today: date, home: Address) -> Person:
    born = today - timedelta(days=random.randint(18 * 366, 68 * 365))
    status = random.choice(origin.statuses)
    expires = today + timedelta(days=random.randint(20, 900))
    return Person(
        family_name=family,
        given_names=given,
        birth_date=PartialDate(born.year, born.month, born.day),
        sex=random.choice(("female", "male", "female", "male", "diverse")),
        marital_status=random.choice(("LD", "VH", "GS", None)),
        arrived_in_germany=PartialDate(today.year - random.randint(0, 7)),
        nationalities=(origin.nationality,),
        languages=(SpokenLanguage(origin.language, "not_recorded", random.random() < 0.5),),
        channels=(Channel("phone", f"+49 2241 {random.randint(100000, 999999)}"),),
        address=replace(home, street=f"{random.choice(STREETS)} {random.randint(1, 90)}"),
        residence=Residence(status, None if status in UNLIMITED else expires),
    )


def _livelihood(random: Random) -> NewLivelihood | None:
    return NewLivelihood(random.choice(LIVELIHOODS)) if random.random() < 0.95 else None
