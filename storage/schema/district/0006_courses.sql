-- SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
-- SPDX-License-Identifier: EUPL-1.2
--
-- Language courses of the Kreis's directory, and their publication beside that of the directory alone.

-- `service_id` names an entry of the directory as it was published last; the directory itself is no table here.
CREATE TABLE course (
    id TEXT PRIMARY KEY,
    service_id TEXT NOT NULL,
    title TEXT NOT NULL CHECK (title <> ''),
    level TEXT NOT NULL,
    starts_on TEXT,
    ends_on TEXT,
    times TEXT NOT NULL DEFAULT '',
    childcare INTEGER NOT NULL DEFAULT 0 CHECK (childcare IN (0, 1)),
    places INTEGER CHECK (places >= 0),
    note TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE publication_with_courses (
    kind TEXT PRIMARY KEY CHECK (kind IN ('templates', 'directory', 'courses', 'tables', 'groups')),
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    published_at TEXT NOT NULL
) STRICT;
INSERT INTO publication_with_courses SELECT * FROM publication;
DROP TABLE publication;
ALTER TABLE publication_with_courses RENAME TO publication;
