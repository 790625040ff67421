-- The catalogue's tables. All of it is made from the library's files and can be made again.
-- Strings are the bytes of the files (TEXT, compared by memcmp); absent is NULL. Lists are packed
-- (catalog/pack.h). Columns by_… are sort keys: blobs whose byte order is the sort's natural order
-- (catalog/key.h), NULL where a row has nothing to be sorted by.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY, -- canonical, fingerprint, generation, complete, structure, references,
                            -- scopes: the generation in which one last changed,
                            -- sealed: in which directories last were,
                            -- texts: in which the second file last was,
                            -- texts_mark: of that file when it was last found good,
                            -- pair: what only that file knows besides,
                            -- units, briefings: how many rows unit and brief have
    value
) WITHOUT ROWID;
INSERT INTO meta VALUES ('generation', 1), ('complete', 0), ('structure', NULL), ('references', 0),
    ('scopes', 0), ('sealed', 0), ('texts', 0), ('texts_mark', x''), ('pair', random()), ('units', 0),
    ('briefings', 0);

-- A briefing's files, as they were when they were last loaded; also of a refused article, which
-- has no row in brief. A hash stands only while the file was too young for its stamp to be sure.
CREATE TABLE unit (
    n             INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    article       TEXT NOT NULL,
    sidecar       TEXT,
    article_stamp BLOB NOT NULL,
    sidecar_stamp BLOB,
    article_hash  BLOB,
    sidecar_hash  BLOB,
    stale         INTEGER NOT NULL, -- has to be loaded again, whatever the stamps say
    generation    INTEGER NOT NULL  -- in which it was stored
);
CREATE INDEX unit_stale ON unit (n) WHERE stale;

-- entities.yaml and library.yaml: what applies to the directory that they stand in and below.
CREATE TABLE scope (
    n          INTEGER PRIMARY KEY,
    path       TEXT NOT NULL UNIQUE,
    depth      INTEGER NOT NULL, -- 0 in the root
    stamp      BLOB NOT NULL,
    hash       BLOB,
    generation INTEGER NOT NULL
);

-- Directories as they were when they were last walked: in which of them something came or went
-- shows by their own times, and that nothing changed by what they are sealed with
-- (catalog/directories.h).
CREATE TABLE directory (
    n      INTEGER PRIMARY KEY,
    path   TEXT NOT NULL UNIQUE,
    stamp  BLOB NOT NULL,
    sealed BLOB
);

CREATE TABLE brief (
    n             INTEGER PRIMARY KEY, -- that of its unit
    id            TEXT NOT NULL UNIQUE,
    path          TEXT NOT NULL,
    title         TEXT NOT NULL,
    date          TEXT,
    source_name   TEXT,
    source_url    TEXT,
    source_author TEXT,
    language      TEXT,
    summary       TEXT,
    topics        BLOB,
    words         INTEGER NOT NULL,
    entities      INTEGER NOT NULL, -- mentioned
    agreements    INTEGER NOT NULL, -- stated
    errors        INTEGER NOT NULL,
    warnings      INTEGER NOT NULL,
    unresolved    INTEGER NOT NULL, -- of the warnings: references to agreements nobody states
    year_first    INTEGER,
    year_last     INTEGER,
    month         INTEGER, -- year * 12 + month - 1, if the date lies within one
    lower         INTEGER, -- the days that the date may be; NULL if it has none
    upper         INTEGER,
    by_date       BLOB,
    by_title      BLOB,
    by_source     BLOB,
    by_words      BLOB,
    by_entities   BLOB,
    by_agreements BLOB,
    by_problems   BLOB,
    content       BLOB NOT NULL        -- hash of the article's file: who was moved is known by it
);
CREATE INDEX brief_by_date ON brief (by_date, id);
CREATE INDEX brief_content ON brief (content);
CREATE INDEX brief_days ON brief (lower, upper);
CREATE INDEX brief_by_title ON brief (by_title, id);
CREATE INDEX brief_by_source ON brief (by_source, id);
CREATE INDEX brief_by_words ON brief (by_words, id);
CREATE INDEX brief_by_entities ON brief (by_entities, id);
CREATE INDEX brief_by_agreements ON brief (by_agreements, id);
CREATE INDEX brief_by_problems ON brief (by_problems, id);

