# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""KIM-Brücke: the bridge between the single case and the structures of a Kreis."""
