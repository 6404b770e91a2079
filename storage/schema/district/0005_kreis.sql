-- SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
-- SPDX-License-Identifier: EUPL-1.2
--
-- Target groups on the way back, and case files that became one.

CREATE TABLE publication_of_every_kind (
    kind TEXT PRIMARY KEY CHECK (kind IN ('templates', 'directory', 'tables', 'groups')),
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    published_at TEXT NOT NULL
) STRICT;
INSERT INTO publication_of_every_kind SELECT * FROM publication;
DROP TABLE publication;
ALTER TABLE publication_of_every_kind RENAME TO publication;

-- Case files that became one office: both go on sending, each a stratum of its own, and are shown as one. As a
-- unit that acts are summed over they count once: there may be one person behind them. `into_id` is the older.
CREATE TABLE merged_outstation (
    outstation_id TEXT PRIMARY KEY REFERENCES outstation,
    into_id TEXT NOT NULL REFERENCES outstation,
    merged_at TEXT NOT NULL,
    CHECK (outstation_id <> into_id)
) STRICT;
