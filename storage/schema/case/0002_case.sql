-- SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
-- SPDX-License-Identifier: EUPL-1.2
-- The case file of one reporting unit: persons, cases, what was agreed, what left, what was counted.
-- Days are ISO text (client.birth_date and arrivals may be '1990' or '1990-03'), instants UTC text.

CREATE TABLE site (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    municipality TEXT NOT NULL,
    ended_on TEXT
) STRICT;

CREATE TABLE client (
    id TEXT PRIMARY KEY,
    family_name TEXT NOT NULL CHECK (family_name <> ''),
    given_names TEXT NOT NULL,
    former_names TEXT NOT NULL DEFAULT '',
    native_name TEXT NOT NULL DEFAULT '',
    search_form TEXT NOT NULL,
    stripped_form TEXT NOT NULL,
    birth_date TEXT,
    sex TEXT NOT NULL DEFAULT 'unknown',
    marital_status TEXT,
    arrived_in_germany TEXT,
    arrived_in_municipality TEXT,
    works_in TEXT NOT NULL DEFAULT '',
    excluded_from_statistics INTEGER NOT NULL DEFAULT 0 CHECK (excluded_from_statistics IN (0, 1)),
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX client_birth ON client (birth_date);

CREATE TABLE nationality (
    client_id TEXT NOT NULL REFERENCES client ON DELETE CASCADE,
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (client_id, position)
) STRICT;

CREATE TABLE client_language (
    client_id TEXT NOT NULL REFERENCES client ON DELETE CASCADE,
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    level TEXT NOT NULL DEFAULT 'not_recorded',
    interpreter_needed INTEGER NOT NULL DEFAULT 0 CHECK (interpreter_needed IN (0, 1)),
    PRIMARY KEY (client_id, position)
) STRICT;

CREATE TABLE contact_channel (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES client ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('phone', 'email', 'other')),
    value TEXT NOT NULL,
    may_call INTEGER NOT NULL DEFAULT 1 CHECK (may_call IN (0, 1)),
    note TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE address_period (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES client ON DELETE CASCADE,
    street TEXT NOT NULL DEFAULT '',
    postcode TEXT NOT NULL DEFAULT '',
    town TEXT NOT NULL DEFAULT '',
    municipality TEXT,
    blocked INTEGER NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1)),
    valid_from TEXT,
    valid_to TEXT
) STRICT;

CREATE TABLE residence_period (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES client ON DELETE CASCADE,
    status TEXT NOT NULL,
    valid_from TEXT,
    expires_on TEXT,
    ended_on TEXT
) STRICT;

CREATE TABLE livelihood_period (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES client ON DELETE CASCADE,
    legal_circle TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'granted' CHECK (state IN ('applied', 'granted', 'refused')),
    authority TEXT NOT NULL DEFAULT '',
    reference TEXT NOT NULL DEFAULT '',
    valid_from TEXT,
    valid_to TEXT
) STRICT;

CREATE TABLE household_member (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES client ON DELETE CASCADE,
    relation TEXT NOT NULL,
    birth_year INTEGER,
    member_client_id TEXT REFERENCES client ON DELETE SET NULL
) STRICT;

-- The person's Akte: outlives its cases.
CREATE TABLE file (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL UNIQUE REFERENCES client,
    number TEXT NOT NULL UNIQUE,
    basis TEXT CHECK (basis IN ('consent', 'task')),
    basis_on TEXT,
    opened_on TEXT NOT NULL,
    erase_on TEXT,
    restricted_on TEXT,
    CHECK ((basis IS NULL) = (basis_on IS NULL)),
    CHECK (basis IS NOT NULL OR erase_on IS NOT NULL)
) STRICT;

CREATE TABLE file_number (
    site_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (site_code, year)
) STRICT;

CREATE TABLE client_case (
    id TEXT PRIMARY KEY,
    file_id TEXT NOT NULL REFERENCES file,
    number INTEGER NOT NULL,
    site_id TEXT NOT NULL REFERENCES site,
    status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'paused', 'closed')),
    opened_on TEXT NOT NULL,
    closed_on TEXT,
    closing_reason TEXT,
    closing_note TEXT NOT NULL DEFAULT '',
    UNIQUE (file_id, number),
    CHECK ((status = 'closed') = (closed_on IS NOT NULL)),
    CHECK ((status = 'closed') = (closing_reason IS NOT NULL))
) STRICT;

