# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signed paper on its way in: which pages belong to which printed paper, looked at before it is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.progress import Progress
from app.domain.scan import Paper, Part
from app.operations import blanks, scans
from app.operations.scans import Piece, Received
from ui import files
from ui.errors import guard
from ui.job_line import JobLine
from ui.paper_names import made_on, title_of
from ui.reading_order import Dialog
from ui.scan_view import ScanPages
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    Card,
    Chip,
    CodeInput,
    Scroll,
    box,
    column,
    label,
    line,
    link_button,
    primary_button,
    secondary_button,
)

KINDS = "Scans (*.pdf *.jpg *.jpeg *.png)"
_CARD_WIDTH = 26
READING = "Scan wird aufgenommen"
_HINT = (
    "Seiten ohne Code gehören zum Blatt davor. Gespeichert wird verschlüsselt, so wie der Scan kam. "
    "Seine Datei liegt noch unverschlüsselt in ihrem Ordner: Bitte löschen Sie sie danach."
)

_FOR_NOBODY = {
    True: "Danach tippen Sie ein, was darauf steht.",
    False: "Mit dem Satz kommt der Scan in die Akte.",
}
"""What comes of the scan of a blank: of a single one, of a sheet of a set."""

Kept = Callable[[Sequence[str]], object]
"""Gets the ids of the papers that were scanned."""


def choose_scan(owner: QWidget) -> list[Path]:
    chosen = files.choose_file(owner, "Scan aufnehmen", KINDS)
    return [] if chosen is None else [chosen]


