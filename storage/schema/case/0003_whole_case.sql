-- SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
-- SPDX-License-Identifier: EUPL-1.2
-- The whole case: household, histories, competence, appointments, checklists, lists of persons, the bin.

-- What an office decides for all its cases: GAS or plain results, …
CREATE TABLE office_setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- The municipalities and city districts a Standort answers for; none: the whole Kreis of its municipality.
CREATE TABLE site_area (
    site_id TEXT NOT NULL REFERENCES site,
    municipality TEXT NOT NULL,
    PRIMARY KEY (site_id, municipality)
) STRICT;

-- Person: how the interpreting is done, whom to remind, who speaks for a minor, the person's network.
ALTER TABLE client_language ADD COLUMN interpreter_kind TEXT;
ALTER TABLE contact_channel ADD COLUMN may_remind INTEGER NOT NULL DEFAULT 0 CHECK (may_remind IN (0, 1));

-- A child stands in the file of its family with its name; an adult with relation and year of birth until he or
-- she has a file of his or her own. `born` is '1990', '2015-03' or '2015-03-01'.
ALTER TABLE household_member ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
ALTER TABLE household_member ADD COLUMN given_names TEXT NOT NULL DEFAULT '';
ALTER TABLE household_member ADD COLUMN family_name TEXT NOT NULL DEFAULT '';
ALTER TABLE household_member ADD COLUMN born TEXT;
ALTER TABLE household_member ADD COLUMN lives_here INTEGER NOT NULL DEFAULT 1 CHECK (lives_here IN (0, 1));
UPDATE household_member SET born = CAST(birth_year AS TEXT), position = rowid;
ALTER TABLE household_member DROP COLUMN birth_year;
CREATE INDEX household_member_client ON household_member (client_id, position);

CREATE TABLE representative (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES client ON DELETE CASCADE,
    name TEXT NOT NULL CHECK (name <> ''),
    custody TEXT NOT NULL,
    phone TEXT NOT NULL DEFAULT '',
    member_client_id TEXT REFERENCES client ON DELETE SET NULL
) STRICT;

-- Whether a minor understands what he or she consents to: judged for this person, never by age alone.
CREATE TABLE own_capacity (
    client_id TEXT PRIMARY KEY REFERENCES client ON DELETE CASCADE,
    capable INTEGER NOT NULL CHECK (capable IN (0, 1)),
    judged_on TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> '')
) STRICT;

-- Health, disability, orientation, religion: only while a signed release of the category stands.
CREATE TABLE special_fact (
    client_id TEXT NOT NULL REFERENCES client ON DELETE CASCADE,
    code TEXT NOT NULL,
    category TEXT NOT NULL,
    noted_on TEXT NOT NULL,
    PRIMARY KEY (client_id, code)
) STRICT;

CREATE TRIGGER special_fact_needs_release BEFORE INSERT ON special_fact
WHEN NOT EXISTS (
    SELECT 1
    FROM release_row AS r JOIN consent AS c ON c.id = r.consent_id JOIN file AS f ON f.id = c.file_id
    WHERE f.client_id = NEW.client_id AND r.category = NEW.category AND r.decision = 'given'
      AND c.status = 'signed' AND c.signed_on <= NEW.noted_on
      AND (c.valid_until IS NULL OR c.valid_until >= NEW.noted_on)
      AND (r.valid_until IS NULL OR r.valid_until >= NEW.noted_on))
BEGIN SELECT RAISE(ABORT, 'no release covers this special category'); END;

