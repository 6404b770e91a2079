# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Values and a template in, PDF bytes out; nothing here opens a file or a socket."""
