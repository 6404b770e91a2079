# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Begun and not finished: a card for every draft, with the way back to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.domain.draft import Draft
from app.domain.names import initials
from app.operations import cases, drafts
from ui.activity_form import open_activity
from ui.closing_form import open_closing_form
from ui.dates import clock, short_day
from ui.errors import guard
from ui.follow_up_form import open_follow_up_form
from ui.page import Navigate
from ui.person_form import open_person_form
from ui.quick_contact import open_quick_contact
from ui.service_form import open_service_form
from ui.session import Session
from ui.short_advice_form import open_short_advice
from ui.widgets import Card, Icon, box, label, line, link_button

EXCERPT = 90


@dataclass(frozen=True)
class _Form:
    """How a kind of draft is called and which tab of a case it belongs to."""

    word: str
    icon: str
    tab: str = "timeline"


FORMS = {
    "contact": _Form("Kontakt", "speech"),
    "intake": _Form("Neue Person", "person"),
    "person": _Form("Angaben zur Person", "person"),
    "short_advice": _Form("Kurzberatung", "speech"),
    "activity": _Form("Tätigkeit", "people"),
    "follow_up": _Form("Wiedervorlage", "flag"),
    "closing": _Form("Fall abschließen", "check"),
    "service": _Form("Anlaufstelle", "pin"),
    "assessment": _Form("Bestandsaufnahme", "chart", "assessment"),
    "goal": _Form("Ziel", "target", "goals"),
    "step": _Form("Schritt", "target", "goals"),
    "consent": _Form("Einwilligung", "shield", "consent"),
    "referral": _Form("Überleitung", "send", "referral"),
    "declined": _Form("Ablehnung", "refused", "referral"),
    "gap": _Form("Angebotslücke", "gap", "referral"),
}


def draft_cards(owner: QWidget, session: Session, navigate: Navigate) -> list[QWidget]:
    """The last touched first."""
    return [_card(owner, session, navigate, draft) for draft in session.read(drafts.drafts)]


def _card(owner: QWidget, session: Session, navigate: Navigate, draft: Draft) -> QWidget:
    form = FORMS.get(draft.kind, _Form("Entwurf", "document"))
    about = _about(session, draft)
    head = line(
        Icon(form.icon), label(form.word, wrap=True), None, label(_at(session, draft), "small", "muted")
    )
    drop = link_button("Verwerfen", lambda: _drop(owner, session, draft), small=True)
    drop.setAccessibleName(f"Verwerfen: {form.word}, {about}")
    go_on = link_button("Weiter", lambda: _go_on(owner, session, navigate, draft), "arrow", small=True)
    go_on.setAccessibleName(f"Weiter: {form.word}, {about}")
    card = Card(box(head))
    if excerpt := _excerpt(draft):
        card.body.addWidget(label(excerpt, "small", wrap=True))
    card.body.addWidget(box(line(label(about, "small", "muted"), None, drop, go_on)))
    return card


def _about(session: Session, draft: Draft) -> str:
    """Whose it is: initials and file number."""
    if draft.record_id is None or draft.kind in ("service", "intake"):
        return "ohne Akte"
    view = session.read(cases.case_view, draft.record_id, session.today())
    person = view.client.person
    return f"{initials(person.family_name, person.given_names)} · {view.file.number}"


def _excerpt(draft: Draft) -> str:
    """The beginning of the longest text, where it can tell nobody's name."""
    if draft.kind in ("intake", "person"):
        return ""
    typed = json.loads(draft.json)
    text = " ".join(str(typed.get("text") or typed.get("note") or typed.get("title") or "").split())
    if not text:
        return ""
    return f"„{text}“" if len(text) <= EXCERPT else f"„{text[:EXCERPT].rstrip()} …“"


def _at(session: Session, draft: Draft) -> str:
    return clock(draft.at) if draft.at.date() == session.now().date() else short_day(draft.at.date())


def _drop(owner: QWidget, session: Session, draft: Draft) -> None:
    with guard(owner):
        session.write(drafts.discard, draft.id)


def _go_on(owner: QWidget, session: Session, navigate: Navigate, draft: Draft) -> None:
    with guard(owner):
        _openers(owner, session, navigate, draft).get(draft.kind, lambda: _to_case(navigate, draft))()


def _openers(
    owner: QWidget, session: Session, navigate: Navigate, draft: Draft
) -> dict[str, Callable[[], object]]:
    """Forms that open over the page; every other draft waits in its case."""
    case_id = draft.record_id
    openers: dict[str, Callable[[], object]] = {
        "intake": lambda: navigate("intake", *([case_id] if case_id else [])),
        "short_advice": lambda: open_short_advice(owner, session, navigate),
        "activity": lambda: open_activity(owner, session, navigate),
        "follow_up": lambda: open_follow_up_form(owner, session, case_id),
        "service": lambda: open_service_form(owner, session, case_id),
    }
    if case_id is None:
        openers["contact"] = lambda: open_quick_contact(owner, session, navigate)
    else:
        openers["closing"] = lambda: open_closing_form(owner, session, case_id)
        openers["person"] = lambda: open_person_form(owner, session, case_id)
    return openers


def _to_case(navigate: Navigate, draft: Draft) -> None:
    assert draft.record_id is not None
    navigate("case", draft.record_id, FORMS.get(draft.kind, _Form("", "")).tab)