CREATE TABLE intake (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL UNIQUE REFERENCES client_case,
    held_on TEXT NOT NULL,
    access_way TEXT NOT NULL,
    request TEXT NOT NULL DEFAULT '',
    double_counselling TEXT NOT NULL DEFAULT 'none',
    decision TEXT NOT NULL DEFAULT 'accepted' CHECK (decision IN ('accepted', 'not_accepted')),
    decision_reason TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE case_target_group (
    case_id TEXT NOT NULL REFERENCES client_case,
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (case_id, position)
) STRICT;

-- The directory (Anlaufstellen): whom one refers to, and who may be told something.
CREATE TABLE service (
    id TEXT PRIMARY KEY,
    institution TEXT NOT NULL CHECK (institution <> ''),
    name TEXT NOT NULL DEFAULT '',
    referral_target TEXT NOT NULL,
    legal_circle TEXT,
    phone TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    municipality TEXT,
    needs_written_consent INTEGER NOT NULL DEFAULT 0 CHECK (needs_written_consent IN (0, 1)),
    valid_from TEXT,
    valid_to TEXT
) STRICT;

CREATE TABLE document (
    id TEXT PRIMARY KEY,
    file_id TEXT REFERENCES file,
    form TEXT NOT NULL,
    form_number TEXT UNIQUE,
    language TEXT NOT NULL,
    template_version TEXT NOT NULL,
    text_version TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    created_at TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE consent (
    id TEXT PRIMARY KEY,
    file_id TEXT NOT NULL REFERENCES file,
    version INTEGER NOT NULL,
    language TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'printed', 'oral', 'signed', 'withdrawn', 'expired', 'replaced')),
    created_on TEXT NOT NULL,
    printed_on TEXT,
    oral_on TEXT,
    oral_witness TEXT NOT NULL DEFAULT '',
    oral_text_version TEXT NOT NULL DEFAULT '',
    signed_on TEXT,
    interpreter TEXT NOT NULL DEFAULT '',
    valid_until TEXT,
    withdrawn_on TEXT,
    withdrawn_how TEXT,
    document_id TEXT REFERENCES document,
    UNIQUE (file_id, version),
    CHECK (status <> 'oral' OR (oral_on IS NOT NULL AND oral_witness <> '')),
    CHECK (status <> 'signed' OR signed_on IS NOT NULL),
    CHECK ((status = 'withdrawn') = (withdrawn_on IS NOT NULL))
) STRICT;

CREATE TABLE release_row (
    id TEXT PRIMARY KEY,
    consent_id TEXT NOT NULL REFERENCES consent,
    service_id TEXT NOT NULL REFERENCES service,
    category TEXT NOT NULL,
    art9 INTEGER NOT NULL CHECK (art9 IN (0, 1)),
    purpose TEXT NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('to', 'from', 'both')),
    valid_until TEXT,
    decision TEXT NOT NULL DEFAULT 'open' CHECK (decision IN ('open', 'given', 'refused', 'withdrawn')),
    decided_on TEXT,
    withdrawn_on TEXT,
    UNIQUE (consent_id, service_id, category),
    CHECK (decision = 'open' OR decided_on IS NOT NULL),
    CHECK ((decision = 'withdrawn') = (withdrawn_on IS NOT NULL))
) STRICT;

-- A signed notice never changes; its status only goes forward.
CREATE TRIGGER consent_is_immutable
BEFORE UPDATE OF file_id, version, language, created_on, printed_on, oral_on, oral_witness, oral_text_version,
    signed_on, interpreter, valid_until, document_id ON consent
WHEN OLD.status IN ('signed', 'withdrawn', 'expired', 'replaced')
BEGIN SELECT RAISE(ABORT, 'consent is immutable once signed'); END;

