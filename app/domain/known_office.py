# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""An office to which a case may go sealed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class KnownOffice:
    """`party`: its keys as its own card said them, None where the list of the Kreis says them.

    Either it belongs to the same controller, or it stands in the directory as `service_id`.
    """

    unit: str
    name: str
    service_id: str | None
    party: bytes | None = None
    fingerprint: str | None = None
    confirmed_at: str | None = None

    @property
    def same_controller(self) -> bool:
        return self.service_id is None