-- Umfeld: the person's network in three rings; roles, no names.
CREATE TABLE network_person (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES client ON DELETE CASCADE,
    words TEXT NOT NULL CHECK (words <> ''),
    area TEXT NOT NULL,
    ring INTEGER NOT NULL CHECK (ring BETWEEN 1 AND 3),
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX network_client ON network_person (client_id);

CREATE INDEX address_client ON address_period (client_id);
CREATE INDEX residence_client ON residence_period (client_id);
CREATE INDEX livelihood_client ON livelihood_period (client_id);
CREATE INDEX file_client ON file (client_id);
CREATE INDEX case_file ON client_case (file_id);

-- Intake: who sent the person, on what basis; to which neighbour a person was handed instead.
ALTER TABLE intake ADD COLUMN sender TEXT NOT NULL DEFAULT '';
ALTER TABLE intake ADD COLUMN sender_basis TEXT CHECK (sender_basis IN ('consent', 'norm', 'unknown'));
ALTER TABLE intake ADD COLUMN passed_to TEXT REFERENCES service;

-- How a Kurzberatung was held, as the kinds of contact have it; older ones say only what they count as.
ALTER TABLE short_advice ADD COLUMN channel TEXT;
CREATE INDEX short_advice_held ON short_advice (held_on);
CREATE INDEX activity_held ON activity (held_on);

-- Who is responsible inside the office, and how both sides saw the end.
ALTER TABLE client_case ADD COLUMN responsible TEXT REFERENCES staff;
UPDATE client_case SET responsible = begun.staff_id
FROM (SELECT record_id, staff_id FROM journal
      WHERE action IN ('intake.accepted', 'intake.not_accepted', 'case.reopened')) AS begun
WHERE begun.record_id = client_case.id;
ALTER TABLE client_case ADD COLUMN closing_agreed TEXT CHECK (closing_agreed IN ('both', 'office', 'client'));

-- A hand-over inside one controller is an internal act; the person is told.
CREATE TABLE case_handover (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES client_case,
    from_staff TEXT REFERENCES staff,
    to_staff TEXT NOT NULL REFERENCES staff,
    day TEXT NOT NULL,
    client_told_on TEXT,
    note TEXT NOT NULL DEFAULT ''
) STRICT;

-- Livelihood and what runs beside it: applied for is not granted.
ALTER TABLE livelihood_period ADD COLUMN contact TEXT NOT NULL DEFAULT '';
ALTER TABLE livelihood_period ADD COLUMN applied_on TEXT;

-- The person's own view beside the case manager's.
ALTER TABLE assessment_score ADD COLUMN own_need INTEGER CHECK (own_need BETWEEN 1 AND 5);

-- Goal attainment scaling (Kiresuk and Sherman) where the Kreis uses it; a goal may go on from an older one.
-- Level 0, the expected one, is goal.expected.
ALTER TABLE goal ADD COLUMN weight INTEGER NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 5);
ALTER TABLE goal ADD COLUMN level INTEGER CHECK (level BETWEEN -2 AND 2);
ALTER TABLE goal ADD COLUMN continues_goal_id TEXT REFERENCES goal;
CREATE TABLE goal_level (
    goal_id TEXT NOT NULL REFERENCES goal,
    level INTEGER NOT NULL CHECK (level IN (-2, -1, 1, 2)),
    words TEXT NOT NULL CHECK (words <> ''),
    PRIMARY KEY (goal_id, level)
) STRICT;
CREATE INDEX goal_case ON goal (case_id);
CREATE INDEX step_goal ON step (goal_id, position);
CREATE INDEX assessment_case ON assessment (case_id, held_on);
CREATE INDEX agreed_goal_goal ON agreed_goal (goal_id);

-- Until now one day stood for both signatures. A version is outdated when a goal
-- in it was changed, or removed (there are fewer than were printed), before anybody signed it.
ALTER TABLE goal_agreement ADD COLUMN countersigned_on TEXT;
ALTER TABLE goal_agreement ADD COLUMN outdated INTEGER NOT NULL DEFAULT 0 CHECK (outdated IN (0, 1));
ALTER TABLE goal_agreement ADD COLUMN goals_printed INTEGER NOT NULL DEFAULT 0;
UPDATE goal_agreement SET countersigned_on = signed_on,
    goals_printed = (SELECT count(*) FROM agreed_goal WHERE agreement_id = goal_agreement.id);
