# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Begun and not finished: a card for every draft, with the way back to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.dates import berlin_date
from app.domain.draft import Draft
from app.domain.names import initials
from app.operations import cases, drafts
from ui.activity_form import correct_activity, open_activity
from ui.appointment_form import open_appointment_form, open_details_form
from ui.blank_return import reopen
from ui.closing_form import open_closing_form
from ui.colleague_form import open_handover_form
from ui.conference_form import open_conference_form
from ui.contact_form import open_correction
from ui.dates import clock, short_day
from ui.draft_forms import FORMS, Form, form_of
from ui.errors import WaysOut, guard
from ui.follow_up_form import open_follow_up_form
from ui.office_sites import open_controller_form, open_site_form
from ui.office_text_blocks import open_text_block_form
from ui.page import Navigate
from ui.person_form import open_person_form
from ui.quick_contact import QuickContact, open_quick_contact
from ui.sealed_handover_form import open_sealed_handover
from ui.service_form import open_service_form
from ui.session import Session
from ui.sheets import SHEETS
from ui.short_advice_form import correct_short_advice, open_short_advice
from ui.tell_form import open_tell_form
from ui.widgets import Card, Icon, box, label, line, link_button

EXCERPT = 90


def draft_cards(owner: QWidget, session: Session, navigate: Navigate) -> list[QWidget]:
    """The last touched first."""
    return [_card(owner, session, navigate, draft) for draft in session.read(drafts.drafts)]


def _card(owner: QWidget, session: Session, navigate: Navigate, draft: Draft) -> QWidget:
    form = FORMS.get(form_of(draft), Form("Entwurf", "document"))
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


def _record(draft: Draft) -> str:
    """What a form with a record of its own is about: <id> of goal:<id>."""
    return draft.kind.partition(":")[2]


def _about(session: Session, draft: Draft) -> str:
    """Whose it is: initials and file number."""
    if draft.record_id is None or draft.kind in ("service", "course", "intake") or _in_lists(draft):
        return "ohne Akte"
    view = session.read(cases.case_view, draft.record_id, session.today())
    person = view.client.person
    return f"{initials(person.family_name, person.given_names)} · {view.file.number}"


def _in_lists(draft: Draft) -> bool:
    return form_of(draft).startswith("registration_")


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
    day = berlin_date(draft.at)
    return clock(draft.at) if day == session.today() else short_day(day)


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
    case_id, (form, _, about) = draft.record_id, draft.kind.partition(":")
    openers: dict[str, Callable[[], object]] = {
        "intake": lambda: navigate("intake", *([case_id] if case_id else [])),
        "short_advice": lambda: open_short_advice(owner, session, navigate),
        f"short_advice:{_record(draft)}": lambda: correct_short_advice(owner, session, _record(draft)),
        f"activity:{_record(draft)}": lambda: correct_activity(owner, session, _record(draft)),
        "activity": lambda: open_activity(owner, session, navigate),
        "follow_up": lambda: open_follow_up_form(owner, session, case_id),
        "appointment": lambda: open_appointment_form(owner, session, case_id),
        "text_block": lambda: open_text_block_form(owner, session),
        f"gap_sentence:{_record(draft)}": lambda: navigate("release"),
        "service": lambda: open_service_form(owner, session, case_id),
        "course": lambda: navigate("services"),
        "site": lambda: open_site_form(owner, session),
        "controller": lambda: open_controller_form(owner, session),
        "target_group": lambda: navigate("office", "work"),
        "blank_sets": lambda: navigate("blank_sets"),
        "blank_sheets": lambda: navigate("blank_sheets"),
    }
    if form == "blank_sheet" and case_id is not None:
        openers[draft.kind] = lambda: reopen(owner, session, about, case_id)
    if form == "blank_set":
        openers[draft.kind] = lambda: navigate("blank_set", about)
    if form == "keeping":
        openers[draft.kind] = lambda: navigate("retention")
    if form == "text_block" and about:
        openers[draft.kind] = lambda: navigate("office", "work")
    if _in_lists(draft):
        openers[draft.kind] = lambda: navigate("lists", *([case_id] if case_id else []))
    if form == "correction":
        as_new = ("Als neuen Kontakt", lambda: _as_new_contact(owner, session, draft))
        too_late: WaysOut = dict.fromkeys(("contact.correction_closed", "contact.released"), as_new)
        openers[draft.kind] = lambda: open_correction(owner, session, about, too_late)
    if form == "appointment_change":
        openers[draft.kind] = lambda: open_details_form(owner, session, about)
    if case_id is None:
        openers["contact"] = lambda: open_quick_contact(owner, session, navigate)
    else:
        openers["contact"] = lambda: _to_contact(owner, session, navigate, draft)
        openers["closing"] = lambda: open_closing_form(owner, session, case_id)
        openers["handover"] = lambda: open_handover_form(owner, session, case_id)
        openers["sealed_handover"] = lambda: open_sealed_handover(owner, session, case_id)
        openers["conference"] = lambda: open_conference_form(owner, session, case_id)
        openers["person"] = lambda: open_person_form(owner, session, case_id)
        to_consent = ("Einwilligung erfassen", lambda: navigate("case", case_id, "consent"))
        ways_out: WaysOut = {"disclosure.no_consent": to_consent}
        openers["tell"] = lambda: open_tell_form(owner, session, case_id, ways_out, with_norms=True)
        for sheet in filter(lambda sheet: sheet.draft, SHEETS):
            openers[sheet.draft] = partial(sheet.opens, owner, session, case_id, ways_out)
    return openers


def _to_contact(owner: QWidget, session: Session, navigate: Navigate, draft: Draft) -> None:
    """A closed case has no entry box any more; what was typed is still to be read."""
    assert draft.record_id is not None
    if session.read(cases.case_view, draft.record_id, session.today()).case.status == "closed":
        QuickContact(owner, session, draft.record_id).open()
    else:
        _to_case(navigate, draft)


def _as_new_contact(owner: QWidget, session: Session, draft: Draft) -> None:
    """What was typed to put a contact right, too late for that; a contact that waits there comes first."""
    dialog = QuickContact(owner, session, draft.record_id)
    if not dialog.contact.form.typed():
        dialog.contact.form.retype(json.loads(draft.json))
        dialog.contact.draft.keep()
        session.write(drafts.discard, draft.id)
    dialog.open()


def _to_case(navigate: Navigate, draft: Draft) -> None:
    assert draft.record_id is not None
    navigate("case", draft.record_id, FORMS.get(form_of(draft), Form("", "")).tab)
