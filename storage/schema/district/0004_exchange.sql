-- SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
-- SPDX-License-Identifier: EUPL-1.2
--
-- What travels between office and Kreis beside releases, and the Kreis's own report.

-- A. Epochs, rotation, revocation, what was returned.

-- A device from which an outstation sends no more. `last_sequence` is the last one taken from it; `named` is
-- the last one it sealed, as its own rotation says: what lies between is sealed anew by the next device.
CREATE TABLE closed_device (
    device TEXT PRIMARY KEY,
    outstation_id TEXT NOT NULL REFERENCES outstation,
    epoch TEXT NOT NULL,
    signing_key BLOB NOT NULL,
    kem_key BLOB NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('rotated', 'restored', 'revoked')),
    last_sequence INTEGER NOT NULL,
    named INTEGER NOT NULL,
    rotation_sha256 TEXT,
    closed_at TEXT NOT NULL,
    CHECK ((reason = 'revoked') = (rotation_sha256 IS NULL))
) STRICT;
CREATE INDEX closed_device_of ON closed_device (outstation_id);

-- What stands in the list of locked devices; its number is a setting.
CREATE TABLE revocation (
    device TEXT PRIMARY KEY,
    epoch TEXT NOT NULL,
    last_sequence INTEGER NOT NULL
) STRICT;

-- Frozen documents beside receipts; each fetch puts those that are not in their folder.
CREATE TABLE outgoing (
    folder TEXT NOT NULL,
    name TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (folder, name)
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

-- What stands beside the figure of a gap in a release: words about offers, of nobody in particular.
CREATE TABLE released_sentence (
    release_id TEXT NOT NULL REFERENCES release,
    dimension TEXT NOT NULL,
    kind TEXT NOT NULL,
    sentence TEXT NOT NULL CHECK (sentence <> ''),
    PRIMARY KEY (release_id, dimension, kind)
) STRICT;

-- E. The report of the Kreis.

-- Where a Standort lies, in the Kreis's words; empty until somebody says so.
ALTER TABLE site ADD COLUMN municipality TEXT NOT NULL DEFAULT '';

-- By what packets and releases are looked for while others come in; none of it grows with what is there.
CREATE INDEX packet_by_id ON packet (packet_id);
CREATE INDEX packet_of_device ON packet (device, sequence);
CREATE INDEX packet_not_accepted ON packet (state) WHERE state <> 'accepted';
CREATE INDEX packet_unanswered ON packet (device)
    WHERE receipt IS NOT NULL AND receipt_delivered_at IS NULL;
CREATE INDEX release_of_month ON release (period, site_id);

-- What the Kreis says in its own words between the figures; without a row the building block stays out.
CREATE TABLE report_text (
    block TEXT PRIMARY KEY,
    text TEXT NOT NULL CHECK (text <> '')
) STRICT;

-- Posts by function and place, in hundredths of a full one; never by name, never beside figures of work.
CREATE TABLE report_post (
    id TEXT PRIMARY KEY,
    function TEXT NOT NULL CHECK (function <> ''),
    workplace TEXT NOT NULL DEFAULT '',
    hundredths INTEGER NOT NULL CHECK (hundredths > 0),
    persons INTEGER NOT NULL CHECK (persons > 0)
) STRICT;

CREATE TABLE report_cost (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('expense', 'income')),
    label TEXT NOT NULL CHECK (label <> ''),
    year INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2199),
    cents INTEGER NOT NULL CHECK (cents > 0)
) STRICT;

-- How far KIM has come: so many of so many; without a whole it is a count.
CREATE TABLE report_reach (
    id TEXT PRIMARY KEY,
    label TEXT NOT NULL CHECK (label <> ''),
    reached INTEGER NOT NULL CHECK (reached >= 0),
    whole INTEGER CHECK (whole >= reached)
) STRICT;

-- Agreements with those who work together with KIM, and when they end.
CREATE TABLE cooperation (
    id TEXT PRIMARY KEY,
    partner TEXT NOT NULL CHECK (partner <> ''),
    subject TEXT NOT NULL DEFAULT '',
    signed_on TEXT NOT NULL,
    ends_on TEXT CHECK (ends_on > signed_on)
) STRICT;

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

-- J. The way back. The newest of each kind that the Kreis publishes; its bytes are the `outgoing` of this name.
CREATE TABLE publication (
    kind TEXT PRIMARY KEY CHECK (kind IN ('templates', 'directory', 'tables')),
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    published_at TEXT NOT NULL
) STRICT;
