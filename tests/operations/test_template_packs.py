# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Template packs between a real Kreis and a real office: what is taken, what is refused, what is printed."""

from __future__ import annotations

import base64
import io
import json
import re
import tomllib
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from PIL import Image, ImageDraw

import resources
from app.domain.consent import WantedRelease
from app.domain.errors import Answer, InvalidInput, Refusal
from app.domain.template_pack import FORMS, Contents, TemplatePack
from app.forms import consent_sheet
from app.operations import (
    cases,
    consents,
    directory,
    district,
    documents,
    information_sheets,
    reporting,
    template_folder,
    template_packs,
)
from app.operations.enrolment import own_keys
from app.operations.vaults import Vault
from storage import template_packs as stored
from sync import keys, signed
from sync import template_pack as sent

OPUS = b"OggS\x00\x02" + bytes(22) + b"OpusHead" + bytes(2000)
TITLE = "So gehen wir im Musterkreis mit Ihren Daten um"
KREIS = """
[profile]
name = "Musterkreis"
address = "Kaiserplatz 1\\n53721 Talheim"
officer = "Frau Łukasz, Datenschutz"
authority = "Katholisches Datenschutzzentrum"
law = "KDG"

[logo]
alt = "Wappen des Musterkreises"
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 3"><path d="M0 0h2v2z" fill="#d02"/>{}</svg>'


def png(width: int = 40, height: int = 20) -> bytes:
    picture = Image.new("RGBA", (width, height))
    ImageDraw.Draw(picture).ellipse((2, 2, width - 3, height - 3), fill=(210, 0, 32, 255))
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def shipped(form: str, language: str) -> str:
    return resources.text("forms", form, f"{language}.toml")


def retitled(form: str = "information", language: str = "de", title: str = TITLE) -> str:
    """The shipped text under another title."""
    source = shipped(form, language)
    return source.replace(f'title = "{tomllib.loads(source)["title"]}"', f'title = "{title}"', 1)


def code_of(act: Callable[[], object]) -> tuple[str, dict[str, object]]:
    with pytest.raises(Answer) as caught:
        act()
    assert resources.message(caught.value.code, **caught.value.facts).what
    return caught.value.code, dict(caught.value.facts)


@dataclass
class Pair:
    """A Kreis with a folder of templates, and an office that knows it."""

    kreis: Vault
    office: Vault
    folder: Path
    now: datetime

    def put(self, name: str, content: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def pack(self, now: datetime | None = None) -> bytes:
        return template_folder.put_together(self.kreis, self.folder, now or self.now).raw

    def take(self, raw: bytes, with_profile: bool = False, now: datetime | None = None) -> None:
        template_packs.take(self.office, raw, with_profile, now or self.now)

    def sign(self, pack: TemplatePack) -> bytes:
        """Signed by the Kreis without its own checks."""
        return sent.write_pack(pack, own_keys(self.kreis.db).signing)

    def text(self, source: str, form: str = "information", language: str = "de") -> bytes:
        return self.sign(
            TemplatePack(20261122093000, "Musterkreis", None, None, {(form, language): source}, ())
        )


@pytest.fixture
def strangers(
    case_vault: Vault, district_vault: Vault, office: object, tmp_path: Path, now: datetime
) -> Pair:
    """Before the fingerprint was compared."""
    folder = tmp_path / "vorlagen"
    folder.mkdir()
    district.ensure_district(district_vault, "05382", "Musterkreis", now)
    return Pair(district_vault, case_vault, folder, now)


@pytest.fixture
def pair(strangers: Pair, now: datetime) -> Pair:
    asked = reporting.pairing_file(strangers.office, now)
    certificate = district.enrol(strangers.kreis, asked, "", now)
    fingerprint = reporting.take_certificate(strangers.office, certificate, now)
    reporting.confirm_district(strangers.office, fingerprint, now)
    return strangers


def words(pdf: bytes) -> str:
    read = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))
    return "".join(read.split())


def printed(pair: Pair, language: str = "de") -> documents.Document:
    file_id = pair.office.db.execute("SELECT id FROM file").fetchone()[0]
    return information_sheets.print_information(pair.office, file_id, language, pair.now)


def alternative_texts(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [str(each["/Alt"]) for each in opened.objects if _has_alt(each)]


def _has_alt(each: object) -> bool:
    return isinstance(each, pikepdf.Dictionary) and "/Alt" in each


def test_logo_text_profile_and_recording_reach_the_paper(pair: Pair) -> None:
    before = printed(pair)
    pair.put("kreis.toml", KREIS)
    pair.put("logo.png", png())
    pair.put("information/de.toml", retitled())
    pair.put("consent/ar.opus", OPUS)
    pair.put(".DS_Store", b"rubbish")
    raw = pair.pack()
    seen = template_packs.look_at(pair.office, raw, pair.now)
    assert seen.new
    assert (seen.contents.logo, seen.contents.texts) == (True, (("information", "de"),))
    assert seen.contents.audio == (("consent", "ar"),)
    assert template_packs.taken(pair.office) is None
    pair.take(raw, with_profile=True)
    after = printed(pair)
    assert "".join(TITLE.split()) in words(after.pdf)
    assert "FrauŁukasz,Datenschutz" in words(after.pdf)
    assert "Wappen des Musterkreises" in alternative_texts(after.pdf)
    assert "Wappen des Musterkreises" not in alternative_texts(before.pdf)
    controller = cases.controller(pair.office)
    assert controller is not None
    assert (controller.law, controller.unit, controller.storage_years) == ("KDG", "Fachdienst Integration", 3)
    found = template_packs.recording(pair.office, "consent", "ar")
    assert found is not None
    assert found.content == OPUS
    taken = template_packs.taken(pair.office)
    assert taken is not None
    assert taken.contents.audio == (("consent", "ar"),)
    assert documents.document(pair.office, before.id).pdf == before.pdf
    assert text_version(pair, before.id) != text_version(pair, after.id)


def text_version(pair: Pair, document_id: str) -> str:
    row = pair.office.db.execute("SELECT text_version FROM document WHERE id = ?", (document_id,)).fetchone()
    return str(row[0])


def test_an_office_of_another_body_keeps_its_own_controller(pair: Pair) -> None:
    before = cases.controller(pair.office)
    pair.put("kreis.toml", KREIS)
    pair.put("logo.svg", SVG.format(""))
    pair.take(pair.pack())
    assert cases.controller(pair.office) == before
    assert "Wappen des Musterkreises" in alternative_texts(printed(pair).pdf)


def test_an_empty_pack_gives_the_shipped_texts_back(pair: Pair) -> None:
    pair.put("information/de.toml", retitled())
    pair.take(pair.pack())
    (pair.folder / "information" / "de.toml").unlink()
    later = pair.now + timedelta(minutes=1)
    pair.take(pair.pack(later), now=later)
    assert "".join(TITLE.split()) not in words(printed(pair).pdf)
    assert pair.office.db.execute("SELECT count(*) FROM template_pack").fetchone() == (1,)


def test_a_form_in_a_further_language(pair: Pair) -> None:
    assert "bg" not in documents.form_languages(pair.office, "goals")
    bulgarian = shipped("goals", "en")
    pair.put("goals/bg.toml", bulgarian)
    pair.take(pair.pack())
    assert documents.form_languages(pair.office, "goals")[0] == "de"
    assert "bg" in documents.form_languages(pair.office, "goals")


def test_a_signed_off_translation_needs_no_reading_aid_until_the_german_changes(pair: Pair) -> None:
    aid = "".join(tomllib.loads(shipped("information", "en"))["reading_aid"].split())
    assert aid in words(printed(pair, "en").pdf)
    checked = shipped("information", "en").replace('reviewed = ""', 'reviewed = "Ada Probe, 1.11.2026"')
    pair.put("information/en.toml", checked)
    pair.take(pair.pack())
    assert aid not in words(printed(pair, "en").pdf)


def test_a_shipped_translation_of_replaced_german_is_a_reading_aid(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.forms import texts

    checked = shipped("information", "en").replace('reviewed = ""', 'reviewed = "Ada Probe, 1.11.2026"')
    of_program = texts._source
    monkeypatch.setattr(
        texts, "_source", lambda form, language: checked if language == "en" else of_program(form, language)
    )
    assert texts.Texts("information", "en").reviewed
    assert not texts.Texts("information", "en", {("information", "de"): retitled()}).reviewed


def test_what_looks_like_typst_is_printed_as_it_stands(pair: Pair) -> None:
    title = '#read(\\"/etc/hostname\\") $x$ *fett* #sys.inputs'
    pair.put("information/de.toml", retitled(title=title))
    pair.take(pair.pack())
    assert '#read("/etc/hostname")$x$*fett*#sys.inputs' in words(printed(pair).pdf)


@pytest.mark.parametrize("form", FORMS)
def test_every_paper_for_clients_takes_its_words_from_the_pack(form: str) -> None:
    """The module that draws the form hands the Kreis's wording to its texts."""
    folder = Path(template_folder.__file__).parents[1] / "forms"
    (module,) = [
        source
        for each in folder.glob("*.py")
        if re.search(rf'^[A-Z, ]+ = .*"{form}"', (source := each.read_text("utf-8")), re.MULTILINE)
        and "-> Printed:" in source
    ]
    made = re.findall(r"= (?:columns|Texts)\(.*\)$", module, re.MULTILINE)
    assert made
    assert all(".controller.wording)" in each for each in made)