-- What filters look at, case and diacritics removed, of many briefings in a row (catalog/sheets.h):
-- the title, the source, the topics and the rest, each ended by a byte 31; and which definitions it
-- mentions.
CREATE TABLE brief_sheet (
    n     INTEGER PRIMARY KEY,
    texts BLOB NOT NULL
);

-- Who an entity is, as one file says it; the same words in many files are one row.
CREATE TABLE definition (
    n           INTEGER PRIMARY KEY,
    hash        BLOB NOT NULL UNIQUE,
    entity      INTEGER NOT NULL,
    type        INTEGER NOT NULL,
    name        TEXT NOT NULL,
    aliases     BLOB,
    role        TEXT,
    description TEXT,
    wikidata    TEXT,
    find        TEXT NOT NULL,
    briefings   INTEGER NOT NULL, -- that mention it under this definition
    mentions    INTEGER NOT NULL,
    uses        INTEGER NOT NULL  -- rows of brief_entity
);
CREATE INDEX definition_entity ON definition (entity);

-- An entity of the library: counts over its definitions, and the definition that speaks for it.
CREATE TABLE entity (
    n          INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    definition INTEGER, -- NULL until it is settled
    briefings  INTEGER NOT NULL DEFAULT 0,
    mentions   INTEGER NOT NULL DEFAULT 0,
    type       INTEGER, -- the definition's
    first_day  INTEGER, -- see catalog/entities.h; NULL where it was not seen on a day
    last_day   INTEGER,
    by_mentions  BLOB,
    by_briefings BLOB,
    by_name      BLOB,
    by_type      BLOB,
    by_first     BLOB,
    by_last      BLOB
);
CREATE INDEX entity_by_mentions ON entity (by_mentions, id) WHERE definition IS NOT NULL;
CREATE INDEX entity_by_briefings ON entity (by_briefings, id) WHERE definition IS NOT NULL;
CREATE INDEX entity_by_name ON entity (by_name, id) WHERE definition IS NOT NULL;
CREATE INDEX entity_by_type ON entity (by_type, id) WHERE definition IS NOT NULL;
CREATE INDEX entity_by_first ON entity (by_first, id) WHERE definition IS NOT NULL;
CREATE INDEX entity_by_last ON entity (by_last, id) WHERE definition IS NOT NULL;

-- Who is listed or mentioned in a briefing, and where (catalog/spots.h).
CREATE TABLE brief_entity (
    brief      INTEGER NOT NULL,
    definition INTEGER NOT NULL,
    entity     INTEGER NOT NULL, -- the definition's
    mentions   INTEGER NOT NULL,
    by_date    BLOB NOT NULL, -- the briefing's; X'FF' where it has none
    spots      BLOB,
    PRIMARY KEY (brief, definition)
) WITHOUT ROWID;
CREATE INDEX brief_entity_seen ON brief_entity (entity, by_date, mentions);

-- What is summed up over an entity's mentions (catalog/tally.h).
CREATE TABLE tally (
    entity  INTEGER PRIMARY KEY,
    months  BLOB,
    forms   BLOB,
    company BLOB
);

-- Names in trouble: of each briefing, each name once for each kind and set of candidates.
CREATE TABLE trouble (
    brief      INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    key        BLOB NOT NULL, -- its place among all
    kind       INTEGER NOT NULL,
    name       TEXT NOT NULL,
    candidates BLOB,
    places     INTEGER NOT NULL,
    from_byte  INTEGER, -- the first place; NULL where it stands only in the annotations
    to_byte    INTEGER,
    file       TEXT,
    line       INTEGER NOT NULL,
    col        INTEGER NOT NULL,
    PRIMARY KEY (brief, seq)
) WITHOUT ROWID;
CREATE INDEX trouble_key ON trouble (key, kind, name, places);

