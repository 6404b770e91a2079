# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the first talk asks for: the person's fields and its own, eight of them before the fold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt

from app.domain.client import Person, Residence
from app.domain.intake import Intake
from app.operations import cases, competence, target_groups
from ui.choice_chips import ChoiceChips
from ui.livelihood_form import intake_fields, livelihood_of
from ui.person_form import PersonForm, pair
from ui.person_values import person_of
from ui.session import Session
from ui.site_choice import site_choices, usual_site
from ui.widgets import CheckInput, CodeInput, DateInput, FieldRow, LongText, TextInput, link_button

AGREE_WHO_COUNSELS = "Bitte sprechen Sie ab, wer begleitet. Zwei Begleitungen zugleich sind ausgeschlossen."
OWN_CASE_MANAGEMENT = "Dort gibt es ein eigenes Fallmanagement. Oft genügt eine Verweisberatung."


class IntakeForm(PersonForm):
    """The person's fields and those of the first talk."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.set_values(
            {
                "double_counselling": "none",
                "held_on": session.today(),
                "site_id": usual_site(session),
            }
        )
        self._offer_groups()
        self.entry("site_id").changed.connect(self._offer_groups)

    def add_first_extra(self) -> None:
        way = CodeInput(self.choices("access_way"))
        self.body.addLayout(pair(self.field("access_way", "Wie ist die Person gekommen?", way)))
        self.request = LongText("In den Worten der Person", lines=3)
        self.add("request", "Anliegen", self.request)
        self.reason = self.add(
            "decision_reason", "Warum wird die Person nicht aufgenommen?", LongText(lines=2)
        )
        today = self.session.today()
        neighbours = [(n.service_id, n.name) for n in self.session.read(competence.every_neighbour, today)]
        self._has_neighbours = bool(neighbours)
        self.passed_to = self.add("passed_to", "Übergeben an", CodeInput(neighbours, "niemanden"))
        self.add("refused", "", CheckInput("Nicht aufnehmen")).hide()  # a button says it; the draft keeps it
        self.show_refusal(False)

    def add_last_extra(self) -> None:
        self.groups = ChoiceChips("Zielgruppen", [])
        self.suggestion = link_button("", self._take_suggestion, "plus", small=True)
        self.suggestion.hide()
        self.section("Lebensunterhalt", *intake_fields(self, self.session))
        self.section(
            "Erstberatung",
            (
                self.field("held_on", "Tag", DateInput(self.session.today)),
                self.field("site_id", "Standort", CodeInput(site_choices(self.session))),
            ),
            (
                self.field("sender", "Überwiesen von", TextInput(), "Die Stelle, nicht die Person dort."),
                self.field(
                    "sender_basis", "Mitgegebene Angaben beruhen auf", CodeInput(self.choices("sender_basis"))
                ),
            ),
            (self._double_counselling(),),
            (
                self.field(
                    "target_groups",
                    "Zielgruppen",
                    self.groups,
                    "Gruppen, die Gesundheit oder Orientierung verraten, erst mit einer Einwilligung dafür.",
                ),
            ),
        )
        self._more_column.addWidget(self.suggestion, 0, Qt.AlignmentFlag.AlignLeft)

    def show_refusal(self, refused: bool) -> None:
        """The fields of a person who is not taken in."""
        self.reason.setVisible(refused)
        self.passed_to.setVisible(refused and self._has_neighbours)

    def suggest(self) -> None:
        """Offer the target groups that what is known speaks for."""
        known = self.readable()
        day = known["held_on"] or self.session.today()
        fitting = self.session.read(target_groups.suggestions, known["site_id"], _bounds(known), day)
        self._suggested = {
            group.code: group.label for group in fitting if group.code not in self.groups.value()
        }
        self.suggestion.setText(f"Passt zu den Angaben: {', '.join(self._suggested.values())}")
        self.suggestion.setVisible(bool(self._suggested))

    def intake(self, values: dict[str, Any], decision: str) -> Intake:
        refused = decision == "not_accepted"
        return Intake(
            person=person_of(values),
            site_id=values["site_id"] or "",
            held_on=values["held_on"] or self.session.today(),
            access_way=values["access_way"] or "",
            request=values["request"],
            double_counselling=values["double_counselling"] or "unknown",
            target_groups=values["target_groups"],
            decision=decision,
            decision_reason=values["decision_reason"] if refused else "",
            sender=values["sender"],
            sender_basis=values["sender_basis"],
            passed_to=values["passed_to"] if refused else None,
            livelihood=livelihood_of(values, values["held_on"] or self.session.today()),
        )

    def _double_counselling(self) -> FieldRow:
        """Who counsels already, and what follows from it."""
        entry = CodeInput(self.choices("double_counselling"))
        row = self.field("double_counselling", "Andere Beratung", entry)
        entry.changed.connect(lambda: row.set_hint(self._advice_on(self.readable()["double_counselling"])))
        return row

    def _advice_on(self, code: str | None) -> str:
        if code in (None, "none", "unknown"):
            return ""
        own = self.session.read(cases.lists).fact("double_counselling", str(code), "own_case_management")
        return OWN_CASE_MANAGEMENT if own else AGREE_WHO_COUNSELS

    def _offer_groups(self) -> None:
        """The groups of the place where the person is taken in, but for those of Art. 9."""
        site = self.readable()["site_id"]
        here = self.session.read(target_groups.groups_for, site, self.session.today())
        self.groups.offer([(g.code, g.label) for g in here if "data_category" not in g.facts])

    def _take_suggestion(self) -> None:
        self.groups.set_value((*self.groups.value(), *self._suggested))
        self.suggestion.hide()


def _bounds(known: Mapping[str, Any]) -> Person:
    """What target groups are suggested by, of a form's readable values."""
    return Person(
        "",
        birth_date=known["birth_date"],
        arrived_in_germany=known["arrived_in_germany"],
        residence=Residence(known["residence"]) if known["residence"] else None,
    )
