-- SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
-- SPDX-License-Identifier: EUPL-1.2
-- The register of gaps and the Lenkungsgruppe: what the Kreis makes of the figures. Still no table for a person.

-- A Dienstleistungskette: one gap (life dimension and kind) and how it is closed. `source`: figures of the
-- releases, a workshop, another service.
CREATE TABLE chain (
    id TEXT PRIMARY KEY,
    dimension TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL CHECK (title <> ''),
    source TEXT NOT NULL DEFAULT 'releases' CHECK (source IN ('releases', 'workshop', 'service')),
    responsible TEXT NOT NULL DEFAULT '',
    measures TEXT NOT NULL DEFAULT '',
    continuity TEXT NOT NULL DEFAULT '',
    effect TEXT NOT NULL DEFAULT '',
    quality TEXT NOT NULL DEFAULT '',
    begun_on TEXT NOT NULL,
    ended_on TEXT
) STRICT;

-- The steps that are done; the first one that is missing is where the chain stands.
CREATE TABLE chain_step (
    chain_id TEXT NOT NULL REFERENCES chain,
    step TEXT NOT NULL CHECK (step IN (
        'survey', 'analysis', 'planning', 'implementation', 'evaluation', 'adjustment')),
    done_on TEXT NOT NULL,
    PRIMARY KEY (chain_id, step)
) STRICT;

-- A session of the Lenkungsgruppe or of another body; who took part are offices, never clients.
CREATE TABLE meeting (
    id TEXT PRIMARY KEY,
    body TEXT NOT NULL CHECK (body <> ''),
    held_on TEXT NOT NULL,
    participants TEXT NOT NULL DEFAULT '',
    agenda TEXT NOT NULL DEFAULT '',
    minutes TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX meeting_day ON meeting (held_on);

CREATE TABLE decision (
    meeting_id TEXT NOT NULL REFERENCES meeting,
    position INTEGER NOT NULL,
    text TEXT NOT NULL CHECK (text <> ''),
    PRIMARY KEY (meeting_id, position)
) STRICT;

CREATE TABLE task (
    id TEXT PRIMARY KEY,
    meeting_id TEXT REFERENCES meeting,
    text TEXT NOT NULL CHECK (text <> ''),
    responsible TEXT NOT NULL DEFAULT '',
    due_on TEXT,
    done_on TEXT
) STRICT;
CREATE INDEX task_open ON task (done_on, due_on);

-- What is decided for this file, by name, as in a case file: where its backups go, when the last one was made.
CREATE TABLE office_setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