def test_a_consent_given_by_word_notes_the_text_of_the_kreis(pair: Pair) -> None:
    pair.put("consent/ar.toml", retitled("consent", "ar", "موافقة"))
    file_id = str(pair.office.db.execute("SELECT id FROM file").fetchone()[0])
    (service_id,) = (
        each.id for each in directory.services(pair.office) if each.institution == "Wohnhilfe e. V."
    )
    row = WantedRelease(service_id, "name_contact", "counselling", "to")
    pair.take(pair.pack())
    prepared = consents.prepare(pair.office, file_id, (row,), "ar", date(2027, 3, 1), pair.now)
    (wanted,) = consents.consents(pair.office, file_id)[0].rows
    decisions = {wanted.id: "given"}
    consents.grant_orally(pair.office, prepared, pair.now.date(), "Frau Zeugin", decisions, pair.now)
    noted = consents.consents(pair.office, file_id)[0].oral_text_version
    assert noted == consent_sheet.text_version("ar", template_packs.texts(pair.office.db))
    assert noted != consent_sheet.text_version("ar")


# Refusals


def test_nothing_is_taken_before_the_fingerprint_is_confirmed(strangers: Pair) -> None:
    now = strangers.now
    raw = strangers.pack()
    assert code_of(lambda: strangers.take(raw))[0] == "template_pack.no_district"
    certificate = district.enrol(strangers.kreis, reporting.pairing_file(strangers.office, now), "", now)
    fingerprint = reporting.take_certificate(strangers.office, certificate, now)
    assert code_of(lambda: strangers.take(raw))[0] == "template_pack.no_district"
    reporting.confirm_district(strangers.office, fingerprint, now)
    strangers.take(raw)
    assert template_packs.taken(strangers.office) is not None


