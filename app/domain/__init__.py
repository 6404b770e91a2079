# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Frozen dataclasses and pure rules; imports nothing of ours but resources."""
