-- SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
-- SPDX-License-Identifier: EUPL-1.2
--
-- Vertretungskopie: who may open it, and who did.

-- Both offices that have to agree before the copy opens: each of our own controller, never the same one.
CREATE TABLE deputy (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    deputy TEXT NOT NULL REFERENCES known_office,
    lead TEXT NOT NULL REFERENCES known_office,
    named_at TEXT NOT NULL,
    CHECK (deputy <> lead)
) STRICT;
CREATE TRIGGER deputy_is_ours BEFORE INSERT ON deputy
WHEN (SELECT count(*) FROM known_office WHERE unit IN (NEW.deputy, NEW.lead) AND same_controller = 1) < 2
BEGIN SELECT RAISE(ABORT, 'only offices of our own controller open the copy'); END;

-- What lay beside the backups: that the copy was opened, that a case was taken over, or an alarm. A case is
-- known by its id only; `office`, `lead` are units, the others the people's names.
CREATE TABLE copy_notice (
    sha256 TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('opened', 'taken', 'alarm')),
    at TEXT NOT NULL,
    copied_at TEXT,
    request TEXT,
    deputy TEXT,
    asked_by TEXT NOT NULL DEFAULT '',
    lead TEXT,
    approved_by TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    case_id TEXT,
    seen_at TEXT,
    CHECK ((kind = 'alarm') = (request IS NULL)),
    CHECK ((kind = 'taken') = (case_id IS NOT NULL))
) STRICT;

-- What a case page asks for by person and by document.
CREATE INDEX contact_channel_client ON contact_channel (client_id);
CREATE INDEX consent_document ON consent (document_id);
CREATE INDEX goal_agreement_document ON goal_agreement (document_id);