def test_another_signature_a_changed_byte_another_kind_and_rubbish(pair: Pair) -> None:
    raw = pair.pack()
    empty = TemplatePack(20261122093000, "Musterkreis", None, None, {}, ())
    stranger = sent.write_pack(empty, ec.generate_private_key(ec.SECP384R1()))
    changed = raw.replace(b"Musterkreis", b"Musterkreiz")
    assert changed != raw
    for bad, code in (
        (stranger, "packet.bad_signature"),
        (changed, "packet.bad_signature"),
        (raw[:-1], "packet.bad_signature"),
        (reporting.pairing_file(pair.office, pair.now), "packet.wrong_kind"),
        (b"PK\x03\x04" + bytes(500), "packet.not_ours"),
        (b"", "packet.incomplete"),
        (raw + bytes(16 << 20), "packet.too_large"),
    ):
        assert code_of(partial(pair.take, bad))[0] == code
    assert template_packs.taken(pair.office) is None


def test_a_lower_number_and_a_second_of_the_same_number_are_refused(pair: Pair) -> None:
    old = pair.pack(pair.now - timedelta(days=3))
    pair.put("information/de.toml", retitled())
    new = pair.pack()
    pair.put("information/de.toml", retitled(title="Etwas anderes"))
    other = pair.pack()
    future = pair.pack(pair.now + timedelta(days=2))
    pair.take(new)
    assert code_of(lambda: pair.take(old))[0] == "template_pack.older"
    assert code_of(lambda: pair.take(other))[0] == "template_pack.two_of_one_number"
    assert code_of(lambda: pair.take(future))[0] == "template_pack.from_the_future"
    assert "".join(TITLE.split()) in words(printed(pair).pdf)
    assert not template_packs.look_at(pair.office, new, pair.now).new
    pair.take(new)


def line_with(source: str, part: str) -> int:
    return next(number for number, line in enumerate(source.splitlines(), 1) if part in line)


