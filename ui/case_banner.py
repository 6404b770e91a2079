# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who this is, what may be said to whom, and what comes next; one line on working tabs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.domain.authorisation import Authorisation
from app.domain.case_view import CaseView
from app.domain.dates import age_on, german
from app.domain.disclosure import SpokenAnswer
from app.domain.follow_up import FollowUp
from ui.codes import labels_of
from ui.dates import near_day
from ui.session import Session
from ui.spoken_words import spoken_words
from ui.theme import Role, rem
from ui.widgets import Chip, Flow, Icon, box, clear, column, label, line, link_button, one_line

SHOWN, NEXT = 4, 0.36
"""So many recipients by name, and so much of the width for the next step."""
LabelOf = Callable[[str, str], str]
VOLLMACHT = "Diese Stelle darf uns Auskunft geben. Was wir ihr sagen, regelt die Einwilligung."


class CaseBanner(QFrame):
    """`show_case(view, full)`; in conversation mode only the client's own name and age."""

    def __init__(
        self, session: Session, to_consent: Callable[[], object], tell: Callable[[], object]
    ) -> None:
        super().__init__()
        self._session, self._to_consent, self._tell = session, to_consent, tell
        self.setProperty("area", "frame")
        self._left = column(gap=0.5)
        self._next = column(gap=0.1)
        whole = line(parent=self, gap=1.2)
        whole.setContentsMargins(rem(2.25), rem(0.7), rem(1.7), rem(0.7))
        whole.addLayout(self._left, 1)
        self._side = box(self._next)
        whole.addWidget(self._side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._side.setMaximumWidth(round(event.size().width() * NEXT))
        super().resizeEvent(event)

    def show_case(self, view: CaseView, *, full: bool, conversation: bool = False) -> None:
        clear(self._left)
        clear(self._next)
        self._left.addWidget(_flow(self._who(view, full, conversation)))
        if conversation:
            return
        if full:
            self._left.addWidget(_flow(self._spoken(view)))
        self._show_next(view.next_follow_up, full)
        self._next.addStretch(1)

    def _who(self, view: CaseView, full: bool, conversation: bool) -> list[QWidget]:
        today, label_of = self._session.today(), labels_of(self._session)
        parts: list[QWidget] = [
            one_line(view.client.display_name, "title" if full else "heading"),
            label(_facts(view, today, full), tone="muted"),
        ]
        if conversation:
            return parts
        language = _language_chip(view, label_of)
        standing = {"closed": ("check", "Fall abgeschlossen"), "paused": ("clock", "Fall ruht")}
        chips = [Chip(*standing[view.case.status])] if view.case.status in standing else []
        state = [*chips, *rights_chips(view)]
        spoken = [] if full else [self._way_to_tell(_spoken_count(view))]
        return [*parts, *state, *language, consent_chip(view, today), *spoken]

    def _spoken(self, view: CaseView) -> list[QWidget]:
        today, label_of = self._session.today(), labels_of(self._session)
        shown = [_answer(answer, today, label_of) for answer in view.spoken[:SHOWN]]
        every = link_button(f"alle {len(view.spoken)}", self._to_consent, small=True)
        more = [every] if len(view.spoken) > SHOWN else []
        return [self._way_to_tell("Auskunft"), *shown, *more, *map(_authorised, view.authorised)]

    def _way_to_tell(self, words: str) -> QWidget:
        """Somebody calls: what is told is held at once."""
        way = link_button(words, self._tell, "phone", small=True)
        way.setAccessibleDescription("Auskunft geben")
        way.setToolTip("Auskunft geben (Strg+Umschalt+A)")
        return way

    def _show_next(self, follow_up: FollowUp | None, full: bool) -> None:
        if follow_up is None:
            self._next.addStretch(1)
            self._next.addWidget(label("Kein nächster Schritt", "small", "muted"))
            return
        today = self._session.today()
        when = near_day(follow_up.due_on, today) + (f" {follow_up.due_at:%H:%M}" if follow_up.due_at else "")
        tone: Role = "danger" if follow_up.due_on < today else "text"
        if full:
            self._next.addWidget(label("Nächster Schritt", "small", "muted"))
        self._next.addWidget(label(when[:1].upper() + when[1:], tone=tone, strong=True))
        self._next.addWidget(one_line(follow_up.title, "body" if full else "small"))


def consent_chip(view: CaseView, today: date) -> Chip:
    """What the file stands on now, in one chip."""
    consent = view.consent
    if consent is not None and consent.status == "signed":
        if not any(row.decision == "given" for row in consent.rows):
            return Chip("warning", "Einwilligung: nichts erteilt", "warning")
        until = f" bis {german(consent.valid_until)}" if consent.valid_until else ""
        return Chip("check", f"Einwilligung{until}", "success")
    if consent is not None and consent.status == "oral":
        return Chip("clock", "Einwilligung nur mündlich", "warning")
    if view.file.basis == "task":
        return Chip("paragraph", "Grundlage: Aufgabe", "neutral")
    if view.file.erase_on is not None:
        return Chip("warning", f"Vorläufige Akte, {_time_left((view.file.erase_on - today).days)}", "warning")
    return Chip("warning", "Keine gültige Einwilligung", "warning")


def rights_chips(view: CaseView) -> list[Chip]:
    """What the person asked for, or took back: since when the file is only kept, and is not counted."""
    chips = []
    if view.file.restricted_on is not None:
        chips.append(Chip("lock", f"Eingeschränkt seit {german(view.file.restricted_on)}", "warning"))
    if view.excluded_on is not None:
        chips.append(Chip("chart", f"Zählt nicht mit seit {german(view.excluded_on)}", "neutral"))
    return chips


def _time_left(days: int) -> str:
    if days < 0:
        return "Frist ist vorbei"
    return "nur noch heute" if days == 0 else f"noch {'1 Tag' if days == 1 else f'{days} Tage'}"


def _flow(widgets: list[QWidget]) -> QWidget:
    return box(Flow(*widgets, gap=0.7))


def _facts(view: CaseView, today: date, full: bool) -> str:
    birth = view.client.person.birth_date
    age = age_on(birth, today) if birth else None
    years = f"{age} Jahre" if age is not None else f"geboren {birth.german()}" if birth else "Alter unbekannt"
    return f"{years} · Akte {view.file.number}" if full else years


def _language_chip(view: CaseView, label_of: LabelOf) -> list[QWidget]:
    if not view.client.person.languages:
        return []
    first = view.client.person.languages[0]
    need = " · Sprachmittlung nötig" if first.interpreter_needed else ""
    return [Chip("speech", f"{label_of('language', first.code)}{need}", "info")]


def _spoken_count(view: CaseView) -> str:
    if not view.spoken:
        return "Auskunft"
    return f"Auskunft: {sum(bool(answer.covered) for answer in view.spoken)} von {len(view.spoken)}"


def _authorised(known: Authorisation) -> QWidget:
    """Vollmacht Jobcenter: it may tell us; what it may hear is said beside it."""
    chip = Chip("document", f"Vollmacht {known.authority}", "info")
    chip.setToolTip(VOLLMACHT)
    chip.setAccessibleDescription(VOLLMACHT)
    return chip


def _answer(answer: SpokenAnswer, today: date, label_of: LabelOf) -> QWidget:
    """Jobcenter ja: Name und Kontakt, Leistungen · Ausländerbehörde nur Aufenthalt · Vermieter nein."""
    said = spoken_words(answer, today, label_of)
    words = label(said.sentence, "small", said.tone)
    words.setToolTip(", ".join(label_of("data_category", code) for code in answer.covered))
    recipient = one_line(answer.recipient, "small", strong=True)
    return box(line(Icon(said.icon, said.tone, 1.0), recipient, words, gap=0.3))
