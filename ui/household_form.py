# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Entering the household line by line: Enter takes one and begins the next; changing; a file of one's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.domain.case_view import CaseView
from app.domain.errors import Cancelled
from app.domain.household import CHILDREN, Member, NewMember
from app.operations import households
from app.operations.households import OwnFile
from ui.case_finder import CaseFinder
from ui.codes import choices_of
from ui.drafts import DraftKeeper
from ui.duplicate_panel import PAUSE_MS, DuplicatePanel, typed_person
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.widgets import (
    CheckInput,
    CodeInput,
    FormPanel,
    KeyHint,
    PartialDateInput,
    TextInput,
    column,
    label,
    line,
    rule,
    secondary_button,
    show_toast,
)

FIRST_RELATION = "child"


class MemberForm(FormPanel):
    """Relation, name and birth of someone in the household, as short as it can be."""

    entered = Signal()

    def __init__(self, session: Session, family_name: str) -> None:
        super().__init__()
        self._family_name = family_name
        relations = choices_of(session)("relation")
        self._children = {word for code, word in relations if code in CHILDREN}
        self.given_names, self.born, self.family = TextInput(), PartialDateInput(), TextInput()
        self.relation, self.here = CodeInput(relations), CheckInput("wohnt hier")
        self.born.setPlaceholderText("2015, 03/2015, 1.3.2015")
        self.add_line(
            self.field("relation", "Beziehung", self.relation),
            self.field("given_names", "Vornamen", self.given_names),
        )
        self.add_line(
            self.field("born", "Geboren", self.born),
            self.field("family_name", "Familienname", self.family),
        )
        self.foot = line(self.field("lives_here", "", self.here), gap=1)
        self.foot.setAlignment(self.row("lives_here"), Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(self.foot)
        self.relation.changed.connect(self._inherit)
        for entry in (self.given_names, self.born, self.family):
            entry.returnPressed.connect(self.entered)
        self.start(FIRST_RELATION)

    def start(self, relation: str) -> None:
        """Empty for the next one, who stands in the same relation."""
        self.clear()
        self.set_values({"relation": relation, "lives_here": True})
        self._inherit()

    def show_member(self, member: Member) -> None:
        """Fill the fields; with a file of his or her own only what is kept here can be changed."""
        fields = ("relation", "given_names", "family_name", "born", "lives_here")
        self.set_values({field: getattr(member, field) for field in fields})
        for field in ("given_names", "family_name", "born"):
            self.row(field).setVisible(member.member_client_id is None)

    def _inherit(self) -> None:
        """A child has the family name of the person unless another is written."""
        child = self.relation.typed() in self._children
        inherited = self._family_name if child else ""
        self.family.setPlaceholderText(inherited)
        self.family.setToolTip(inherited)


def member_of(values: Mapping[str, Any]) -> NewMember:
    """The member as the form's values say."""
    return NewMember(
        values["relation"] or "",
        values["given_names"],
        values["family_name"],
        values["born"],
        values["lives_here"],
    )


class HouseholdLine(QWidget):
    """The line at the foot of the household; `entered` asks for what stands there to be taken."""

    entered = Signal()

    def __init__(self, session: Session, case_id: str, family_name: str) -> None:
        super().__init__()
        self.form = MemberForm(session, family_name)
        self.form.entered.connect(self._enter)
        self.draft = DraftKeeper(session, self.form, "household", case_id)
        self.form.foot.addWidget(secondary_button("Zum Haushalt", self.entered.emit, "plus"))
        self.form.foot.addWidget(KeyHint("Eingabe", "und das nächste Kind"))
        self.form.foot.addStretch(1)
        column(self.form, parent=self)

    def _enter(self) -> None:
        """Enter twice adds nobody twice: who stands here without a word is added by the button."""
        if self.form.typed():
            self.entered.emit()

    def begin_next(self) -> None:
        """What stood there is taken; the keys go to the next one's name."""
        relation = self.form.relation.value() or FIRST_RELATION
        self.draft.discard()
        self.form.start(relation)
        self.form.given_names.setFocus(Qt.FocusReason.OtherFocusReason)


def open_member_form(owner: QWidget, session: Session, view: CaseView, member: Member) -> FormDialog:
    """Correct a line of the household."""
    form = MemberForm(session, view.client.person.family_name)
    form.show_member(member)
    draft = DraftKeeper(session, form, f"household_member:{member.id}", view.case.id)

    def save(values: dict[str, Any]) -> None:
        session.write(households.change_member, member.id, member_of(values))

    dialog = FormDialog(owner, "Haushalt", form, "Speichern", save, draft=draft)
    form.entered.connect(dialog.submit)
    dialog.open()
    form.row("relation" if member.member_client_id else "given_names").focus()
    return dialog


class OwnFileForm(FormPanel):
    """A file that is there already, or the few words that begin one."""

    def __init__(
        self,
        session: Session,
        member: Member | NewMember,
        family: str,
        *,
        search: bool,
        client_looks_on: bool,
    ) -> None:
        super().__init__()
        self._choices = choices_of(session)
        self._besides, self._client_looks_on = frozenset({family}), client_looks_on
        if search:
            self.add("case_id", "Gibt es die Akte schon? Dann suchen Sie hier.", CaseFinder(session))
            self.body.addWidget(rule())
        said = "Anschrift, Sprachen und Standort kommen aus dieser Akte."
        self.body.addWidget(label(said, "small", "muted", wrap=True))
        self.family = TextInput()
        self.add_line(
            self.field("family_name", "Familienname", self.family),
            self.field("given_names", "Vornamen", TextInput()),
        )
        self.add_line(
            self.field("birth_date", "Geburtsdatum", PartialDateInput()),
            self.field("sex", "Geschlecht", CodeInput(self._choices("sex"))),
        )
        self.add("access_way", "Zugangsweg", CodeInput(self._choices("access_way")))
        self._known = DuplicatePanel(session, "Diese Akte nehmen" if search else "", closed_too=False)
        self._known.opened.connect(lambda case_id: self.entry("case_id").set_value(case_id))
        self.body.addWidget(self._known)
        self.set_values(
            {
                "family_name": member.family_name,
                "given_names": member.given_names,
                "birth_date": member.born,
                "access_way": "self",
            }
        )
        self._look()
        pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        pause.timeout.connect(self._look)
        self.changed.connect(pause.start)

    def require_looked_at(self) -> None:
        """Cancelled once when somebody comes up who may be the same person."""
        if self._look():
            self._known.setFocus()
            raise Cancelled

    def _look(self) -> bool:
        known = typed_person(self.readable())
        return self._known.look(known, self._besides, client_looks_on=self._client_looks_on)

    def own_file(self, values: Mapping[str, Any]) -> OwnFile:
        return OwnFile(
            values["family_name"],
            values["given_names"],
            values["birth_date"],
            values["sex"] or "unknown",
            values["access_way"] or "",
        )


def open_own_file_form(
    owner: QWidget, session: Session, view: CaseView, member: Member, *, search: bool = True
) -> FormDialog:
    """A file of one's own for a member, or the one there is already."""
    form = OwnFileForm(session, member, view.client.id, search=search, client_looks_on=not search)
    draft = DraftKeeper(session, form, f"own_file:{member.id}", view.case.id)

    def save(values: dict[str, Any]) -> None:
        if values.get("case_id"):
            session.write(households.link_member, member.id, values["case_id"])
            show_toast(owner, "Beide Akten sind verbunden.")
        else:
            form.require_looked_at()
            own = form.own_file(values)
            opened = session.write(households.open_file_for, member.id, view.case.site_id, own)
            show_toast(owner, f"Die Akte {opened.file_number} ist angelegt.")

    return _opened(owner, form, save, draft)


def open_joining_form(
    owner: QWidget,
    session: Session,
    view: CaseView,
    new: NewMember,
    then: Callable[[], object],
    *,
    client_looks_on: bool,
) -> FormDialog:
    """A file from the start for someone who cannot stand here by name; `then` once it is there."""
    form = OwnFileForm(session, new, view.client.id, search=False, client_looks_on=client_looks_on)

    def save(values: dict[str, Any]) -> None:
        form.require_looked_at()
        own, site_id = form.own_file(values), view.case.site_id
        opened = session.write(households.add_member_with_file, view.client.id, new, site_id, own)
        then()
        show_toast(owner, f"Die Akte {opened.file_number} ist angelegt.")

    return _opened(owner, form, save)


def _opened(
    owner: QWidget,
    form: OwnFileForm,
    save: Callable[[dict[str, Any]], object],
    draft: DraftKeeper | None = None,
) -> FormDialog:
    dialog = FormDialog(owner, "Eigene Akte", form, "Fertig", save, draft=draft)
    dialog.open()
    form.family.setFocus(Qt.FocusReason.OtherFocusReason)
    return dialog