CREATE TRIGGER consent_status_goes_forward BEFORE UPDATE OF status ON consent
WHEN CASE OLD.status WHEN 'draft' THEN 0 WHEN 'printed' THEN 1 WHEN 'oral' THEN 2 WHEN 'signed' THEN 3 ELSE 4 END
   > CASE NEW.status WHEN 'draft' THEN 0 WHEN 'printed' THEN 1 WHEN 'oral' THEN 2 WHEN 'signed' THEN 3 ELSE 4 END
BEGIN SELECT RAISE(ABORT, 'consent status only goes forward'); END;

CREATE TRIGGER release_row_frozen BEFORE UPDATE OF consent_id, service_id, category, art9, purpose, direction, valid_until ON release_row
WHEN (SELECT status FROM consent WHERE id = OLD.consent_id) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a printed release row is frozen'); END;

CREATE TRIGGER release_row_not_added_after_print BEFORE INSERT ON release_row
WHEN (SELECT status FROM consent WHERE id = NEW.consent_id) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a printed consent takes no further rows'); END;

CREATE TRIGGER release_row_decision_goes_forward BEFORE UPDATE OF decision ON release_row
WHEN OLD.decision = 'withdrawn' AND NEW.decision <> 'withdrawn'
BEGIN SELECT RAISE(ABORT, 'a withdrawn release stays withdrawn'); END;

CREATE TRIGGER release_row_decided_by_signature BEFORE UPDATE OF decision ON release_row
WHEN NEW.decision NOT IN (OLD.decision, 'withdrawn')
 AND (SELECT status FROM consent WHERE id = OLD.consent_id) IN ('signed', 'withdrawn', 'expired', 'replaced')
BEGIN SELECT RAISE(ABORT, 'after the signature a release can only be withdrawn'); END;

-- One row for everything that was told about a person, to whom, on what basis.
CREATE TABLE disclosure (
    id TEXT PRIMARY KEY,
    file_id TEXT NOT NULL REFERENCES file,
    service_id TEXT NOT NULL REFERENCES service,
    recipient TEXT NOT NULL,
    channel TEXT NOT NULL,
    purpose TEXT NOT NULL,
    basis TEXT NOT NULL CHECK (basis IN ('consent', 'norm')),
    norm TEXT,
    reason TEXT NOT NULL DEFAULT '',
    withheld INTEGER NOT NULL DEFAULT 0 CHECK (withheld IN (0, 1)),
    day TEXT NOT NULL,
    at TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff,
    sha256 TEXT NOT NULL,
    CHECK ((basis = 'norm') = (norm IS NOT NULL)),
    CHECK (basis <> 'norm' OR reason <> '')
) STRICT;

CREATE TABLE disclosure_category (
    disclosure_id TEXT NOT NULL REFERENCES disclosure,
    category TEXT NOT NULL,
    release_row_id TEXT REFERENCES release_row,
    PRIMARY KEY (disclosure_id, category)
) STRICT;

-- The gate's second life: the rule in app.domain.disclosure refuses first, the file refuses too. What is not
-- spoken must be covered on the day it leaves as well; `at` is in UTC, whose day is at most one behind.
CREATE TRIGGER disclosure_needs_release BEFORE INSERT ON disclosure_category
WHEN EXISTS (
    SELECT 1
    FROM (SELECT id, file_id, service_id, purpose, basis, day FROM disclosure
          UNION ALL
          SELECT id, file_id, service_id, purpose, basis, max(day, date(at)) FROM disclosure
          WHERE channel <> 'spoken') AS d
    WHERE d.id = NEW.disclosure_id AND d.basis = 'consent' AND NOT EXISTS (
    SELECT 1
    FROM release_row AS r JOIN consent AS c ON c.id = r.consent_id
    WHERE r.id = NEW.release_row_id AND r.category = NEW.category AND r.service_id = d.service_id
      AND c.file_id = d.file_id AND r.purpose = d.purpose AND r.decision = 'given' AND r.direction IN ('to', 'both')
      AND (r.valid_until IS NULL OR r.valid_until >= d.day)
      AND (c.valid_until IS NULL OR c.valid_until >= d.day)
      AND ((c.status = 'signed' AND c.signed_on <= d.day)
           OR (c.status IN ('oral', 'signed') AND d.day BETWEEN c.oral_on AND date(c.oral_on, '+14 days') AND r.art9 = 0
               AND (SELECT needs_written_consent FROM service WHERE id = d.service_id) = 0))))
