# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How far a release is, and the acts that are open to it: one filled button, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QWidget

from app.domain.delivery import DeliveryState
from app.operations import reporting
from app.operations.epochs import KeyState, key_state
from app.operations.reporting import Released, ReleasePreview, Sealed
from app.operations.restored import restore_state
from ui.session import Session
from ui.widgets import column, label, primary_button, secondary_button


@dataclass(frozen=True)
class ReleaseState:
    """A preview with what became of it; `packets` is the whole outbox, `folder` empty before one is set.

    `way`: how the last rounds went; `unsure`: the file was restored, and may lack releases the Kreis has;
    `keys`: whether it has asked for them, and whether the Kreis takes anything from here.
    """

    shown: ReleasePreview
    released: Released | None
    district: str
    enrolled: bool
    packets: tuple[Sealed, ...]
    folder: str
    unsure: bool
    way: DeliveryState | None
    on_server: bool
    keys: KeyState

    @property
    def hindrance(self) -> str:
        """The code of why an office that is connected can release nothing now; empty if it can."""
        if not self.enrolled or not (self.keys.locked or self.unsure):
            return ""
        if self.keys.locked:
            return "epochs.locked"
        return "restored.return_awaited" if self.keys.awaiting else "restored.releases_open"

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
        session.read(reporting.delivery_state),
        way is not None and way.kind == "webdav",
        session.read(key_state, session.now()),
    )


class Acts(Protocol):
    """What the page does."""

    def connect_district(self) -> object: ...
    def bring_back(self) -> object: ...
    def reconcile(self) -> object: ...
    def confirm(self) -> object: ...
    def seal_again(self) -> object: ...
    def deliver(self) -> object: ...
    def save_on_stick(self) -> object: ...


class ReleaseActs(QWidget):
    """The buttons at the foot of the right column, and the sentence that belongs to them."""

    def __init__(self, acts: Acts, progress: QWidget) -> None:
        super().__init__()
        self.link = primary_button("Verbindung einrichten", acts.connect_district, "link")
        self.bring_back = primary_button("Meldungen zurückholen", acts.bring_back, "refresh")
        self.reconcile = secondary_button("Letztes Paket abgleichen", acts.reconcile, "link")
        self.approve = primary_button("Freigeben", acts.confirm, "check")
        self.again = primary_button("Neu verschließen", acts.seal_again, "refresh")
        self.send = primary_button("Jetzt übergeben", acts.deliver, "send")
        self.stick = secondary_button("Auf Stick speichern", acts.save_on_stick, "stick")
        self._notice = label("", "small", "muted", wrap=True)
        self.bring_back.hide()
        self.reconcile.hide()
        first, then = (self.link, self.bring_back, self.reconcile), (self.approve, self.again)
        buttons = (*first, *then, self.send, self.stick)
        column(progress, *buttons, self._notice, parent=self, gap=0.5)

    def show_state(self, state: ReleaseState) -> None:
        closed, way = state.shown.closed, bool(state.folder)
        self.link.setVisible(not state.enrolled or state.keys.locked or (closed and state.waits and not way))
        heard, awaiting = state.enrolled and not state.keys.locked, state.keys.awaiting
        asks = heard and state.unsure and not awaiting
        self.bring_back.setVisible(asks)
        self.reconcile.setVisible(asks and not state.on_server)
        self.approve.setVisible(heard and not closed and not state.unsure)
        self.approve.setEnabled(state.shown.findings.clean)
        self.again.setVisible(heard and state.refused and not state.unsure)
        waits = closed and state.waits and not state.refused
        self.send.setVisible(heard and way and (waits or awaiting))
        self.send.setText(_errand(state))
        self.stick.setVisible(heard and (state.waits or awaiting))
        self._notice.setText(_notice(state))
        self._notice.setVisible(bool(self._notice.text()))


def _errand(state: ReleaseState) -> str:
    if state.keys.awaiting:
        return "Jetzt nachsehen"
    return "Jetzt übergeben" if state.undelivered else "Quittung abholen"


def _notice(state: ReleaseState) -> str:
    if not state.enrolled:
        return (
            "Sie sehen schon, was hinausginge. Freigeben können Sie, sobald Sie und die Koordination"
            " einander kennen."
        )
    if state.shown.closed or state.unsure or state.keys.locked:
        return ""
    partial = "Der Monat läuft noch: Was später kommt, steht in der nächsten Meldung. "
    return (partial if state.shown.partial else "") + (
        "Nach der Freigabe geht die Meldung hinaus, sobald eine Verbindung besteht."
        " Das lässt sich nicht zurücknehmen."
    )