@pytest.mark.parametrize(
    ("language", "change", "code", "marker"),
    [
        ("de", ("[intro]", 'extra = "x"\n[intro]'), "unknown_key", "extra"),
        ("de", ("[intro]", '"label.page" = "x"\n[intro]'), "unknown_key", '"label.page"'),
        ("de", ("{norms}", "{norm}"), "placeholders", "{norm}"),
        ("de", ("{norms}", ""), "placeholders", "text = "),
        ("de", ("{norms}", "{norms"), "placeholders", "{norms"),
        ("de", ("{norms}", "{norms} {norms.x}"), "placeholders", "{norms.x}"),
        ("de", ('page = "Seite"', "page = 3"), "not_a_sentence", "page = 3"),
        ("de", ('page = "Seite"', 'page = " "'), "not_a_sentence", 'page = " "'),
        ("de", ('page = "Seite"', 'page = ["Seite"]'), "not_a_sentence", "page = ["),
        ("de", ('page = "Seite"', f'page = "{"x" * 5000}"'), "not_a_sentence", "page = "),
        ("de", ('page = "Seite"', 'page = "Sei\\u0007te"'), "unwritable", "page = "),
        ("de", ('page = "Seite"', 'page = "Sei\\u202ete"'), "unwritable", "page = "),
        ("de", ('page = "Seite"', 'page = "Seite'), "not_toml", 'page = "Seite'),
        ("de", ('page = "Seite"', 'page = "a"\npage = "b"'), "not_toml", 'page = "b"'),
        ("de", ('page = "Seite"', 'page = "Sei𓀀te"'), "no_such_letter", "𓀀"),
        ("de", ("title = ", 'reviewed = "A, 1.1.2026"\ntitle = '), "review_state", "reviewed"),
        ("en", ('reviewed = ""', "reviewed = true"), "review_state", "reviewed"),
        ("en", ('reviewed = ""', 'reviewed = "ja"'), "review_state", "reviewed"),
    ],
)
def test_a_broken_text_is_refused_with_its_line(
    pair: Pair, language: str, change: tuple[str, str], code: str, marker: str
) -> None:
    pair.put("consent/de.toml", retitled("consent"))
    pair.take(pair.pack(pair.now - timedelta(hours=1)))
    good = template_packs.taken(pair.office)
    source = shipped("information", language).replace(*change, 1)
    expected = {"form": "information", "language": language, "line": line_with(source, marker)}
    said, facts = code_of(lambda: pair.take(pair.text(source, language=language)))
    assert said == f"template_pack.{code}"
    assert facts.items() >= expected.items()
    assert template_packs.taken(pair.office) == good
    pair.put(f"information/{language}.toml", source)
    assert code_of(pair.pack)[0] == f"template_pack.{code}"


def test_a_missing_sentence_an_unknown_form_and_an_unknown_language(pair: Pair) -> None:
    source = shipped("information", "en")
    gap = "\n".join(line for line in source.splitlines() if not line.startswith("officer"))
    said = code_of(lambda: pair.take(pair.text(gap, language="en")))
    facts = {"form": "information", "language": "en", "key": "controller.officer"}
    assert said == ("template_pack.missing_key", facts)
    assert code_of(lambda: pair.take(pair.text(source, "transfer")))[0] == "template_pack.unknown_form"
    assert code_of(lambda: pair.take(pair.text(source, "../../etc")))[0] == "template_pack.unreadable"
    letter = shipped("letter_accompanying", "de")
    said = code_of(lambda: pair.take(pair.text(letter, "letter_accompanying", "ar")))
    assert said[0] == "template_pack.unknown_language"
    said = code_of(lambda: pair.take(pair.text(source, language="xx")))
    assert said[0] == "template_pack.unknown_language"


def test_texts_that_are_bombs(pair: Pair) -> None:
    large = shipped("information", "de") + "#" * 70_000
    deep = "x = " + "[" * 30_000
    umlauts = "#" + "ä" * 40_000
    for source, code in (
        (large, "template_pack.unreadable"),
        (umlauts, "template_pack.text_too_large"),
        (deep, "template_pack.not_toml"),
    ):
        assert code_of(partial(pair.take, pair.text(source)))[0] == code


def resigned(pair: Pair, content: bytes) -> bytes:
    return signed.sign("templates", content, own_keys(pair.kreis.db).signing)


