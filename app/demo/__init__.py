# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sample Kreis and the scripted day, played through the same operations and windows."""
