-- SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
-- SPDX-License-Identifier: EUPL-1.2
--
-- Paper: blank sets taken along, signatures and how a declaration was heard, scans, authorisations,
-- the client's folder, what the Kreis ships for its forms.

-- Prenumbered blanks for a visit without a computer; typed in later, once.
CREATE TABLE blank_set (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    language TEXT NOT NULL,
    printed_at TEXT NOT NULL,
    release_rows TEXT NOT NULL DEFAULT '[]',
    used_on TEXT,
    discarded_on TEXT,
    CHECK (used_on IS NULL OR discarded_on IS NULL)
) STRICT;

-- A blank is a document without a file until its set is typed in.
ALTER TABLE document ADD COLUMN blank_set_id TEXT REFERENCES blank_set;
CREATE INDEX document_blank_set ON document (blank_set_id);

CREATE TRIGGER blank_set_is_used_once BEFORE UPDATE OF used_on ON blank_set WHEN OLD.used_on IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a blank set is typed in once'); END;

CREATE TRIGGER blank_set_number_stays_given BEFORE DELETE ON blank_set
BEGIN SELECT RAISE(ABORT, 'the number of a blank set is never given again'); END;

CREATE TRIGGER document_keeps_its_file BEFORE UPDATE OF file_id ON document WHEN OLD.file_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a document stays in its file'); END;

CREATE TRIGGER document_stays_in_its_set BEFORE UPDATE OF blank_set_id ON document WHEN OLD.blank_set_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a sheet belongs to one set'); END;

CREATE TRIGGER document_is_frozen BEFORE UPDATE OF form, form_number, language, template_version, text_version, sha256,
    created_at, bytes ON document
BEGIN SELECT RAISE(ABORT, 'what was printed stays as it is'); END;

CREATE TRIGGER blank_set_is_frozen BEFORE UPDATE OF number, language, printed_at, release_rows ON blank_set
BEGIN SELECT RAISE(ABORT, 'a printed set stays as it is'); END;

-- That a printed declaration was signed, and how it was heard and understood.
CREATE TABLE signing (
    document_id TEXT PRIMARY KEY REFERENCES document,
    signed_on TEXT NOT NULL,
    heard TEXT NOT NULL CHECK (heard IN ('read', 'read_aloud', 'interpreted')),
    language TEXT NOT NULL,
    heard_through TEXT NOT NULL DEFAULT '',
    understood INTEGER NOT NULL CHECK (understood = 1),
    mark INTEGER NOT NULL DEFAULT 0 CHECK (mark IN (0, 1)),
    witness TEXT NOT NULL DEFAULT '',
    recorded_at TEXT NOT NULL,
    CHECK (heard = 'read' OR heard_through <> ''),
    CHECK (mark = 0 OR witness <> '')
) STRICT;
-- What was noted on health is looked at only while it is released; the full-text search asks for no release.
UPDATE note_search SET text = coalesce((
    SELECT group_concat(note, char(10)) FROM (
        SELECT note FROM assessment_score WHERE assessment_id = note_search.record_id AND dimension <> 'health'
        AND trim(note) <> '' ORDER BY rowid)), '')
WHERE record_id IN (SELECT assessment_id FROM assessment_score WHERE dimension = 'health' AND trim(note) <> '');
DELETE FROM note_search WHERE text = '';
CREATE INDEX document_form ON document (form, file_id);
CREATE TRIGGER signing_stays BEFORE UPDATE ON signing
BEGIN SELECT RAISE(ABORT, 'a signature stays as it was recorded'); END;

-- Signed paper that came back.
CREATE TABLE scan (
    id TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES document,
    media_type TEXT NOT NULL CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png')),
    pages INTEGER NOT NULL CHECK (pages > 0),
    sha256 TEXT NOT NULL,
    received_at TEXT NOT NULL,
    bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 20971520)
) STRICT;
CREATE INDEX scan_document ON scan (document_id);
CREATE TRIGGER scan_stays BEFORE UPDATE ON scan
BEGIN SELECT RAISE(ABORT, 'a scan stays as it was received'); END;

-- Vollmacht und Auskunftsermächtigung towards an authority, with its own file number there.
CREATE TABLE authorisation (
    id TEXT PRIMARY KEY,
    file_id TEXT NOT NULL REFERENCES file,
    service_id TEXT NOT NULL REFERENCES service,
    reference TEXT NOT NULL DEFAULT '',
    scope TEXT NOT NULL CHECK (scope IN ('information', 'representation')),
    matters TEXT NOT NULL CHECK (matters <> ''),
    valid_until TEXT,
    created_on TEXT NOT NULL,
    signed_on TEXT,
    revoked_on TEXT,
    document_id TEXT NOT NULL REFERENCES document,
    CHECK (revoked_on IS NULL OR signed_on IS NOT NULL)
) STRICT;
CREATE INDEX authorisation_file ON authorisation (file_id);
CREATE TRIGGER authorisation_stays BEFORE UPDATE OF file_id, service_id, reference, scope, matters, valid_until,
    created_on, document_id ON authorisation
BEGIN SELECT RAISE(ABORT, 'a printed authorisation stays as it is'); END;
CREATE TRIGGER authorisation_needs_its_signature BEFORE UPDATE OF signed_on ON authorisation
WHEN OLD.signed_on IS NOT NULL OR NOT EXISTS (
    SELECT 1 FROM signing WHERE document_id = OLD.document_id AND signed_on = NEW.signed_on)
BEGIN SELECT RAISE(ABORT, 'an authorisation counts from the signature on its paper'); END;
CREATE TRIGGER authorisation_revoked_once BEFORE UPDATE OF revoked_on ON authorisation WHEN OLD.revoked_on IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a revocation stays'); END;

-- Verschwiegenheitserklärung of an interpreter; whether it is signed stands in `signing`.
CREATE TABLE secrecy_declaration (
    id TEXT PRIMARY KEY,
    file_id TEXT NOT NULL REFERENCES file,
    interpreter TEXT NOT NULL CHECK (interpreter <> ''),
    language TEXT NOT NULL,
    kind TEXT NOT NULL,
    adult INTEGER NOT NULL CHECK (adult IN (0, 1)),
    document_id TEXT NOT NULL REFERENCES document,
    UNIQUE (file_id, interpreter)
) STRICT;
CREATE TRIGGER secrecy_declaration_stays BEFORE UPDATE ON secrecy_declaration
BEGIN SELECT RAISE(ABORT, 'a printed declaration stays as it is'); END;

-- What of the client's own papers is there; what belongs in stands in the code list `paper`.
CREATE TABLE client_paper (
    file_id TEXT NOT NULL REFERENCES file,
    paper TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('there', 'requested', 'not_needed')),
    valid_until TEXT,
    noted_on TEXT NOT NULL,
    PRIMARY KEY (file_id, paper),
    CHECK (valid_until IS NULL OR state = 'there')
) STRICT;

-- The Kreis's logo, address block, controller profile and texts; the newest good one counts, only it is kept.
CREATE TABLE template_pack (
    number INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    taken_at TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

-- Its forms read aloud; apart from it, as nothing that is printed needs them.
CREATE TABLE template_audio (
    form TEXT NOT NULL,
    language TEXT NOT NULL,
    media_type TEXT NOT NULL CHECK (media_type IN ('audio/ogg', 'audio/mpeg')),
    bytes BLOB NOT NULL,
    PRIMARY KEY (form, language)
) STRICT;
