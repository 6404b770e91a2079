-- SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
-- SPDX-License-Identifier: EUPL-1.2
--
-- What travels between office and Kreis beside releases, and keys in full.

-- A. Epochs, rotation, revocation, what the Kreis returned.

ALTER TABLE device ADD COLUMN revoked_at TEXT;
ALTER TABLE district_key ADD COLUMN valid_until TEXT;

-- How a device took over from another: the document that says so to the Kreis, frozen.
CREATE TABLE rotation (
    new_device TEXT PRIMARY KEY REFERENCES device,
    old_device TEXT NOT NULL UNIQUE REFERENCES device,
    reason TEXT NOT NULL CHECK (reason IN ('rotated', 'restored')),
    name TEXT NOT NULL,
    bytes BLOB NOT NULL,
    made_at TEXT NOT NULL
) STRICT;

-- The newest list of locked devices that the Kreis signed.
CREATE TABLE revocation_list (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    number INTEGER NOT NULL CHECK (number >= 1),
    sha256 TEXT NOT NULL,
    taken_at TEXT NOT NULL
) STRICT;

-- Up to which day releases came back from the Kreis: acts of these days are in them, entered again or not.
CREATE TABLE returned_until (
    site_id TEXT PRIMARY KEY REFERENCES site,
    day TEXT NOT NULL
) STRICT;

-- B. Transports.

-- How the last rounds over the set way went: a code of trouble, never words; a way set anew has no past.
CREATE TABLE delivery_state (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    succeeded_at TEXT,
    troubled_at TEXT,
    trouble TEXT,
    tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
    next_try_at TEXT NOT NULL,
    CHECK ((trouble IS NULL) = (troubled_at IS NULL))
) STRICT;

-- C. Catalogues, gap sentences.

-- What the release audit said of the whole ledger of a site, so that the next month need not judge it again.
-- `question` is the SHA-256 of all that the verdict hangs on; another question has no answer here.
CREATE TABLE judged_ledger (
    site_id TEXT NOT NULL REFERENCES site,
    populations TEXT NOT NULL,
    question TEXT NOT NULL,
    verdict TEXT NOT NULL,
    PRIMARY KEY (site_id, populations)
) STRICT;

-- A sentence beside the figure of a gap, of nobody in particular; it travels with the releases of its site.
CREATE TABLE gap_sentence (
    site_id TEXT NOT NULL REFERENCES site,
    dimension TEXT NOT NULL,
    kind TEXT NOT NULL,
    sentence TEXT NOT NULL CHECK (length(sentence) BETWEEN 1 AND 300),
    released_on TEXT NOT NULL,
    PRIMARY KEY (site_id, dimension, kind)
) STRICT;

-- D. The offset sheet, strata.

-- This outstation's line of the data protection officer's offset sheet: taken before the first release, for
-- ever once its fingerprint is confirmed.
CREATE TABLE offset_line (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    officer_key BLOB NOT NULL,
    fingerprint TEXT NOT NULL,
    line BLOB NOT NULL,
    taken_at TEXT NOT NULL,
    confirmed_at TEXT
) STRICT;
CREATE TRIGGER offset_line_is_taken_first BEFORE INSERT ON offset_line
WHEN EXISTS (SELECT 1 FROM release)
BEGIN SELECT RAISE(ABORT, 'offsets are frozen by the first release'); END;
CREATE TRIGGER offset_line_is_frozen BEFORE UPDATE ON offset_line
WHEN OLD.confirmed_at IS NOT NULL OR EXISTS (SELECT 1 FROM release)
BEGIN SELECT RAISE(ABORT, 'offsets are frozen'); END;
CREATE TRIGGER offset_line_is_kept BEFORE DELETE ON offset_line
WHEN OLD.confirmed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'offsets are frozen'); END;

