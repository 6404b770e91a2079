# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Verlauf as rows: what happened, in words and with an icon."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from app.domain.timeline import TimelineEntry
from ui.theme import Tone
from ui.widgets import Chip, Row

LabelOf = Callable[[str, str], str]

FILTERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("all", "Alle", ()),
    ("contacts", "Kontakte", ("contact", "intake", "closing")),
    ("plan", "Bestand und Ziele", ("assessment", "goal", "agreement", "gap")),
    ("passed_on", "Übermittlungen", ("referral", "disclosure")),
    ("consent", "Einwilligung", ("consent",)),
)
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
    "referral": "send",
    "consent": "shield",
    "assessment": "chart",
    "goal": "target",
    "agreement": "document",
    "disclosure": "send",
    "gap": "gap",
    "intake": "folder",
    "closing": "check",
}
_CONSENT = {
    "printed": "Einwilligung gedruckt",
    "oral": "Einwilligung mündlich erteilt",
    "signed": "Einwilligung unterschrieben",
    "withdrawn": "Einwilligung widerrufen",
}
_AGREEMENT = {"printed": "Zielvereinbarung gedruckt", "signed": "Zielvereinbarung unterschrieben"}
_INTAKE = {"accepted": "Erstberatung, aufgenommen", "not_accepted": "Erstberatung, nicht aufgenommen"}


def timeline_row(entry: TimelineEntry, today: date, label_of: LabelOf, *, with_notes: bool = True) -> Row:
    """One row; `with_notes` False leaves the text out while the client looks on."""
    return Row(
        _title(entry, label_of),
        _detail(entry, label_of) if with_notes else "",
        key=(entry.kind, entry.record_id, entry.code),
        lead=f"{entry.day:%d.%m.}" if entry.day.year == today.year else f"{entry.day:%d.%m.%Y}",
        icon=_CONTACT_ICONS.get(entry.code, "speech") if entry.kind == "contact" else _ICONS[entry.kind],
        chip=_chip(entry, label_of),
    )


def _title(entry: TimelineEntry, label_of: LabelOf) -> str:
    code, title = entry.code, entry.title
    titles: dict[str, Callable[[], str]] = {
        "contact": lambda: label_of("contact_kind", code),
        "referral": lambda: f"Verweis an {title}",
        "consent": lambda: _CONSENT[code],
        "assessment": lambda: "Bestandsaufnahme",
        "goal": lambda: f"Ziel: „{title}“",
        "agreement": lambda: _AGREEMENT[code],
        "disclosure": lambda: f"Auskunft an {title}",
        "gap": lambda: f"Angebotslücke {label_of('life_dimension', title)}",
        "intake": lambda: _INTAKE[code],
        "closing": lambda: f"Fall abgeschlossen: {label_of('closing_reason', code)}",
    }
    return titles[entry.kind]()


def _detail(entry: TimelineEntry, label_of: LabelOf) -> str:
    if entry.kind == "disclosure":
        words = ", ".join(label_of("data_category", code) for code in (entry.text or "").split(","))
        return f"{words} · {label_of('disclosure_channel', entry.code)}"
    return " · ".join(line.strip() for line in (entry.text or "").splitlines() if line.strip())


def _chip(entry: TimelineEntry, label_of: LabelOf) -> Chip | None:
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
