# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The picture that the Kreis ships stands at the head of every paper, and is described."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from app.domain.template_pack import Logo
from app.forms import (
    appointment_slip,
    checklist_sheet,
    document_list,
    interpreter_secrecy,
    power_of_attorney,
    referral_slip,
)
from app.forms.engine import Printed
from tests.forms import sample_data as data
from tests.forms.sample_data import WHEN
from tests.forms.tagged import structure

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3"/></svg>'
LOGO = Logo("svg", PICTURE, "Wappen des Kreises")
PAPERS: dict[str, tuple[Callable[..., Printed], Any]] = {
    "slip": (appointment_slip.render, data.slip("ar")),
    "blank slip": (appointment_slip.render, data.blank_slip("uk")),
    "referral": (referral_slip.render, data.referral("prs")),
    "checklist": (checklist_sheet.render, data.checklist()),
    "blank authorisation": (power_of_attorney.render, data.blank_authorisation("tr")),
    "promise": (interpreter_secrecy.render, data.secrecy("de")),
    "papers": (document_list.render, data.papers("en")),
}


@pytest.mark.parametrize("name", PAPERS)
def test_it_stands_on_the_paper_and_is_described(name: str) -> None:
    render, sheet = PAPERS[name]
    with_picture = replace(sheet, controller=replace(sheet.controller, logo=LOGO))
    assert LOGO.alt in described(render(with_picture, WHEN))
    assert LOGO.alt not in described(render(sheet, WHEN))


def described(printed: Printed) -> list[str]:
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf:
        return [each.alt for each in structure(pdf, with_words=False).every() if each.tag == "Figure"]
