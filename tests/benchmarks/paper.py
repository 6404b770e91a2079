# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A consent of two pages in German and Arabic: ours, the bare page engine, ReportLab, WeasyPrint, in one run.

All say the same words. ReportLab and WeasyPrint make a plain file; ours is tagged, archival and checked.
ReportLab sets Arabic letters unjoined and from the left, so that its time flatters it.
"""

from __future__ import annotations

import html
import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import typst

import resources
from app.forms import consent_sheet
from app.forms.consent_sheet import ConsentSheet, SheetRow
from app.forms.letterhead import Controller
from app.forms.texts import columns

RUNS, STARTS = 15, 5
PATIENCE_S = 120
WHEN = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
Print = Callable[[ConsentSheet], bytes]


@dataclass(frozen=True)
class Paper:
    """Milliseconds warm and of the first one in a new process; without numbers `why` says why not."""

    name: str
    warm: float = 0.0
    first: float = 0.0
    kilobytes: float = 0.0
    why: str = ""


def sheet(number: int) -> ConsentSheet:
    """Never the same one twice, as engines remember what they have set."""
    office = Controller(
        "Musterkreis",
        "KIM Case Management Talheim",
        ("Kaiserplatz 1", "53721 Talheim"),
        "+49 211 1234-567",
        "kim@musterkreis.example",
        "Datenschutzbeauftragte, Tel. 02241 13-2222",
        "Landesbeauftragte für Datenschutz und Informationsfreiheit NRW",
    )
    row = SheetRow(
        "Jobcenter Musterkreis",
        "Team 4",
        ("name_contact", "benefits"),
        "secure_benefits",
        "both",
        date(2027, 6, 30),
    )
    names = ("Jobcenter Musterkreis", "Lernbrücke e. V.", "Wohngeldstelle Talheim", "Stadtwerke Talheim")
    return ConsentSheet(
        form_number="KB-2026-0001-3F",
        notice_version="2026-11",
        controller=office,
        client_name=f"Nguyễn Thị Hương {number}",
        birth_date="01.01.1994",
        file_number="SU-2026-014",
        basis="consent",
        rows=tuple(replace(row, recipient=name) for name in names),
        language="ar",
        storage_years=3,
        printed_on=WHEN.date(),
    )


def ours() -> Print:
    return lambda consent: consent_sheet.render(consent, WHEN).pdf


def bare_engine() -> Print:
    """The same template and data straight to the page engine, which has read its fonts."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in resources.font_folders()],
    )
    compiler = typst.Compiler(root=str(resources.path("forms")), font_paths=fonts)
    template = resources.text("forms", "consent", "sheet.typ").encode()

    def printed(consent: ConsentSheet) -> bytes:
        data = json.dumps(said(consent), ensure_ascii=False)
        pdf = compiler.compile(
            input=template,
            format="pdf",
            pdf_standards=["ua-1", "a-2a"],
            timestamp=int(WHEN.timestamp()),
            sys_inputs={"data": data},
        )
        assert isinstance(pdf, bytes)
        return pdf

    return printed


def reportlab() -> Print:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    fonts = dict(zip(("latin", "arabic"), _font_files(), strict=True))
    for name, file in fonts.items():
        pdfmetrics.registerFont(TTFont(name, str(file)))
    styles = [ParagraphStyle(name, fontName=name, fontSize=8.3, leading=10.5) for name in fonts]

    def printed(consent: ConsentSheet) -> bytes:
        written = io.BytesIO()
        rows = [
            [Paragraph(html.escape(text), style) for text, style in zip(pair, styles, strict=True)]
            for pair in pairs(consent)
        ]
        SimpleDocTemplate(
            written, pagesize=A4, leftMargin=70, rightMargin=43, topMargin=40, bottomMargin=48
        ).build([Table([row], colWidths=[240, 240]) for row in rows])
        return written.getvalue()

    return printed