def test_only_one_spelling_of_the_envelope_is_read(pair: Pair) -> None:
    content = signed.split(pair.pack(), "templates").content
    whole = json.loads(content)
    bad = [
        content.replace(b'"number":', b'"number": '),
        content.replace(b'{"schema"', b'{"district":"X","schema"', 1),
        json.dumps({**whole, "template": "#x"}, separators=(",", ":")).encode(),
        json.dumps({**whole, "number": -1}, separators=(",", ":")).encode(),
        json.dumps({**whole, "number": 20269999999999}, separators=(",", ":")).encode(),
        b"[" * 100_000,
    ]
    for each in bad:
        assert code_of(partial(pair.take, resigned(pair, each)))[0] == "template_pack.unreadable"
    text = {"form": "consent", "language": "de", "source": "x"}
    twice = json.dumps({**whole, "texts": [text, text]}, separators=(",", ":")).encode()
    assert code_of(lambda: pair.take(resigned(pair, twice)))[0] == "template_pack.twice"


def oversized_png() -> bytes:
    """A small file that says it is 60,000 by 60,000 pixels."""
    small = png()
    head = small[12:16] + (60_000).to_bytes(4, "big") * 2 + small[24:29]
    return small[:12] + head + zlib.crc32(head).to_bytes(4, "big") + small[33:]


def without_end() -> bytes:
    return png()[:-20]


def damaged() -> bytes:
    whole = bytearray(png())
    whole[50] ^= 255
    return bytes(whole)


def hollow() -> bytes:
    """Every sum is right, but there are no pixels."""
    whole = png()
    start = whole.index(b"IDAT") - 4
    length = int.from_bytes(whole[start : start + 4], "big")
    return whole[:start] + whole[start + 12 + length :]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("logo.svg", SVG.format("<script>1</script>"), "logo_unsafe"),
        ("logo.svg", SVG.format('<image href="https://x.example/a.png"/>'), "logo_unsafe"),
        ("logo.svg", SVG.format('<path d="M0 0" onclick="x()"/>'), "logo_unsafe"),
        ("logo.svg", SVG.format('<path d="M0 0" fill="url(https://x.example#a)"/>'), "logo_unsafe"),
        ("logo.svg", SVG.format('<path d="M0 0" style="fill:u\\72l(x)"/>'), "logo_unsafe"),
        ("logo.svg", SVG.format("<style>@import 'x'</style>"), "logo_unsafe"),
        ("logo.svg", SVG.format("<text>Arial</text>"), "logo_unsafe"),
        ("logo.svg", SVG.format('<x:path xmlns:x="urn:x"/>'), "logo_unsafe"),
        ("logo.svg", SVG.format("<g/>" * 6000), "logo_unsafe"),
        ("logo.svg", '<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG.format("<title>&a;</title>"), "logo_unsafe"),
        ("logo.svg", '<?xml-stylesheet href="x"?>' + SVG.format(""), "logo_unsafe"),
        ("logo.svg", SVG.format("<g>"), "logo_broken"),
        ("logo.svg", SVG.format("").encode("utf-16"), "logo_broken"),
        ("logo.svg", SVG.format(f"<desc>{'x' * 300_000}</desc>"), "logo_too_large"),
        ("logo.png", b"GIF89a" + bytes(90), "logo_broken"),
        ("logo.png", b"\x89PNG\r\n\x1a\n", "logo_broken"),
        ("logo.png", oversized_png(), "logo_too_large"),
        ("logo.png", without_end(), "logo_broken"),
        ("logo.png", damaged(), "logo_broken"),
        ("logo.png", hollow(), "logo_broken"),
    ],
)
def test_a_logo_that_is_more_or_less_than_a_picture(
    pair: Pair, name: str, content: str | bytes, code: str
) -> None:
    pair.put("kreis.toml", KREIS)
    pair.put(name, content)
    said, facts = code_of(pair.pack)
    assert said == f"template_pack.{code}"
    assert "line" in facts or code != "logo_unsafe"


def test_the_office_checks_the_logo_itself(pair: Pair) -> None:
    pair.put("kreis.toml", KREIS)
    pair.put("logo.svg", SVG.format(""))
    good = sent.open_pack(pair.pack(), own_keys_public(pair))[0]
    assert good.logo is not None
    bad = replace(good, logo=replace(good.logo, content=SVG.format("<script/>").encode()))
    assert code_of(lambda: pair.take(pair.sign(bad)))[0] == "template_pack.logo_unsafe"
    silent = replace(good, logo=replace(good.logo, alt=" "))
    assert code_of(lambda: pair.take(pair.sign(silent)))[0] == "template_pack.logo_unnamed"


def own_keys_public(pair: Pair) -> bytes:
    return keys.party(
        own_keys(pair.kreis.db), "district", "05382-" + "1" * 8 + "-1111-4111-8111-" + "1" * 12, "d", "e"
    ).signing