def dropped(event: QDropEvent) -> list[Path]:
    """The files of this computer that are dropped; nothing where there are none."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def take_in_scans(
    owner: QWidget,
    session: Session,
    job: JobLine,
    paths: Sequence[Path],
    file_id: str | None,
    kept: Kept,
    *,
    discreet: bool = False,
) -> None:
    """Reads them beside the windows, then asks; `file_id`: whose papers they are, where that is known.

    `discreet`: the client looks on, nobody else is named.
    """

    def read(progress: Progress) -> list[Received]:
        return [scans.receive(path, progress) for path in paths]

    def ask(received: list[Received]) -> None:
        ScanDialog(owner, session, job, received, file_id, kept, discreet=discreet).open()

    if paths:
        job.start(read, ask)


class ScanDialog(Dialog):
    """A card for each part, and the pages of the one that is looked at."""

    def __init__(
        self,
        owner: QWidget,
        session: Session,
        job: JobLine,
        received: Sequence[Received],
        file_id: str | None,
        kept: Kept,
        *,
        discreet: bool,
    ) -> None:
        super().__init__(owner.window())
        self._owner, self._session, self._job, self._kept = owner, session, job, kept
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName("Scan aufnehmen")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        papers = _offered(session, file_id, discreet=discreet)
        self.cards = [
            PartCard(session, each, part, papers, file_id, self._look, discreet=discreet)
            for each in received
            for part in each.parts
        ]
        self.pages = ScanPages(session)
        self._lay_out(owner)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.take_in)
        self._look(self.cards[0])
        self.cards[0].choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_in(self) -> None:
        """Cut where there is more than one paper, beside the windows, then kept all at once."""
        with guard(self):
            work = [partial(scans.pieces, received, chosen) for received, chosen in self._chosen() if chosen]
            if not work:
                scans.pieces(self.cards[0].received, {})
            session, owner, kept = self._session, self._owner, self._kept

            def cut(_progress: Progress) -> list[Piece]:
                return [piece for each in work for piece in each()]

            def keep(pieces: list[Piece]) -> None:
                with guard(owner):
                    session.write(scans.keep, pieces)
                    kept(tuple(dict.fromkeys(piece.document_id for piece in pieces)))

            self._job.start(cut, keep)
            self.accept()

    def _chosen(self) -> list[tuple[Received, dict[Part, str]]]:
        """For each file what its parts belong to; parts without a paper are left out."""
        found: dict[int, tuple[Received, dict[Part, str]]] = {}
        for card in self.cards:
            chosen = found.setdefault(id(card.received), (card.received, {}))[1]
            if (document_id := card.choice.value()) is not None:
                chosen[card.part] = document_id
        return list(found.values())

    def _look(self, card: PartCard) -> None:
        for each in self.cards:
            each.set_looked_at(each is card)
        self.pages.show_pages(card.received.content, card.part.first, card.part.pages)

    def _lay_out(self, owner: QWidget) -> None:
        count = len(self.cards)
        title = "Scan aufnehmen" if count == 1 else f"Scan aufnehmen: {count} Blätter"
        left = Scroll(box(column(*self.cards, None, gap=0.6)))
        left.setFixedWidth(rem(_CARD_WIDTH))
        both = line(left, self.pages, gap=1.2)
        both.setStretch(1, 1)
        whole = column(
            label(title, "heading"), label(_HINT, "small", "muted", wrap=True), parent=self, gap=0.5
        )
        whole.addLayout(both, 1)
        whole.addLayout(
            line(
                None,
                secondary_button("Abbrechen", self.reject),
                primary_button("Übernehmen", self.take_in, "check"),
            )
        )
        whole.setContentsMargins(rem(1.4), rem(1.1), rem(1.4), rem(1.1))
        room = owner.window().size()
        self.resize(min(rem(66), round(room.width() * 0.95)), round(room.height() * 0.94))


class PartCard(Card):
    """Pages that belong together, what their code says, and the paper they are kept with."""

    def __init__(
        self,
        session: Session,
        received: Received,
        part: Part,
        papers: Sequence[Paper],
        file_id: str | None,
        look: Callable[[PartCard], None],
        *,
        discreet: bool,
    ) -> None:
        super().__init__()
        self.received, self.part = received, part
        found = session.read(scans.paper, part.number) if part.number else None
        if discreet and found is not None and found.document.withheld:
            found = None
        foreign = found is not None and None not in (found.file_id, file_id) and found.file_id != file_id
        single = found is not None and session.read(blanks.blank, found.document.id) is not None
        offered = list(papers)
        if found is not None and found not in offered and not (foreign and discreet):
            offered.append(found)
        self.choice = CodeInput(
            [(each.document.id, _words(each, file_id)) for each in offered], "nicht aufnehmen"
        )
        self.choice.setMinimumContentsLength(12)
        where = _pages(part)
        self.choice.setAccessibleName(f"{where}: zu welchem Blatt?")
        if found is not None and not foreign:
            self.choice.set_value(found.document.id)
        self.show_pages = link_button("Ansehen", lambda: look(self), "eye", small=True)
        self.show_pages.setAccessibleName(f"Ansehen: {where}")
        self.body.addWidget(box(line(label(where, strong=True), None, self.show_pages)))
        self.body.addWidget(box(line(_chip(part, found, foreign=foreign), None)))
        self.body.addWidget(
            label(
                _sentence(part, found, foreign=foreign, discreet=discreet, single=single),
                "small",
                "muted",
                wrap=True,
            )
        )
        self.body.addWidget(self.choice)

    def set_looked_at(self, looked_at: bool) -> None:
        """What is on the right already needs no button."""
        self.show_pages.setText("rechts zu sehen" if looked_at else "Ansehen")
        self.show_pages.setEnabled(not looked_at)


def _offered(session: Session, file_id: str | None, *, discreet: bool) -> list[Paper]:
    """What went out to protect a child is not named while the client looks on."""
    papers = session.read(scans.papers, file_id)
    return [each for each in papers if not (discreet and each.document.withheld)]


def _pages(part: Part) -> str:
    return f"Seite {part.first}" if part.pages == 1 else f"Seite {part.first} bis {part.last}"


def _words(paper: Paper, file_id: str | None) -> str:
    """A paper of somebody else, and every paper where nobody is open, says whose it is."""
    whose = f"{paper.initials} · " if paper.file_id != file_id and paper.file_id else ""
    blank = "" if paper.file_id else ", blanko"
    return f"{whose}{title_of(paper.document)}{blank}"


def _chip(part: Part, found: Paper | None, *, foreign: bool) -> QWidget:
    if foreign:
        return Chip("warning", "andere Akte", "warning")
    if found is not None:
        return Chip("check", "Code gefunden", "success")
    return Chip("help", "Nummer unbekannt" if part.number else "kein Code", "neutral")


def _sentence(part: Part, found: Paper | None, *, foreign: bool, discreet: bool, single: bool) -> str:
    if foreign and (discreet or found is None):
        return "Der Code gehört zu einer anderen Akte. Bitte nehmen Sie dieses Blatt hier nicht auf."
    if foreign and found is not None:
        whose = f"{found.initials} {found.file_number}"
        return f"Der Code gehört zu einer anderen Akte: {whose}. Wählen Sie sie nur, wenn das stimmt."
    if found is not None and found.file_id is None:
        return f"{title_of(found.document)}, blanko. {_FOR_NOBODY[single]}"
    if found is not None:
        return f"{found.initials} {found.file_number}, gedruckt am {made_on(found.document)}"
    if part.number:
        return f"Die Nummer {part.number} gibt es in dieser Datei nicht. Bitte wählen Sie das Blatt."
    return "Das Programm hat keinen Code gefunden. Bitte wählen Sie das Blatt."
