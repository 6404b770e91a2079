# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Scans, friendly and hostile, read by the process that holds no key."""

from __future__ import annotations

import importlib
import sys
import zlib
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

import resources
from app.domain.consent import WantedRelease
from app.domain.document import Document
from app.domain.errors import Refusal, Trouble
from app.domain.scan import JPEG, PDF, PNG, Part
from app.operations import consents, keyless, scan_reader, scans
from app.operations.keyless import Limits
from app.operations.vaults import Vault
from tests.operations.conftest import Office
from tests.paper import scanned, sheets_of


@pytest.fixture
def paper(case_vault: Vault, office: Office, now: datetime) -> Document:
    wanted = (WantedRelease(office.club, "name_contact", "housing_search", "to"),)
    consent = consents.prepare(case_vault, office.file_id, wanted, "ar", date(2027, 6, 30), now)
    return consents.print_notice(case_vault, consent, "", now)


def received(tmp_path: Path, content: bytes) -> scans.Received:
    path = tmp_path / "scan"
    path.write_bytes(content)
    return scans.receive(path)


@pytest.mark.parametrize(("kind", "media_type"), [("PDF", PDF), ("JPEG", JPEG), ("PNG", PNG)])
@pytest.mark.parametrize("turned", [0, 90, 180, 3])
def test_the_code_is_found_however_the_paper_lay(
    paper: Document, tmp_path: Path, kind: str, media_type: str, turned: int
) -> None:
    pages = [each.rotate(turned, expand=True, fillcolor=255) for each in sheets_of(paper.pdf)]
    found = received(tmp_path, scanned(pages, kind))
    assert found.media_type == media_type
    assert [part.number for part in found.parts] == [paper.form_number]


def test_a_photo_is_held_upright(paper: Document, tmp_path: Path) -> None:
    photo = sheets_of(paper.pdf)[0].rotate(90, expand=True)
    exif, written = Image.Exif(), BytesIO()
    exif[0x0112] = 6
    photo.save(written, "JPEG", exif=exif)
    (shown,) = scans.pictures(written.getvalue(), 1, 1, 300)
    assert shown.width < shown.height


def test_what_is_kept_is_what_came(case_vault: Vault, paper: Document, tmp_path: Path, now: datetime) -> None:
    content = scanned(sheets_of(paper.pdf))
    found = received(tmp_path, content)
    (scan_id,) = scans.keep(case_vault, scans.pieces(found, {found.parts[0]: paper.id}), now)
    kept = scans.scan(case_vault, scan_id)
    assert (kept.content, kept.pages, kept.received_at) == (content, len(sheets_of(paper.pdf)), now)
    with pytest.raises(Refusal, match=r"scan\.already_there"):
        scans.keep(case_vault, scans.pieces(found, {found.parts[0]: paper.id}), now)


def test_of_a_stack_nobody_gets_the_pages_of_another(paper: Document, tmp_path: Path) -> None:
    """Also not hidden in the bytes: the picture of every page is looked for."""
    own, other = sheets_of(paper.pdf)[0], Image.new("L", (900, 1200), 200)
    other.paste(60, (100, 100, 700, 900))
    found = received(tmp_path, scanned([own, other]))
    assert found.parts == (Part(paper.form_number, 1, 2),)
    split = scans.Received(found.content, PDF, (Part(paper.form_number, 1, 1), Part(None, 2, 2)))
    (piece,) = scans.pieces(split, {split.parts[0]: paper.id})
    with pikepdf.open(BytesIO(piece.content)) as cut, pikepdf.open(BytesIO(found.content)) as whole:
        theirs = pictures_in(whole.pages[1])
        assert theirs
        assert len(cut.pages) == 1
        streams = {each.read_raw_bytes() for each in cut.objects if isinstance(each, pikepdf.Stream)}
        assert pictures_in(whole.pages[0]) <= streams
        assert not theirs & streams


def pictures_in(page: pikepdf.Page) -> set[bytes]:
    return {image.read_raw_bytes() for image in page.get_images().values()}


def test_all_are_kept_or_none(case_vault: Vault, paper: Document, office: Office, now: datetime) -> None:
    good = scans.Piece(paper.id, PNG, 1, b"x")
    with pytest.raises(Exception, match="FOREIGN KEY"):
        scans.keep(case_vault, [good, scans.Piece("nobody", PNG, 1, b"y")], now)
    assert not scans.scans(case_vault, office.file_id)


def test_a_scan_is_taken_off_and_put_back(
    case_vault: Vault, paper: Document, office: Office, now: datetime
) -> None:
    scans.keep(case_vault, [scans.Piece(paper.id, PNG, 1, b"x")], now)
    ((line,),) = scans.scans(case_vault, office.file_id).values()
    removed = scans.remove(case_vault, line.id, now)
    assert not scans.scans(case_vault, office.file_id)
    scans.put_back(case_vault, removed, now)
    assert scans.scan(case_vault, line.id) == removed


# Hostile files


