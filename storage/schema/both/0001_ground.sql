-- SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
-- SPDX-License-Identifier: EUPL-1.2
-- The ground of both roles: the file itself, its people, the journal, code lists and drafts.

CREATE TABLE vault (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    file_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    slot_generation INTEGER NOT NULL,
    slot_hash TEXT NOT NULL
) STRICT;

CREATE TABLE staff (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at TEXT NOT NULL,
    ended_at TEXT
) STRICT;

-- Who did what, when, to which record; never content. A line can be emptied, but neither changed nor removed.
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    at TEXT,
    staff_id TEXT REFERENCES staff (id),
    action TEXT,
    record_id TEXT,
    salt BLOB,
    line_hash BLOB NOT NULL,
    chain BLOB NOT NULL
) STRICT;

CREATE TRIGGER journal_grows_at_its_end BEFORE INSERT ON journal
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM journal)
BEGIN
    SELECT raise(ABORT, 'the journal only grows at its end');
END;

CREATE TRIGGER journal_keeps_its_lines BEFORE DELETE ON journal
BEGIN
    SELECT raise(ABORT, 'journal lines stay');
END;

CREATE TRIGGER journal_lines_can_only_be_emptied BEFORE UPDATE ON journal
WHEN NEW.seq IS NOT OLD.seq
    OR NEW.line_hash IS NOT OLD.line_hash
    OR NEW.chain IS NOT OLD.chain
    OR coalesce(NEW.at, NEW.staff_id, NEW.action, NEW.record_id, NEW.salt) IS NOT NULL
BEGIN
    SELECT raise(ABORT, 'a journal line can only be emptied');
END;

-- Codes are dated and ended, never deleted.
CREATE TABLE code_entry (
    list TEXT NOT NULL,
    code TEXT NOT NULL,
    label TEXT NOT NULL,
    facts TEXT NOT NULL CHECK (json_valid(facts)),
    sort INTEGER NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    PRIMARY KEY (list, code)
) STRICT;

CREATE TRIGGER code_entries_stay BEFORE DELETE ON code_entry
BEGIN
    SELECT raise(ABORT, 'codes are ended, never deleted');
END;

-- What is being typed, so that no interruption loses a sentence.
CREATE TABLE draft (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    record_id TEXT,
    schema INTEGER NOT NULL,
    json TEXT NOT NULL CHECK (json_valid(json)),
    caret INTEGER NOT NULL DEFAULT 0,
    at TEXT NOT NULL
) STRICT;