CREATE TRIGGER signed_goal_stays BEFORE UPDATE OF words, expected, dimension, weight ON goal
WHEN EXISTS (
    SELECT 1 FROM agreed_goal AS g JOIN goal_agreement AS a ON a.id = g.agreement_id
    WHERE g.goal_id = OLD.id AND (a.signed_on IS NOT NULL OR a.countersigned_on IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'a signed goal keeps its words'); END;

CREATE TRIGGER agreement_outdated AFTER UPDATE OF words, expected, dimension, weight ON goal
BEGIN
    UPDATE goal_agreement SET outdated = 1
    WHERE signed_on IS NULL AND countersigned_on IS NULL
      AND id IN (SELECT agreement_id FROM agreed_goal WHERE goal_id = OLD.id);
END;

-- The directory by need: topics, languages, reach (municipality or, by its first five digits, a whole Kreis);
-- courses with level and start. `search_text` holds in small letters what a search looks into.
ALTER TABLE service ADD COLUMN contact_person TEXT NOT NULL DEFAULT '';
ALTER TABLE service ADD COLUMN website TEXT NOT NULL DEFAULT '';
ALTER TABLE service ADD COLUMN opening_hours TEXT NOT NULL DEFAULT '';
ALTER TABLE service ADD COLUMN access_note TEXT NOT NULL DEFAULT '';
ALTER TABLE service ADD COLUMN case_management INTEGER NOT NULL DEFAULT 0 CHECK (case_management IN (0, 1));
ALTER TABLE service ADD COLUMN search_text TEXT NOT NULL DEFAULT '';
UPDATE service SET search_text = lower(replace(replace(replace(replace(
    institution || ' ' || name || ' ' || address, 'Ä', 'ä'), 'Ö', 'ö'), 'Ü', 'ü'), 'ß', 'ss'));
CREATE INDEX service_name ON service (institution COLLATE NOCASE, name COLLATE NOCASE);
CREATE TABLE service_topic (
    service_id TEXT NOT NULL REFERENCES service,
    code TEXT NOT NULL,
    PRIMARY KEY (service_id, code)
) STRICT;
CREATE TABLE service_language (
    service_id TEXT NOT NULL REFERENCES service,
    code TEXT NOT NULL,
    PRIMARY KEY (service_id, code)
) STRICT;
CREATE TABLE service_reach (
    service_id TEXT NOT NULL REFERENCES service,
    code TEXT NOT NULL,
    PRIMARY KEY (service_id, code)
) STRICT;
CREATE TABLE course (
    id TEXT PRIMARY KEY,
    service_id TEXT NOT NULL REFERENCES service,
    title TEXT NOT NULL CHECK (title <> ''),
    level TEXT NOT NULL,
    starts_on TEXT,
    ends_on TEXT,
    times TEXT NOT NULL DEFAULT '',
    childcare INTEGER NOT NULL DEFAULT 0 CHECK (childcare IN (0, 1)),
    places INTEGER CHECK (places >= 0),
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX course_service ON course (service_id, starts_on);
ALTER TABLE referral ADD COLUMN course_id TEXT REFERENCES course;
CREATE INDEX referral_case ON referral (case_id, made_on);
CREATE INDEX referral_state ON referral (state, made_on);
CREATE INDEX gap_referral ON gap (referral_id);
CREATE INDEX gap_case ON gap (case_id);
CREATE INDEX disclosure_file ON disclosure (file_id, day);

-- Encounters: language, who else was there, topics by life dimension; text blocks of the office.
ALTER TABLE contact ADD COLUMN language TEXT;
ALTER TABLE contact ADD COLUMN present TEXT NOT NULL DEFAULT '';
CREATE TABLE contact_topic (
    contact_id TEXT NOT NULL REFERENCES contact ON DELETE CASCADE,
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (contact_id, position)
) STRICT;
CREATE TABLE text_block (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL CHECK (title <> ''),
    text TEXT NOT NULL CHECK (text <> ''),
    topic TEXT
) STRICT;

-- An appointment owns a follow-up while it is planned; a moved one names the one that took its place.
CREATE TABLE appointment (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES client_case,
    day TEXT NOT NULL,
    at TEXT NOT NULL,
    minutes INTEGER NOT NULL DEFAULT 60 CHECK (minutes BETWEEN 5 AND 1440),
    title TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',
    bring TEXT NOT NULL DEFAULT '',
    interpreter_language TEXT,
    interpreter_kind TEXT,
    interpreter TEXT NOT NULL DEFAULT '',
    interpreter_booked_on TEXT,
    reminded_on TEXT,
    state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'came', 'missed', 'cancelled', 'moved')),
    state_on TEXT,
    moved_to TEXT REFERENCES appointment,
    CHECK ((state = 'moved') = (moved_to IS NOT NULL)),
    CHECK ((state = 'planned') = (state_on IS NULL))
) STRICT;
CREATE INDEX appointment_day ON appointment (day, at);
CREATE INDEX appointment_case ON appointment (case_id, day);
CREATE INDEX document_file ON document (file_id);

