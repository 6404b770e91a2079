# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Verlauf as rows: what happened, in words and with an icon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.appointment import ENDS
from app.domain.case_transfer import FROM_ELSEWHERE
from app.domain.dates import german
from app.domain.timeline import TimelineEntry
from ui.paper_names import form_word
from ui.removal import KEY
from ui.theme import Tone
from ui.widgets import Chip, Row

LabelOf = Callable[[str, str], str]

FILTERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("all", "Alle", ()),
    ("contacts", "Kontakte", ("contact", "appointment", "intake", "closing")),
    ("plan", "Bestand und Ziele", ("assessment", "goal", "agreement", "gap")),
    ("benefits", "Leistung, Aufenthalt", ("livelihood", "residence")),
    ("passed_on", "Übermittlungen", ("referral", "disclosure", "handover", "sent")),
    ("consent", "Papier", ("consent", "agreement", "document", "earlier")),
)
_TOLD = {"referral": "Angaben", "handover": "Übergabe", "print": "Ausdruck", "list": "Erfassungsliste"}
"""How what left is called, by its channel; everything else is an Auskunft."""

_CONTACT_ICONS = {
    "talk": "speech",
    "phone": "phone",
    "email": "mail",
    "letter": "letter",
    "accompaniment": "walk",
    "attempt": "refused",
    "outreach": "home",
    "walk_in": "person",
    "conference": "people",
    "registration": "pencil",
}
_ICONS = {
    "appointment": "calendar",
    "referral": "send",
    "consent": "shield",
    "assessment": "chart",
    "goal": "target",
    "agreement": "document",
    "document": "document",
    "disclosure": "send",
    "gap": "gap",
    "livelihood": "paragraph",
    "residence": "paragraph",
    "handover": "people",
    "sent": "send",
    "earlier": "document",
    "intake": "folder",
    "closing": "check",
}
_CONSENT = {
    "printed": "Einwilligung gedruckt",
    "oral": "Einwilligung mündlich erteilt",
    "signed": "Einwilligung unterschrieben",
    "withdrawn": "Einwilligung widerrufen",
}
_EARLIER = {"contact": "Früheres Büro: Vermerk", "notice": "Früheres Büro: Einwilligung"}
_AGREEMENT = {"printed": "Zielvereinbarung gedruckt", "signed": "Zielvereinbarung unterschrieben"}
_INTAKE = {"accepted": "Erstberatung, aufgenommen", "not_accepted": "Erstberatung, nicht aufgenommen"}
_LIVELIHOOD = {"applied": "beantragt", "begins": "beginnt", "ends": "endet"}
_APPOINTMENT: dict[str, tuple[str, str, Tone]] = {
    "came": ("check", "gekommen", "success"),
    "missed": ("refused", "nicht gekommen", "warning"),
    "cancelled": ("cross", "abgesagt", "neutral"),
    "moved": ("calendar", "verlegt", "neutral"),
}


@dataclass(frozen=True)
class Told:
    """An entry in the words of the screen, as they are read and searched."""

    entry: TimelineEntry
    title: str
    detail: str

    def holds(self, wanted: Sequence[str]) -> bool:
        """Whether every wanted word stands in it, in upper or lower case."""
        said = f"{self.title} {self.detail}".casefold()
        return all(word.casefold() in said for word in wanted)


def tell(entry: TimelineEntry, label_of: LabelOf, *, with_notes: bool = True) -> Told:
    """`with_notes` False leaves the text out while the client looks on."""
    detail = _DETAILS.get(entry.kind, _text)(entry, label_of) if with_notes else ""
    return Told(entry, _TITLES[entry.kind](entry, label_of), detail)


def timeline_row(
    told: Told, today: date, label_of: LabelOf, finds: Sequence[str] = (), *, keys: bool = False
) -> Row:
    """One row, the searched words marked in it; with `keys` those of what can be put right."""
    entry = told.entry
    return Row(
        told.title,
        told.detail,
        key=(entry.kind, entry.record_id, entry.code),
        lead=f"{entry.day:%d.%m.}" if entry.day.year == today.year else f"{entry.day:%d.%m.%Y}",
        icon=_CONTACT_ICONS.get(entry.code, "speech") if entry.kind == "contact" else _ICONS[entry.kind],
        chip=_chip(entry, label_of),
        finds=finds,
        keys=_keys(entry) if keys else (),
    )


def _keys(entry: TimelineEntry) -> tuple[tuple[str, str], ...]:
    if entry.kind == "contact":
        return (("Eingabe", "berichtigen"), KEY)
    ended = entry.kind == "appointment" and entry.code in ENDS
    return (("Eingabe", "berichtigen"),) if ended else ()


def _contact(entry: TimelineEntry, label_of: LabelOf) -> str:
    minutes = entry.facts["minutes"]
    return label_of("contact_kind", entry.code) + (f", {minutes} Min." if minutes else "")