-- This file stands in for one that was lost with its offset key: whom that one reported is not counted again.
CREATE TABLE lost_ledger (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    reported_until TEXT NOT NULL,
    noted_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER lost_ledger_is_noted_first BEFORE INSERT ON lost_ledger
WHEN EXISTS (SELECT 1 FROM release)
BEGIN SELECT RAISE(ABORT, 'noted before the first release'); END;
CREATE TRIGGER lost_ledger_stays BEFORE UPDATE ON lost_ledger
WHEN EXISTS (SELECT 1 FROM release)
BEGIN SELECT RAISE(ABORT, 'noted before the first release'); END;
CREATE TRIGGER lost_ledger_is_kept BEFORE DELETE ON lost_ledger
WHEN EXISTS (SELECT 1 FROM release)
BEGIN SELECT RAISE(ABORT, 'noted before the first release'); END;

-- F. Single blank sheets.

-- Blanks printed one by one that are still out: each a document without a file. What came back and was typed in
-- is an ordinary document of its file, and leaves this list.
CREATE TABLE blank_sheet (
    document_id TEXT PRIMARY KEY REFERENCES document,
    discarded_on TEXT
) STRICT;
CREATE TRIGGER blank_sheet_is_nobodys BEFORE INSERT ON blank_sheet
WHEN NOT EXISTS (SELECT 1 FROM document WHERE id = NEW.document_id AND file_id IS NULL AND blank_set_id IS NULL)
BEGIN SELECT RAISE(ABORT, 'a blank belongs to no file and to no set'); END;
CREATE TRIGGER blank_sheet_stays_out BEFORE DELETE ON blank_sheet
WHEN EXISTS (SELECT 1 FROM document WHERE id = OLD.document_id AND file_id IS NULL)
BEGIN SELECT RAISE(ABORT, 'a blank is out until it belongs to a file'); END;
CREATE TRIGGER discarded_blank_is_nobodys BEFORE UPDATE OF file_id ON document
WHEN EXISTS (SELECT 1 FROM blank_sheet WHERE document_id = OLD.id AND discarded_on IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a discarded blank is found again first'); END;

-- What the sheets of a set say the file will stand on.
ALTER TABLE blank_set ADD COLUMN basis TEXT NOT NULL DEFAULT 'consent' CHECK (basis IN ('consent', 'task'));
CREATE TRIGGER blank_set_keeps_its_basis BEFORE UPDATE OF basis ON blank_set
BEGIN SELECT RAISE(ABORT, 'a printed set stays as it is'); END;

-- H. Keys. Whose password somebody else has read, until the person chooses an own one.
CREATE TABLE start_password (
    staff_id TEXT PRIMARY KEY REFERENCES staff (id)
) STRICT;

-- Records that a damaged file could not give back; `record_id` is the row's key as text, never its content.
CREATE TABLE missing_record (
    table_name TEXT NOT NULL,
    record_id TEXT NOT NULL,
    PRIMARY KEY (table_name, record_id)
) STRICT;

-- J. The way back.

-- The newest of each kind that the Kreis put into the exchange; `bytes` wait until somebody takes it.
-- `contradicted`: the Kreis signed two different ones under this number.
CREATE TABLE news (
    kind TEXT PRIMARY KEY CHECK (kind IN ('templates', 'directory', 'tables')),
    number INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    heard_at TEXT NOT NULL,
    bytes BLOB,
    contradicted INTEGER NOT NULL DEFAULT 0 CHECK (contradicted IN (0, 1))
) STRICT;

-- Files of the exchange that were read and understood: they are not fetched again.
CREATE TABLE heard_file (name TEXT PRIMARY KEY) STRICT;

-- Entries that came from the Kreis, and with which number; `own` since the office changed it itself.
CREATE TABLE district_service (
    service_id TEXT PRIMARY KEY REFERENCES service,
    number INTEGER NOT NULL,
    own INTEGER NOT NULL DEFAULT 0 CHECK (own IN (0, 1))
) STRICT;
