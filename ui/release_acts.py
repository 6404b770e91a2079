# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How far a release is, and the acts that are open to it: one filled button, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QWidget

from app.operations import reporting
from app.operations.reporting import Released, ReleasePreview, Sealed
from app.operations.restored import restore_state
from ui.job_line import JobLine
from ui.session import Session
from ui.widgets import column, label, primary_button, secondary_button


@dataclass(frozen=True)
class ReleaseState:
    """A preview with what became of it; `packets` is the whole outbox, `folder` empty before one is set.

    `unsure`: the file was restored, and it may lack releases that the Kreis has.
    """

    shown: ReleasePreview
    released: Released | None
    district: str
    enrolled: bool
    packets: tuple[Sealed, ...]
    folder: str
    unsure: bool

    @property
    def own(self) -> list[Sealed]:
        """The packets of this release, oldest first."""
        return [packet for packet in self.packets if self._is_own(packet)]

    @property
    def others_waiting(self) -> int:
        """How many packets of other releases have no receipt."""
        return sum(packet.result is None and not self._is_own(packet) for packet in self.packets)

    @property
    def waits(self) -> bool:
        return any(packet.result is None for packet in self.packets)

    @property
    def undelivered(self) -> bool:
        return any(packet.delivered_at is None for packet in self.packets)

    @property
    def refused(self) -> bool:
        return bool(self.own) and self.own[-1].result == "refused"

    def _is_own(self, packet: Sealed) -> bool:
        return self.released is not None and packet.release_id == self.released.id


def read_state(session: Session, shown: ReleasePreview) -> ReleaseState:
    known = session.read(reporting.enrolment_state)
    way, restored = session.read(reporting.transport), session.read(restore_state)
    same = (
        done
        for done in session.read(reporting.ledger)
        if (done.site_id, done.period) == (shown.site_id, shown.period)
    )
    return ReleaseState(
        shown,
        next(same, None),
        known.district if known else "",
        known is not None and known.confirmed,
        session.read(reporting.outbox),
        way.address if way else "",
        restored is not None and restored.releases_open,
    )


class Acts(Protocol):
    """What the page does."""

    def connect_district(self) -> object: ...
    def reconcile(self) -> object: ...
    def confirm(self) -> object: ...
    def seal_again(self) -> object: ...
    def deliver(self) -> object: ...
    def save_on_stick(self) -> object: ...


class ReleaseActs(QWidget):
    """The buttons at the foot of the right column, and the sentence that belongs to them."""

    def __init__(self, acts: Acts, progress: JobLine) -> None:
        super().__init__()
        self.link = primary_button("Verbindung einrichten", acts.connect_district, "link")
        self.reconcile = primary_button("Letztes Paket abgleichen", acts.reconcile, "link")
        self.approve = primary_button("Freigeben", acts.confirm, "check")
        self.again = primary_button("Neu verschließen", acts.seal_again, "refresh")
        self.send = primary_button("Jetzt übergeben", acts.deliver, "send")
        self.stick = secondary_button("Auf Stick speichern", acts.save_on_stick, "stick")
        self._notice = label("", "small", "muted", wrap=True)
        self.reconcile.hide()
        buttons = (self.link, self.reconcile, self.approve, self.again, self.send, self.stick)
        column(progress, *buttons, self._notice, parent=self, gap=0.5)

    def show_state(self, state: ReleaseState) -> None:
        closed, way = state.shown.closed, bool(state.folder)
        self.link.setVisible(not state.enrolled or (closed and state.waits and not way))
        self.reconcile.setVisible(state.enrolled and state.unsure)
        self.approve.setVisible(state.enrolled and not closed and not state.unsure)
        self.approve.setEnabled(state.shown.findings.clean)
        self.again.setVisible(state.enrolled and state.refused and not state.unsure)
        self.send.setVisible(state.enrolled and closed and state.waits and way and not state.refused)
        self.send.setText("Jetzt übergeben" if state.undelivered else "Quittung abholen")
        self.stick.setVisible(state.enrolled and state.waits)
        self._notice.setText(_notice(state))
        self._notice.setVisible(bool(self._notice.text()))


def _notice(state: ReleaseState) -> str:
    if not state.enrolled:
        return (
            "Sie sehen schon, was hinausginge. Freigeben können Sie, sobald Sie und die Koordination"
            " einander kennen."
        )
    if state.shown.closed or state.unsure:
        return ""
    partial = "Der Monat läuft noch: Was später kommt, steht in der nächsten Meldung. "
    return (partial if state.shown.partial else "") + (
        "Nach der Freigabe geht die Meldung hinaus, sobald eine Verbindung besteht."
        " Das lässt sich nicht zurücknehmen."
    )