def png(width: int, height: int) -> bytes:
    """A picture that is small as a file and huge when unpacked."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    packer = zlib.compressobj(9)
    row = b"\0" * (1 + width * 3)
    packed = b"".join(packer.compress(row) for _ in range(min(height, 200))) + packer.flush()
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def pdf(pages: int = 1, encrypted: bool = False, content: bytes = b"", size: int = 595) -> bytes:
    made, written = pikepdf.new(), BytesIO()
    for _ in range(pages):
        page = made.add_blank_page(page_size=(size, size))
        page.Contents = made.make_stream(content)
    sealed = pikepdf.Encryption(user="geheim", owner="geheim") if encrypted else None
    made.save(written, encryption=sealed)
    return written.getvalue()


def pdf_with_bomb() -> bytes:
    """An image of 60,000 by 60,000 points in a few bytes."""
    made, written = pikepdf.new(), BytesIO()
    page = made.add_blank_page(page_size=(595, 842))
    image = made.make_stream(zlib.compress(b"\0" * 30_000_000, 9))
    image.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=60_000,
        Height=60_000,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.FlateDecode,
    )
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
    page.Contents = made.make_stream(b"595 0 0 842 0 0 cm /I Do")
    made.save(written)
    return written.getvalue()


HOSTILE = {
    "huge file": (b"%PDF-1.7" + b"\0" * scan_reader.MOST_BYTES, "scan.too_large"),
    "program": (b"MZ\0\0", "scan.other_kind"),
    "empty": (b"", "scan.other_kind"),
    "web page": (b"<html><script>1</script>", "scan.other_kind"),
    "broken pdf": (b"%PDF-1.7\nnothing", "scan.unreadable"),
    "broken jpeg": (b"\xff\xd8\xff\xe0nothing", "scan.unreadable"),
    "broken png": (b"\x89PNG\r\n\x1a\nnothing", "scan.unreadable"),
    "encrypted": (pdf(encrypted=True), "scan.encrypted"),
    "many pages": (pdf(pages=scan_reader.MOST_PAGES + 1), "scan.too_many_pages"),
    "no pages": (pdf(pages=0), "scan.unreadable"),
    "picture bomb": (png(60_000, 60_000), "scan.too_many_pixels"),
    "cut off": (scanned([Image.new("L", (600, 800))], "JPEG")[:-2000], "scan.unreadable"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_a_scan_is_refused_with_its_sentence(tmp_path: Path, name: str) -> None:
    content, code = HOSTILE[name]
    with pytest.raises(Refusal) as caught:
        received(tmp_path, content)
    assert caught.value.code == code
    said = resources.message(code, **caught.value.facts)
    assert said.safe
    assert said.todo


def test_a_bomb_within_a_pdf_ends_in_the_child_or_is_a_blank_page(tmp_path: Path) -> None:
    content = pdf_with_bomb()
    assert len(content) < 100_000
    answer = code_or_parts(tmp_path, content)
    assert answer in ("scan.unreadable", "scan.too_much", (Part(None, 1, 1),))


def code_or_parts(tmp_path: Path, content: bytes) -> object:
    try:
        return received(tmp_path, content).parts
    except Refusal as refusal:
        return refusal.code


def test_a_page_as_large_as_a_house_is_drawn_small(tmp_path: Path) -> None:
    content = pdf(size=14_400)
    assert received(tmp_path, content).parts == (Part(None, 1, 1),)
    (shown,) = scans.pictures(content, 1, 1, 500)
    assert shown.width == 500


def test_what_draws_for_ever_is_stopped() -> None:
    lines = pdf(pages=20, content=b"0 0 m 595 595 l S\n" * 400_000)
    with pytest.raises(Refusal, match=r"scan\.too_(much|large)"):
        scan_reader.codes(lines, Limits(patience_s=1, memory=1 << 30, answer=1 << 20))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"scan\.file_unreadable"):
        scans.receive(tmp_path / "fehlt.pdf")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([b"%PDF-1.4\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"]), st.binary(max_size=2000))
def test_no_bytes_break_the_program(head: bytes, tail: bytes) -> None:
    try:
        found = scan_reader.codes(head + tail)
    except Refusal:
        return
    assert found == ((),)


# The process itself

WORKS = """
import time
from pathlib import Path

def echoes(content):
    return content

def writes_a_file(content):
    Path(content.decode()).write_bytes(b"x" * 100)
    return b"written"

def sleeps(content):
    time.sleep(60)

def grows(content):
    return bytes(bytearray(4 << 30))[:1]

def says_too_much(content):
    return b"x" * 2_000_000
"""
SMALL = Limits(patience_s=20, memory=1 << 30, answer=1 << 20)


@pytest.fixture
def works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What somebody who took over the process would like to do; the process must be able to import it."""
    (tmp_path / "hostile_works.py").write_text(WORKS, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("hostile_works")
    sys.modules.pop("hostile_works")


def test_it_answers(works: Any) -> None:
    assert keyless.ask(works.echoes, b"hallo", SMALL) == b"hallo"


def test_it_can_write_no_file(works: Any, tmp_path: Path) -> None:
    with pytest.raises(keyless.Silent):
        keyless.ask(works.writes_a_file, str(tmp_path / "spur").encode(), SMALL)
    assert (tmp_path / "spur").read_bytes() == b""


@pytest.mark.parametrize("work", ["grows", "says_too_much"])
def test_it_has_little_room(works: Any, work: str) -> None:
    with pytest.raises(keyless.Silent):
        keyless.ask(getattr(works, work), b"", SMALL)


def test_it_has_little_time(works: Any) -> None:
    with pytest.raises(keyless.TooSlow):
        keyless.ask(works.sleeps, b"", Limits(patience_s=1, memory=1 << 30, answer=10))
