-- SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
-- SPDX-License-Identifier: EUPL-1.2
-- The Kreis file: sealed releases as they came, and what they say. No table here can hold a person.

CREATE TABLE district (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    id TEXT NOT NULL,
    ags TEXT NOT NULL,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE district_device (
    id TEXT PRIMARY KEY,
    epoch TEXT NOT NULL,
    signing_key BLOB NOT NULL,
    kem_key BLOB NOT NULL,
    created_at TEXT NOT NULL,
    ended_at TEXT
) STRICT;
CREATE UNIQUE INDEX district_device_at_work ON district_device ((1)) WHERE ended_at IS NULL;

CREATE TABLE catalogue (
    number INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    bytes BLOB NOT NULL,
    taken_at TEXT NOT NULL
) STRICT;

-- An outstation is a reporting unit: one case file. Heard only after both people compared the fingerprint.
CREATE TABLE outstation (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    device TEXT NOT NULL UNIQUE,
    epoch TEXT NOT NULL,
    signing_key BLOB NOT NULL,
    kem_key BLOB NOT NULL,
    fingerprint TEXT NOT NULL,
    enrolled_at TEXT NOT NULL,
    confirmed_at TEXT,
    revoked_at TEXT
) STRICT;

-- A Standort of one outstation; its name is empty until a pairing file or the Kreis gives it.
CREATE TABLE site (
    id TEXT PRIMARY KEY,
    outstation_id TEXT NOT NULL REFERENCES outstation,
    name TEXT NOT NULL
) STRICT;

-- Accepted and refused packets are consumed and have a receipt; a fork contradicts them and has none.
CREATE TABLE packet (
    sha256 TEXT PRIMARY KEY,
    outstation_id TEXT NOT NULL REFERENCES outstation,
    device TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    packet_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('accepted', 'refused', 'fork')),
    reason TEXT,
    received_at TEXT NOT NULL,
    bytes BLOB NOT NULL,
    receipt_name TEXT,
    receipt BLOB,
    receipt_delivered_at TEXT,
    CHECK ((state = 'accepted') = (reason IS NULL)),
    CHECK ((state = 'fork') = (receipt IS NULL)),
    CHECK ((receipt IS NULL) = (receipt_name IS NULL))
) STRICT;
CREATE UNIQUE INDEX packet_consumed_once ON packet (device, sequence) WHERE state <> 'fork';

-- Files in an outstation's folder that cannot be taken yet: incomplete, or one before them is missing.
CREATE TABLE waiting_file (
    outstation_id TEXT NOT NULL REFERENCES outstation,
    name TEXT NOT NULL,
    reason TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    quarantined_at TEXT,
    PRIMARY KEY (outstation_id, name)
) STRICT;

CREATE TABLE release (
    id TEXT PRIMARY KEY,
    outstation_id TEXT NOT NULL REFERENCES outstation,
    site_id TEXT NOT NULL REFERENCES site,
    period TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    partial INTEGER NOT NULL CHECK (partial IN (0, 1)),
    catalogue_number INTEGER NOT NULL REFERENCES catalogue,
    packet_sha256 TEXT NOT NULL REFERENCES packet,
    payload BLOB NOT NULL,
    UNIQUE (outstation_id, site_id, period)
) STRICT;
CREATE TRIGGER release_is_closed BEFORE UPDATE ON release
BEGIN SELECT RAISE(ABORT, 'a released period is closed'); END;

CREATE TABLE released_table (
    release_id TEXT NOT NULL REFERENCES release,
    table_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('stock', 'flow')),
    state TEXT NOT NULL CHECK (state IN ('refreshed', 'repeated')),
    as_of TEXT,
    n INTEGER NOT NULL,
    PRIMARY KEY (release_id, table_id)
) STRICT;

-- key is the cell's predicate; value NULL: not yet published (N has not reached 20).
CREATE TABLE released_cell (
    release_id TEXT NOT NULL REFERENCES release,
    table_id TEXT NOT NULL,
    key TEXT NOT NULL,
    value INTEGER CHECK (value >= 0 AND value % 5 = 0),
    PRIMARY KEY (release_id, table_id, key)
) STRICT;

CREATE TABLE released_activity (
    release_id TEXT NOT NULL REFERENCES release,
    type TEXT NOT NULL,
    month TEXT NOT NULL,
    acts INTEGER NOT NULL,
    minutes INTEGER,
    target_participants INTEGER NOT NULL,
    partner_participants INTEGER NOT NULL,
    PRIMARY KEY (release_id, type, month)
) STRICT;

CREATE TABLE document (
    id TEXT PRIMARY KEY,
    form TEXT NOT NULL,
    form_number TEXT UNIQUE,
    language TEXT NOT NULL,
    template_version TEXT NOT NULL,
    text_version TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    created_at TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE transport (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    kind TEXT NOT NULL CHECK (kind IN ('folder', 'webdav')),
    address TEXT NOT NULL,
    credentials TEXT NOT NULL DEFAULT ''
) STRICT;
