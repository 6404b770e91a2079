# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What users do, a verb each; every verb is one check, one transaction, one journal line."""
