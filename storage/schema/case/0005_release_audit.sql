-- SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
-- SPDX-License-Identifier: EUPL-1.2
--
-- What the release audit said, for the data protection officer. Releases from before have none.

CREATE TABLE release_audit (
    release_id TEXT PRIMARY KEY REFERENCES release,
    certificate TEXT NOT NULL
) STRICT;
CREATE TRIGGER release_audit_is_closed BEFORE UPDATE ON release_audit
BEGIN SELECT RAISE(ABORT, 'a released period is closed'); END;
CREATE TRIGGER release_audit_is_kept BEFORE DELETE ON release_audit
BEGIN SELECT RAISE(ABORT, 'the ledger is kept'); END;