BEGIN SELECT RAISE(ABORT, 'no release covers this disclosure'); END;

CREATE TRIGGER disclosure_stays BEFORE UPDATE OF file_id, service_id, recipient, channel, purpose, basis, norm, reason,
    day, at, staff_id, sha256 ON disclosure
BEGIN SELECT RAISE(ABORT, 'what was told stays as it was told'); END;

CREATE TRIGGER disclosure_category_stays BEFORE UPDATE ON disclosure_category
BEGIN SELECT RAISE(ABORT, 'what was told stays as it was told'); END;

CREATE TABLE referral (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES client_case,
    service_id TEXT NOT NULL REFERENCES service,
    dimension TEXT NOT NULL,
    with_data INTEGER NOT NULL CHECK (with_data IN (0, 1)),
    disclosure_id TEXT REFERENCES disclosure,
    note TEXT NOT NULL DEFAULT '',
    made_on TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'sent' CHECK (state IN ('sent', 'accepted', 'declined', 'attended', 'ended')),
    state_on TEXT NOT NULL,
    state_reason TEXT NOT NULL DEFAULT '',
    CHECK (with_data = 0 OR disclosure_id IS NOT NULL)
) STRICT;

-- A disclosure to somebody else, about somebody else, or of nothing, does not carry a referral.
CREATE TRIGGER referral_needs_its_disclosure BEFORE INSERT ON referral
WHEN NEW.with_data = 1 AND NEW.disclosure_id IS NOT NULL AND NOT EXISTS (
    SELECT 1
    FROM disclosure AS d
    JOIN disclosure_category AS k ON k.disclosure_id = d.id
    JOIN client_case AS c ON c.file_id = d.file_id
    WHERE d.id = NEW.disclosure_id AND d.service_id = NEW.service_id AND c.id = NEW.case_id)
BEGIN SELECT RAISE(ABORT, 'this disclosure does not carry the referral'); END;

CREATE TRIGGER referral_stays BEFORE UPDATE OF case_id, service_id, with_data, disclosure_id ON referral
BEGIN SELECT RAISE(ABORT, 'what was passed on stays as it was'); END;

CREATE TABLE assessment (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES client_case,
    held_on TEXT NOT NULL
) STRICT;

-- need and resource 1 … 5; both NULL: not discussed.
CREATE TABLE assessment_score (
    assessment_id TEXT NOT NULL REFERENCES assessment,
    dimension TEXT NOT NULL,
    need INTEGER CHECK (need BETWEEN 1 AND 5),
    resource INTEGER CHECK (resource BETWEEN 1 AND 5),
    note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (assessment_id, dimension)
) STRICT;

CREATE TABLE goal (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES client_case,
    words TEXT NOT NULL CHECK (words <> ''),
    expected TEXT NOT NULL DEFAULT '',
    dimension TEXT NOT NULL,
    set_on TEXT NOT NULL,
    result TEXT CHECK (result IN ('reached', 'partly', 'not_reached')),
    result_on TEXT,
    CHECK ((result IS NULL) = (result_on IS NULL))
) STRICT;

CREATE TABLE step (
    id TEXT PRIMARY KEY,
    goal_id TEXT NOT NULL REFERENCES goal,
    position INTEGER NOT NULL,
    text TEXT NOT NULL CHECK (text <> ''),
    owner TEXT NOT NULL CHECK (owner IN ('client', 'case_manager', 'third_party')),
    due_on TEXT,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dropped')),
    state_on TEXT
) STRICT;

CREATE TABLE goal_agreement (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES client_case,
    version INTEGER NOT NULL,
    language TEXT NOT NULL,
    agreed_on TEXT NOT NULL,
    review_on TEXT,
    signed_on TEXT,
    document_id TEXT NOT NULL REFERENCES document,
    UNIQUE (case_id, version)
) STRICT;