def _document(entry: TimelineEntry, _label_of: LabelOf) -> str:
    own = entry.code.removeprefix(FROM_ELSEWHERE)
    if own != entry.code:
        return f"Früheres Büro: {form_word(own)}"
    return f"Gedruckt: {form_word(own)} {entry.title}".strip()


def _referral(entry: TimelineEntry, _label_of: LabelOf) -> str:
    return f"{'Überleitung' if entry.facts['with_data'] else 'Verweis'} an {entry.title}"


def _appointment(entry: TimelineEntry, _label_of: LabelOf) -> str:
    return f"Termin: {entry.title}" if entry.title else "Termin"


_TITLES: dict[str, Callable[[TimelineEntry, LabelOf], str]] = {
    "contact": _contact,
    "appointment": _appointment,
    "referral": _referral,
    "consent": lambda entry, _: _CONSENT[entry.code],
    "assessment": lambda _entry, _: "Bestandsaufnahme",
    "goal": lambda entry, _: f"Ziel: „{entry.title}“",
    "agreement": lambda entry, _: _AGREEMENT[entry.code],
    "document": _document,
    "disclosure": lambda entry, _: f"{_TOLD.get(entry.code, 'Auskunft')} an {entry.title}",
    "gap": lambda entry, label_of: f"Angebotslücke {label_of('life_dimension', entry.title)}",
    "livelihood": lambda entry, label_of: (
        f"{label_of('legal_circle', entry.title)} {_LIVELIHOOD[entry.code]}"
    ),
    "residence": lambda entry, label_of: f"Aufenthalt: {label_of('residence_status', entry.title)}",
    "handover": lambda entry, _: f"Übergabe an {entry.title}",
    "sent": lambda entry, _: f"Versiegelt übergeben an {entry.title}",
    "earlier": lambda entry, _: _EARLIER[entry.code],
    "intake": lambda entry, _: _INTAKE[entry.code],
    "closing": lambda entry, label_of: f"Fall abgeschlossen: {label_of('closing_reason', entry.code)}",
}


def _text(entry: TimelineEntry, _label_of: LabelOf) -> str:
    return " · ".join(line.strip() for line in (entry.text or "").splitlines() if line.strip())


def _contact_detail(entry: TimelineEntry, label_of: LabelOf) -> str:
    """What was said, then about what, in which language and with whom."""
    facts = entry.facts
    about = ", ".join(label_of("topic", code) for code in facts["topics"])
    spoken = label_of("language", facts["language"]) if facts["language"] else ""
    parts = (_text(entry, label_of), about, spoken, f"dabei: {facts['present']}" if facts["present"] else "")
    return " · ".join(part for part in parts if part)


def _disclosure_detail(entry: TimelineEntry, label_of: LabelOf) -> str:
    words = ", ".join(label_of("data_category", code) for code in (entry.text or "").split(","))
    return f"{words} · {label_of('disclosure_channel', entry.code)}"


def _appointment_detail(entry: TimelineEntry, _label_of: LabelOf) -> str:
    facts = entry.facts
    parts = [f"{_german(facts['day'])}, {facts['at']} Uhr", facts["place"]]
    if facts["moved_to"]:
        day, at = facts["moved_to"].split(" ")
        parts.append(f"jetzt am {_german(day)}, {at} Uhr")
    return " · ".join(part for part in parts if part)


def _period_detail(entry: TimelineEntry, _label_of: LabelOf) -> str:
    until = entry.facts.get("until")
    parts = (entry.facts.get("authority"), f"bis {_german(until)}" if until else "")
    return " · ".join(part for part in parts if part)


def _german(iso: str) -> str:
    return german(date.fromisoformat(iso))


_DETAILS: dict[str, Callable[[TimelineEntry, LabelOf], str]] = {
    "contact": _contact_detail,
    "disclosure": _disclosure_detail,
    "appointment": _appointment_detail,
    "livelihood": _period_detail,
    "residence": _period_detail,
}


def _chip(entry: TimelineEntry, label_of: LabelOf) -> Chip | None:
    if entry.kind == "appointment":
        return Chip(*_APPOINTMENT[entry.code])
    if entry.kind == "disclosure":
        return Chip("send", "übermittelt", "info")
    if entry.kind == "referral":
        return Chip("send", label_of("referral_state", entry.code), "info")
    if entry.kind == "goal" and entry.code != "set":
        return goal_chip(entry.code, label_of)
    if entry.kind == "gap":
        return Chip("gap", label_of("gap_kind", entry.code), "warning")
    return None


def goal_chip(result: str | None, label_of: LabelOf) -> Chip:
    """What became of a goal, or that it is still open."""
    if result is None:
        return Chip("open", "offen")
    looks: dict[str, tuple[str, Tone]] = {
        "reached": ("check", "success"),
        "partly": ("half", "warning"),
        "not_reached": ("minus", "neutral"),
    }
    icon, tone = looks[result]
    return Chip(icon, label_of("goal_result", result), tone)