-- § 10 StAG, § 25a, § 25b AufenthG: three words an item, never a verdict, never an offence or a diagnosis.
CREATE TABLE checklist (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES client_case,
    kind TEXT NOT NULL,
    begun_on TEXT NOT NULL,
    changed_on TEXT NOT NULL,
    UNIQUE (case_id, kind)
) STRICT;
CREATE TABLE checklist_item (
    checklist_id TEXT NOT NULL REFERENCES checklist,
    item TEXT NOT NULL,
    category TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('met', 'open', 'unclear')),
    said_on TEXT NOT NULL,
    PRIMARY KEY (checklist_id, item)
) STRICT;

-- What touches health or convictions (Art. 9 and 10 DSGVO) is said only while a signed release of it stands.
CREATE TRIGGER checklist_item_needs_release BEFORE INSERT ON checklist_item
WHEN NEW.category IN ('health', 'orientation', 'conviction') AND NOT EXISTS (
    SELECT 1
    FROM checklist AS l JOIN client_case AS k ON k.id = l.case_id
    JOIN consent AS c ON c.file_id = k.file_id JOIN release_row AS r ON r.consent_id = c.id
    WHERE l.id = NEW.checklist_id AND r.category = NEW.category AND r.decision = 'given'
      AND c.status = 'signed' AND c.signed_on <= NEW.said_on
      AND (c.valid_until IS NULL OR c.valid_until >= NEW.said_on)
      AND (r.valid_until IS NULL OR r.valid_until >= NEW.said_on))
BEGIN SELECT RAISE(ABORT, 'no release covers this item'); END;
CREATE TRIGGER checklist_item_stays BEFORE UPDATE ON checklist_item
BEGIN SELECT RAISE(ABORT, 'an answer is said anew, never changed'); END;

-- Erfassungsliste: persons who are no cases. Its basis stands once (authority and norm) or per row (consent).
CREATE TABLE registration_list (
    id TEXT PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES site,
    title TEXT NOT NULL CHECK (title <> ''),
    service_id TEXT REFERENCES service,
    norm TEXT,
    reason TEXT NOT NULL DEFAULT '',
    begun_on TEXT NOT NULL,
    erase_on TEXT,
    erased_on TEXT,
    CHECK ((norm IS NULL) OR (service_id IS NOT NULL AND reason <> ''))
) STRICT;
CREATE TABLE registration_import (
    id TEXT PRIMARY KEY,
    list_id TEXT NOT NULL REFERENCES registration_list,
    at TEXT NOT NULL,
    persons INTEGER NOT NULL,
    undone_at TEXT
) STRICT;
CREATE TABLE registration_person (
    id TEXT PRIMARY KEY,
    list_id TEXT NOT NULL REFERENCES registration_list,
    position INTEGER NOT NULL,
    import_id TEXT REFERENCES registration_import,
    client_id TEXT REFERENCES client,
    family_name TEXT NOT NULL CHECK (family_name <> ''),
    given_names TEXT NOT NULL DEFAULT '',
    search_form TEXT NOT NULL,
    born TEXT,
    sex TEXT NOT NULL DEFAULT 'unknown',
    nationality TEXT,
    language TEXT,
    arrived_on TEXT,
    address TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    household TEXT NOT NULL DEFAULT '',
    school TEXT NOT NULL DEFAULT '',
    consented_on TEXT,
    consented_categories TEXT NOT NULL DEFAULT '',
    CHECK ((consented_on IS NULL) = (consented_categories = ''))
) STRICT;
CREATE INDEX registration_person_list ON registration_person (list_id, position);
CREATE INDEX registration_person_name ON registration_person (list_id, search_form);
CREATE INDEX registration_person_client ON registration_person (client_id);
CREATE INDEX client_search_form ON client (search_form);
-- A signature was given for one recipient: it does not go over to another one.
CREATE TRIGGER registration_recipient_stays BEFORE UPDATE OF service_id ON registration_list
WHEN OLD.service_id IS NOT NEW.service_id AND EXISTS (
    SELECT 1 FROM registration_person WHERE list_id = OLD.id AND consented_on IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'somebody consented to this recipient'); END;