CREATE TABLE agreed_goal (
    agreement_id TEXT NOT NULL REFERENCES goal_agreement,
    position INTEGER NOT NULL,
    goal_id TEXT NOT NULL REFERENCES goal,
    PRIMARY KEY (agreement_id, position)
) STRICT;

CREATE TABLE contact (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES client_case,
    site_id TEXT NOT NULL REFERENCES site,
    kind TEXT NOT NULL,
    activity_type TEXT,
    held_on TEXT NOT NULL,
    minutes INTEGER NOT NULL DEFAULT 0 CHECK (minutes BETWEEN 0 AND 1440),
    target_participants INTEGER NOT NULL DEFAULT 1 CHECK (target_participants >= 0),
    partner_participants INTEGER NOT NULL DEFAULT 0 CHECK (partner_participants >= 0),
    text TEXT NOT NULL DEFAULT '',
    staff_id TEXT NOT NULL REFERENCES staff,
    recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX contact_case ON contact (case_id, held_on);
CREATE INDEX contact_day ON contact (site_id, held_on);

-- Counsel without a file: no name, no consent, no free text.
CREATE TABLE short_advice (
    id TEXT PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES site,
    activity_type TEXT NOT NULL,
    held_on TEXT NOT NULL,
    language TEXT NOT NULL,
    minutes INTEGER NOT NULL DEFAULT 0 CHECK (minutes BETWEEN 0 AND 1440),
    target_participants INTEGER NOT NULL DEFAULT 1 CHECK (target_participants >= 1),
    partner_participants INTEGER NOT NULL DEFAULT 0 CHECK (partner_participants >= 0),
    staff_id TEXT NOT NULL REFERENCES staff,
    case_id TEXT REFERENCES client_case,
    recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX short_advice_day ON short_advice (site_id, held_on);

CREATE TABLE short_advice_topic (
    short_advice_id TEXT NOT NULL REFERENCES short_advice ON DELETE CASCADE,
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (short_advice_id, position)
) STRICT;

CREATE TABLE short_advice_target (
    short_advice_id TEXT NOT NULL REFERENCES short_advice ON DELETE CASCADE,
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (short_advice_id, position)
) STRICT;

-- Acts that belong to no case: network meeting, workshop, event.
CREATE TABLE activity (
    id TEXT PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES site,
    activity_type TEXT NOT NULL,
    held_on TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    minutes INTEGER NOT NULL DEFAULT 0 CHECK (minutes BETWEEN 0 AND 1440),
    target_participants INTEGER NOT NULL DEFAULT 0 CHECK (target_participants >= 0),
    partner_participants INTEGER NOT NULL DEFAULT 0 CHECK (partner_participants >= 0),
    staff_id TEXT NOT NULL REFERENCES staff,
    recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX activity_day ON activity (site_id, held_on);

CREATE TABLE gap (
    id TEXT PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES site,
    case_id TEXT REFERENCES client_case,
    referral_id TEXT REFERENCES referral,
    dimension TEXT NOT NULL,
    kind TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    sentence TEXT NOT NULL DEFAULT '',
    sentence_released_on TEXT,
    noted_on TEXT NOT NULL
) STRICT;

-- The only due date on the screen. A source (step, contact, referral, agreement) owns at most one.
CREATE TABLE follow_up (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES client_case,
    due_on TEXT NOT NULL,
    due_at TEXT,
    title TEXT NOT NULL CHECK (title <> ''),
    source TEXT NOT NULL CHECK (source IN ('manual', 'step', 'contact', 'referral', 'agreement', 'consent')),
    source_id TEXT,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dropped')),
    done_on TEXT,
    CHECK ((source = 'manual') = (source_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX follow_up_source ON follow_up (source, source_id);
CREATE INDEX follow_up_due ON follow_up (state, due_on);
CREATE INDEX follow_up_case ON follow_up (case_id, state, due_on);

-- Notes, for the full-text search of the Verlauf; erased words leave the index too.
CREATE VIRTUAL TABLE note_search USING fts5 (record_id UNINDEXED, case_id UNINDEXED, text, tokenize = 'trigram');
INSERT INTO note_search (note_search, rank) VALUES ('secure-delete', 1);

-- Releases. The offset key is random, part of every backup, and never changes (privacy rule 5).
CREATE TABLE reporting_unit (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    id TEXT NOT NULL,
    offset_key BLOB NOT NULL CHECK (length(offset_key) = 32)
) STRICT;

CREATE TABLE catalogue (
    number INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    bytes BLOB NOT NULL,
    taken_at TEXT NOT NULL
) STRICT;

-- The ledger: one release a site and period, closed when it is released, kept for ever.
CREATE TABLE release (
    id TEXT PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES site,
    period TEXT NOT NULL,
    catalogue_number INTEGER NOT NULL REFERENCES catalogue,
    payload BLOB NOT NULL,
    sha256 TEXT NOT NULL,
    released_at TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff,
    UNIQUE (site_id, period)
) STRICT;
CREATE TRIGGER release_is_closed BEFORE UPDATE ON release
BEGIN SELECT RAISE(ABORT, 'a released period is closed'); END;
CREATE TRIGGER release_is_kept BEFORE DELETE ON release
BEGIN SELECT RAISE(ABORT, 'the ledger is kept'); END;

-- Each act is released once: a late one with the next release of its site (the id outlives an erased act).
CREATE TABLE released_act (
    act_id TEXT PRIMARY KEY,
    release_id TEXT NOT NULL REFERENCES release
) STRICT;

-- What the last refresh of each protected table saw (batch rule 3); year 0 is a stock.
CREATE TABLE table_state (
    site_id TEXT NOT NULL REFERENCES site,
    table_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    state BLOB NOT NULL,
    PRIMARY KEY (site_id, table_id, year)
) STRICT;

-- This computer as a sender: its own keys, the chain of what it sent, and the Kreis it trusts.
CREATE TABLE device (
    id TEXT PRIMARY KEY,
    epoch TEXT NOT NULL,
    signing_key BLOB NOT NULL,
    kem_key BLOB NOT NULL,
    created_at TEXT NOT NULL,
    ended_at TEXT
) STRICT;
CREATE UNIQUE INDEX device_at_work ON device ((1)) WHERE ended_at IS NULL;

-- Sealed to only after both people compared the fingerprint.
CREATE TABLE district_key (
    device TEXT PRIMARY KEY,
    district TEXT NOT NULL,
    name TEXT NOT NULL,
    epoch TEXT NOT NULL,
    signing_key BLOB NOT NULL,
    kem_key BLOB NOT NULL,
    fingerprint TEXT NOT NULL,
    taken_at TEXT NOT NULL,
    confirmed_at TEXT,
    revoked_at TEXT
) STRICT;

CREATE TABLE outbox (
    device_id TEXT NOT NULL REFERENCES device,
    sequence INTEGER NOT NULL,
    packet_id TEXT NOT NULL UNIQUE,
    release_id TEXT NOT NULL REFERENCES release,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BLOB NOT NULL,
    sealed_at TEXT NOT NULL,
    delivered_at TEXT,
    receipt BLOB,
    result TEXT CHECK (result IN ('accepted', 'refused')),
    reason TEXT,
    PRIMARY KEY (device_id, sequence),
    CHECK ((receipt IS NULL) = (result IS NULL))
) STRICT;
CREATE TRIGGER sealed_packet_is_frozen
BEFORE UPDATE OF device_id, sequence, packet_id, release_id, name, sha256, bytes, sealed_at ON outbox
BEGIN SELECT RAISE(ABORT, 'a sealed packet is frozen'); END;

CREATE TABLE transport (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    kind TEXT NOT NULL CHECK (kind IN ('folder', 'webdav')),
    address TEXT NOT NULL,
    credentials TEXT NOT NULL DEFAULT ''
) STRICT;

-- Who answers for the file: printed on every notice.
CREATE TABLE controller (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    officer TEXT NOT NULL,
    authority TEXT NOT NULL,
    law TEXT NOT NULL CHECK (law IN ('DSGVO', 'DSG-EKD', 'KDG')),
    storage_years INTEGER NOT NULL CHECK (storage_years BETWEEN 1 AND 30)
) STRICT;
