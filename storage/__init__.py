# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The encrypted file: opening it, its schema, and plain SQL functions by topic."""

from storage.connection import Connection

__all__ = ["Connection"]