def weasyprint() -> Print:
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    latin, arabic = (file.as_uri() for file in _font_files())
    fonts = FontConfiguration()
    style = (
        f"@font-face{{font-family:L;src:url('{latin}')}} @font-face{{font-family:A;src:url('{arabic}')}}"
        "@page{size:A4;margin:14mm 15mm 17mm 25mm} td{width:50%;vertical-align:top;font:8.3pt L}"
        "td+td{font-family:A}"
    )

    def printed(consent: ConsentSheet) -> bytes:
        rows = "".join(
            f"<tr><td>{html.escape(german)}<td lang=ar dir=rtl>{html.escape(other)}"
            for german, other in pairs(consent)
        )
        page = f"<html lang=de><style>{style}</style><table>{rows}</table>"
        pdf = HTML(string=page).write_pdf(font_config=fonts)
        assert isinstance(pdf, bytes)
        return pdf

    return printed


SIDES: dict[str, tuple[str, Callable[[], Print]]] = {
    "ours": ("KIM-Brücke", ours),
    "bare_engine": ("Seitenmaschine allein", bare_engine),
    "reportlab": ("ReportLab", reportlab),
    "weasyprint": ("WeasyPrint", weasyprint),
}


def said(consent: ConsentSheet) -> dict[str, Any]:
    """What the template is given."""
    return consent_sheet._data(consent, columns(consent_sheet.FORM, consent.language))


def pairs(consent: ConsentSheet) -> list[tuple[str, str]]:
    """The same words without a layout: every sentence, German and Arabic."""
    data = said(consent)
    sections = [
        *data["information"],
        data["table"] | {"paragraphs": [data["table"]["intro"]]},
        *data["declarations"],
    ]
    found = [data["titles"], data["subtitles"], data["reading_aid"]]
    for section in sections:
        found += [section["headings"], *section["paragraphs"]]
    for row in data["rows"]:
        found += [
            [row["recipient"], row["contact"]],
            *row["categories"],
            *row["terms"],
            *data["words"]["yes_no"],
        ]
    found += [data["language"]["headings"], *data["language"]["choices"]]
    found += [[f"{data['person'][0]['value']} {data['about'][0][1]}", data["head"]["name"]]]
    return [(german, other) for german, other in found]


def compare() -> list[Paper]:
    """Warm ones in turns, after one that is not counted; first ones each in a process of its own."""
    able, unable = {}, []
    for side, (name, make) in SIDES.items():
        try:
            able[side] = make()
        except (ImportError, OSError) as error:
            unable.append(Paper(name, why=f"hier nicht eingerichtet: {str(error).splitlines()[0]}"))
    return [_measured(side, able, times) for side, times in _in_turns(able).items()] + unable


def _in_turns(sides: dict[str, Print]) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {side: [] for side in sides}
    for run in range(RUNS + 1):
        for place, (side, make) in enumerate(sides.items()):
            times[side].append(_milliseconds(make, sheet(run * len(sides) + place)))
    return {side: each[1:] for side, each in times.items()}


def _measured(side: str, sides: dict[str, Print], times: list[float]) -> Paper:
    first = median(_first(side) for _ in range(STARTS))
    return Paper(SIDES[side][0], median(times), first, len(sides[side](sheet(-1))) / 1024)


def _milliseconds(make: Print, consent: ConsentSheet) -> float:
    begun = perf_counter()
    pdf = make(consent)
    taken = (perf_counter() - begun) * 1000
    assert pdf.startswith(b"%PDF-")
    return taken


def _first(side: str) -> float:
    """From the call to the bytes in a new process; fonts are read, the others imported, on the way."""
    command = [sys.executable, "-m", "tests.benchmarks.paper", side]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=True)
    return float(done.stdout)


def _font_files() -> tuple[Path, Path]:
    latin, arabic, _ = resources.font_folders()
    return next(latin.glob("NotoSans[[]*.ttf")), next(arabic.glob("*.ttf"))


def _print_once(side: str) -> None:
    begun = perf_counter()
    SIDES[side][1]()(sheet(0))
    print((perf_counter() - begun) * 1000)


if __name__ == "__main__":
    _print_once(sys.argv[1])