def test_what_a_picture_carries_beside_its_pixels_stays_behind(pair: Pair) -> None:
    text = b"tEXtAuthor\0Frau Geheim"
    chunk = (len(text) - 4).to_bytes(4, "big") + text + zlib.crc32(text).to_bytes(4, "big")
    whole = png()
    pair.put("kreis.toml", KREIS)
    pair.put("logo.png", whole[:33] + chunk + whole[33:] + b"appended")
    raw = pair.pack()
    assert base64.b64encode(b"Frau Geheim")[:8] not in raw
    logo = sent.open_pack(raw, own_keys_public(pair))[0].logo
    assert logo is not None
    assert logo.content == b"".join((whole,))


def test_recordings_are_opus_or_mp3_and_small(pair: Pair) -> None:
    pair.put("consent/ar.opus", b"RIFF" + bytes(100))
    facts = {"form": "consent", "language": "ar"}
    assert code_of(pair.pack) == ("template_pack.audio_broken", facts)
    pair.put("consent/ar.opus", OPUS + bytes(4 << 20))
    assert code_of(pair.pack) == ("template_pack.audio_too_large", facts)
    for number, language in enumerate(("ar", "uk", "tr")):
        pair.put(f"consent/{language}.opus", OPUS + bytes([number]) * (3_900_000))
    assert code_of(pair.pack)[0] == "template_pack.audio_too_large"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("kreis.toml", "[profile]\nname = ", "kreis_not_toml"),
        ("kreis.toml", "[profil]\n", "kreis_unknown"),
        ("kreis.toml", KREIS.replace("officer", "offizier"), "kreis_unknown"),
        ("kreis.toml", KREIS.replace('law = "KDG"', ""), "profile_unusable"),
        ("kreis.toml", KREIS.replace("KDG", "GDPR"), "profile_unusable"),
        ("kreis.toml", KREIS.replace("Frau Łukasz, Datenschutz", ""), "profile_unusable"),
        ("kreis.toml", "profile = 3", "kreis_unknown"),
        ("kreis.toml", "#" * 70_000, "file_too_large"),
        ("kreis.toml", "name = 'ä'".encode("latin-1"), "not_utf8"),
        ("consent/sheet.typ", "#x", "unknown_file"),
        ("liesmich.pdf", b"%PDF", "unknown_file"),
    ],
)
def test_what_does_not_belong_in_the_folder(pair: Pair, name: str, content: str | bytes, code: str) -> None:
    pair.put(name, content)
    said, facts = code_of(pair.pack)
    assert said == f"template_pack.{code}"
    assert code not in ("unknown_file", "not_utf8") or facts == {"name": name}


def test_the_profile_needs_an_office_to_fill(pair: Pair) -> None:
    pair.office.db.execute("DELETE FROM controller")
    pair.put("kreis.toml", KREIS)
    assert code_of(lambda: pair.take(pair.pack(), with_profile=True))[0] == "controller.missing"
    assert template_packs.taken(pair.office) is None


def test_the_shipped_texts_are_a_good_beginning_and_bring_nothing_by_themselves(pair: Pair) -> None:
    template_folder.save_originals(pair.folder)
    assert template_folder.put_together(pair.kreis, pair.folder, pair.now).contents == Contents(
        20261122093000, "Musterkreis", None, False, (), ()
    )
    with pytest.raises(InvalidInput) as caught:
        template_folder.save_originals(pair.folder)
    assert caught.value.code == "template_pack.folder_not_empty"
    with pytest.raises(InvalidInput):
        template_folder.put_together(pair.kreis, pair.folder / "nirgends", pair.now)


def test_a_kreis_without_a_name_signs_nothing(district_vault: Vault, tmp_path: Path, now: datetime) -> None:
    with pytest.raises(Refusal) as caught:
        template_folder.put_together(district_vault, tmp_path, now)
    assert caught.value.code == "district.not_set_up"


def test_one_pack_is_kept_and_nothing_of_it_is_lost(pair: Pair) -> None:
    pair.put("goals/uk.toml", retitled("goals", "uk", "Цілі"))
    pair.take(pair.pack())
    kept = stored.newest(pair.office.db)
    assert kept is not None
    pack = template_packs.current(pair.office.db)
    assert sent.encode(pack) == kept.content
    assert pack.texts == {("goals", "uk"): retitled("goals", "uk", "Цілі")}