CREATE TABLE scope_entity (
    scope      INTEGER NOT NULL,
    listed     INTEGER NOT NULL, -- match: listed
    definition INTEGER NOT NULL,
    PRIMARY KEY (scope, definition)
) WITHOUT ROWID;
CREATE INDEX scope_entity_definition ON scope_entity (definition);

-- An agreement of the library, merged from its entries; status is NULL until it is settled.
CREATE TABLE agreement (
    n          INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    title      TEXT,
    kind       TEXT,
    place      TEXT,
    parties    BLOB,
    topics     BLOB,
    supersedes TEXT,
    amends     TEXT,
    part_of    TEXT,
    status     INTEGER,
    first      INTEGER, -- the extent: enum date_bound and day, twice
    earliest   INTEGER,
    last       INTEGER,
    latest     INTEGER,
    precision  INTEGER,
    by_extent  BLOB
);
CREATE INDEX agreement_by_extent ON agreement (by_extent, id) WHERE status IS NOT NULL;
CREATE INDEX agreement_kind ON agreement (kind) WHERE status IS NOT NULL;
CREATE INDEX agreement_status ON agreement (status) WHERE status IS NOT NULL;
CREATE INDEX agreement_supersedes ON agreement (supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX agreement_amends ON agreement (amends) WHERE amends IS NOT NULL;
CREATE INDEX agreement_part_of ON agreement (part_of) WHERE part_of IS NOT NULL;

-- What filters look at of those that are settled, as in brief_sheet, without parts.
CREATE TABLE agreement_sheet (
    n     INTEGER PRIMARY KEY,
    texts BLOB NOT NULL
);

-- Its parties, and those that act in one of its milestones only (not `listed`); its topics.
CREATE TABLE agreement_party (
    agreement INTEGER NOT NULL,
    party     TEXT NOT NULL,
    listed    INTEGER NOT NULL,
    PRIMARY KEY (agreement, party)
) WITHOUT ROWID;
CREATE INDEX agreement_party_party ON agreement_party (party, listed);

CREATE TABLE agreement_topic (
    agreement INTEGER NOT NULL,
    topic     TEXT NOT NULL,
    PRIMARY KEY (agreement, topic)
) WITHOUT ROWID;
CREATE INDEX agreement_topic_topic ON agreement_topic (topic);

-- What one briefing says of an agreement.
CREATE TABLE entry (
    brief      INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    agreement  INTEGER NOT NULL,
    title      TEXT,
    kind       TEXT,
    place      TEXT,
    parties    BLOB,
    topics     BLOB,
    supersedes TEXT,
    amends     TEXT,
    part_of    TEXT,
    PRIMARY KEY (brief, seq)
) WITHOUT ROWID;
CREATE INDEX entry_agreement ON entry (agreement);

-- Milestones, and events, which have no agreement.
CREATE TABLE milestone (
    brief      INTEGER NOT NULL,
    seq        INTEGER NOT NULL, -- over all agreements of the briefing; then the events
    agreement  INTEGER,
    date       TEXT,
    undated    TEXT,
    status     INTEGER NOT NULL,
    party      TEXT,
    expected   INTEGER NOT NULL,
    note       TEXT,
    url        TEXT,
    quote      TEXT,
    from_byte  INTEGER, -- the evidence in the rendered text; NULL where it was not found
    to_byte    INTEGER,
    from_point INTEGER, -- the same in code points
    to_point   INTEGER,
    file       TEXT,
    line       INTEGER NOT NULL,
    col        INTEGER NOT NULL,
    kept_brief INTEGER, -- the milestone that keeps this promise
    kept_seq   INTEGER,
    became     INTEGER,       -- the agreement's status after it; NULL until it is settled
    by_time    BLOB NOT NULL, -- in the time line of the library; ties go by briefing and seq
    day        INTEGER,       -- on which it stands there; NULL if it is undated
    lower      INTEGER,       -- the days that its date may be; NULL likewise
    upper      INTEGER,
    event      TEXT,          -- the id of an event; it alone has:
    title      TEXT,
    place      TEXT,
    parties    BLOB,
    find       TEXT, -- what a filter looks at besides the agreement
    PRIMARY KEY (brief, seq)
) WITHOUT ROWID;
-- What is counted of an agreement's milestones, and their order, without reading them.
CREATE INDEX milestone_agreement
    ON milestone (agreement, brief, seq, by_time, day, upper, expected, party)
    WHERE agreement IS NOT NULL;
-- What is passed on the way to what a filter lets through is told by its agreement.
CREATE INDEX milestone_by_time ON milestone (by_time, agreement);
CREATE INDEX milestone_day ON milestone (day, lower, upper, expected, agreement);
-- All that is looked at of those that have words of their own.
CREATE INDEX milestone_find
    ON milestone (agreement, brief, seq, day, upper, expected, find) WHERE find IS NOT NULL;
-- Promises, in their order; what follows that order is there for them to be counted without being
-- read.
CREATE INDEX milestone_kept
    ON milestone (ifnull(upper, 9223372036854775807), by_time, upper, expected, kept_brief)
    WHERE expected AND kept_brief IS NOT NULL;
CREATE INDEX milestone_due
    ON milestone (ifnull(upper, 9223372036854775807), by_time, upper, expected, kept_brief)
    WHERE expected AND kept_brief IS NULL;

CREATE TABLE participant (
    party TEXT NOT NULL,
    brief INTEGER NOT NULL,
    seq   INTEGER NOT NULL, -- of an event
    PRIMARY KEY (brief, seq, party)
) WITHOUT ROWID;
CREATE INDEX participant_party ON participant (party);

CREATE TABLE relation (
    brief      INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    subject    TEXT NOT NULL,
    predicate  TEXT NOT NULL,
    object     TEXT NOT NULL,
    by_date    BLOB NOT NULL, -- the briefing's; X'FF' where it has none
    quote      TEXT,
    from_byte  INTEGER,
    to_byte    INTEGER,
    from_point INTEGER,
    to_point   INTEGER,
    PRIMARY KEY (brief, seq)
) WITHOUT ROWID;
CREATE INDEX relation_subject ON relation (subject, predicate, object, by_date);
CREATE INDEX relation_object ON relation (object, predicate, subject, by_date);

-- Where an entry names another agreement, or a link in the article one that others may state.
CREATE TABLE reference (
    brief   INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    target  TEXT NOT NULL,
    owner   TEXT,    -- the agreement that names it; NULL: a link
    link    INTEGER, -- enum link_kind
    file    TEXT NOT NULL,
    line    INTEGER NOT NULL,
    col     INTEGER NOT NULL,
    PRIMARY KEY (brief, seq)
) WITHOUT ROWID;

-- Who said it: kind 0 the walk (owner 0), 1 a unit, 2 a scope file, 3 an unresolved reference
-- (owner: its briefing). Most stand in the owner's own article or sidecar, and are found by that
-- file; the others are `elsewhere`.
CREATE TABLE diag (
    file    TEXT NOT NULL,
    line    INTEGER NOT NULL,
    col     INTEGER NOT NULL,
    code    INTEGER NOT NULL,
    message TEXT NOT NULL,
    kind    INTEGER NOT NULL,
    owner   INTEGER NOT NULL,
    elsewhere INTEGER NOT NULL,
    PRIMARY KEY (file, line, col, code, message, kind, owner)
) WITHOUT ROWID;
CREATE INDEX diag_elsewhere ON diag (kind, owner) WHERE elsewhere;

-- What changed and was not merged yet.
CREATE TABLE dirty_entity (n INTEGER PRIMARY KEY);
CREATE TABLE dirty_agreement (n INTEGER PRIMARY KEY);