-- What left, when the persons themselves are gone: only counts stay.
CREATE TABLE registration_handover (
    id TEXT PRIMARY KEY,
    list_id TEXT NOT NULL REFERENCES registration_list,
    recipient TEXT NOT NULL,
    at TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff,
    basis TEXT NOT NULL CHECK (basis IN ('norm', 'consent')),
    norm TEXT,
    reason TEXT NOT NULL DEFAULT '',
    categories TEXT NOT NULL CHECK (categories <> ''),
    persons INTEGER NOT NULL CHECK (persons > 0),
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    CHECK ((basis = 'norm') = (norm IS NOT NULL AND reason <> ''))
) STRICT;
CREATE TRIGGER registration_handover_needs_basis BEFORE INSERT ON registration_handover
WHEN (NEW.basis = 'norm' AND NOT EXISTS (
        SELECT 1 FROM registration_list WHERE id = NEW.list_id AND norm = NEW.norm))
    OR (NEW.basis = 'consent' AND NEW.persons > (
        SELECT count(*) FROM registration_person
        WHERE list_id = NEW.list_id AND (client_id IS NOT NULL OR consented_on IS NOT NULL)))
BEGIN SELECT RAISE(ABORT, 'no basis covers this hand-over'); END;
CREATE TRIGGER registration_handover_stays BEFORE UPDATE ON registration_handover
BEGIN SELECT RAISE(ABORT, 'a hand-over stays as it was'); END;

-- The bin: what was removed, row by row, for thirty days.
CREATE TABLE bin (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    case_id TEXT REFERENCES client_case,
    title TEXT NOT NULL,
    rows TEXT NOT NULL CHECK (json_valid(rows)),
    removed_at TEXT NOT NULL,
    erase_on TEXT NOT NULL
) STRICT;

-- More can own a follow-up now.
CREATE TABLE follow_up_new (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES client_case,
    due_on TEXT NOT NULL,
    due_at TEXT,
    title TEXT NOT NULL CHECK (title <> ''),
    source TEXT NOT NULL CHECK (source IN (
        'manual', 'step', 'contact', 'referral', 'agreement', 'consent', 'livelihood', 'appointment')),
    source_id TEXT,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dropped')),
    done_on TEXT,
    CHECK ((source = 'manual') = (source_id IS NULL))
) STRICT;
INSERT INTO follow_up_new (id, case_id, due_on, due_at, title, source, source_id, state, done_on)
    SELECT id, case_id, due_on, due_at, title, source, source_id, state, done_on FROM follow_up ORDER BY rowid;
DROP TABLE follow_up;
ALTER TABLE follow_up_new RENAME TO follow_up;
CREATE UNIQUE INDEX follow_up_source ON follow_up (source, source_id);
CREATE INDEX follow_up_due ON follow_up (state, due_on);
CREATE INDEX follow_up_case ON follow_up (case_id, state, due_on);
