-- SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
-- SPDX-License-Identifier: EUPL-1.2
--
-- Rights of the person, a case that moves to another office.

-- A. Erasure, retention, restriction, objection.

-- Restricted without a reason: everything was withdrawn. With one: the person asked for it (Art. 18 DSGVO).
ALTER TABLE file ADD COLUMN restricted_reason TEXT CHECK (restricted_reason IS NULL OR restricted_on IS NOT NULL);
ALTER TABLE client ADD COLUMN excluded_on TEXT;
UPDATE client SET excluded_on = date(changed_at) WHERE excluded_from_statistics = 1;

-- The gate's second life: into a restricted file nothing new is written.
CREATE TRIGGER restricted_file_takes_no_contact BEFORE INSERT ON contact
WHEN EXISTS (SELECT 1 FROM client_case AS c JOIN file AS f ON f.id = c.file_id
    WHERE c.id = NEW.case_id AND f.restricted_on IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'the file is restricted'); END;
CREATE TRIGGER restricted_file_takes_no_assessment BEFORE INSERT ON assessment
WHEN EXISTS (SELECT 1 FROM client_case AS c JOIN file AS f ON f.id = c.file_id
    WHERE c.id = NEW.case_id AND f.restricted_on IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'the file is restricted'); END;
CREATE TRIGGER restricted_file_takes_no_goal BEFORE INSERT ON goal
WHEN EXISTS (SELECT 1 FROM client_case AS c JOIN file AS f ON f.id = c.file_id
    WHERE c.id = NEW.case_id AND f.restricted_on IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'the file is restricted'); END;
CREATE TRIGGER restricted_file_tells_nothing BEFORE INSERT ON disclosure
WHEN NEW.basis = 'consent'
    AND EXISTS (SELECT 1 FROM file WHERE id = NEW.file_id AND restricted_reason IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'the file is restricted'); END;

-- What was decided about a file whose time runs out: kept longer, offered to the archive (§ 10 ArchivG NRW).
CREATE TABLE retention (
    file_id TEXT PRIMARY KEY REFERENCES file,
    keep_until TEXT,
    keep_reason TEXT NOT NULL DEFAULT '',
    offered_on TEXT,
    CHECK ((keep_until IS NULL) = (keep_reason = ''))
) STRICT;

-- All that stays of an erased file: that it was, when, why and by whom; never of whom. A restored backup may
-- not know who it was.
CREATE TABLE erased_file (
    file_id TEXT PRIMARY KEY,
    erased_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    staff_id TEXT NOT NULL
) STRICT;
CREATE TRIGGER erased_file_stays_erased BEFORE INSERT ON file
WHEN EXISTS (SELECT 1 FROM erased_file WHERE file_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'an erased file does not come back'); END;

-- That there was a consent (Art. 7 Abs. 1 DSGVO): it leads to the signed paper by its number, to nobody by name.
CREATE TABLE consent_proof (
    consent_id TEXT PRIMARY KEY,
    file_id TEXT NOT NULL REFERENCES erased_file,
    form_number TEXT NOT NULL,
    text_version TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    language TEXT NOT NULL,
    signed_on TEXT NOT NULL,
    withdrawn_on TEXT
) STRICT;

-- Acts of erased files that no release carries yet: what was done stays counted, with nobody to it.
CREATE TABLE erased_act (
    id TEXT PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES site,
    activity_type TEXT NOT NULL,
    held_on TEXT NOT NULL,
    target_participants INTEGER NOT NULL,
    partner_participants INTEGER NOT NULL
) STRICT;

-- B. Hand-over to another office, copy for a deputy.

-- An office to which a case may go sealed. One with a fingerprint came by its own key card and counts once both
-- people compared it; the keys of the others are read from the newest list of the Kreis each time.
CREATE TABLE known_office (
    unit TEXT PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    party BLOB,
    fingerprint TEXT,
    confirmed_at TEXT,
    service_id TEXT REFERENCES service,
    same_controller INTEGER NOT NULL CHECK (same_controller IN (0, 1)),
    CHECK ((party IS NULL) = (fingerprint IS NULL)),
    CHECK ((same_controller = 1) = (service_id IS NULL))
) STRICT;

-- The newest list of keys that the Kreis signed; its day counts when a case goes out or comes in.
CREATE TABLE key_list (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    number INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

-- A case that went to another office: inside one controller, or as a disclosure with the same hash.
CREATE TABLE sent_case (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES client_case,
    unit TEXT NOT NULL REFERENCES known_office,
    office TEXT NOT NULL,
    sent_on TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    told_on TEXT,
    disclosure_id TEXT REFERENCES disclosure
) STRICT;
CREATE INDEX sent_case_of ON sent_case (case_id);
CREATE TRIGGER sent_case_needs_its_basis BEFORE INSERT ON sent_case
WHEN NOT EXISTS (
    SELECT 1 FROM known_office AS o WHERE o.unit = NEW.unit AND (
        (o.same_controller = 1 AND NEW.disclosure_id IS NULL)
        OR EXISTS (SELECT 1 FROM disclosure AS d JOIN client_case AS c ON c.file_id = d.file_id
            WHERE d.id = NEW.disclosure_id AND d.service_id = o.service_id AND d.sha256 = NEW.sha256
            AND c.id = NEW.case_id)))
BEGIN SELECT RAISE(ABORT, 'nothing allows this hand-over'); END;
CREATE TRIGGER sent_case_stays BEFORE UPDATE ON sent_case
BEGIN SELECT RAISE(ABORT, 'what was handed over stays as it was'); END;

-- A case that came from another office. `rows` are the keys of what was stored with it, `stood` is the hash of
-- everything about the person just afterwards: as long as it fits, all of it can be taken back.
CREATE TABLE received_case (
    case_id TEXT PRIMARY KEY REFERENCES client_case,
    packet TEXT NOT NULL UNIQUE,
    office TEXT NOT NULL,
    file_number TEXT NOT NULL,
    basis TEXT NOT NULL CHECK (basis IN ('inside', 'consent', 'norm')),
    sent_on TEXT NOT NULL,
    received_on TEXT NOT NULL,
    rows TEXT NOT NULL CHECK (json_valid(rows)),
    stood TEXT NOT NULL
) STRICT;

-- What another office wrote down before: read, not counted here. A notice is evidence and opens no gate.
CREATE TABLE earlier_note (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES client_case,
    day TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('contact', 'notice')),
    text TEXT NOT NULL CHECK (text <> '')
) STRICT;
CREATE INDEX earlier_note_of ON earlier_note (case_id, day);

-- D. The way back: what the Kreis says to all offices may be its target groups too.
CREATE TABLE news_of_every_kind (
    kind TEXT PRIMARY KEY CHECK (kind IN ('templates', 'directory', 'tables', 'groups')),
    number INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    heard_at TEXT NOT NULL,
    bytes BLOB,
    contradicted INTEGER NOT NULL DEFAULT 0 CHECK (contradicted IN (0, 1))
) STRICT;
INSERT INTO news_of_every_kind SELECT * FROM news;
DROP TABLE news;
ALTER TABLE news_of_every_kind RENAME TO news;
