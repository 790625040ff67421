-- What only the user has. Never made anew: a change of this schema is a new user_version, with a way
-- from each older one. Strings are bytes (TEXT, compared by memcmp); times are seconds since the
-- epoch. Ids of briefings are paths from the library's root; offsets count code points.

CREATE TABLE library (
    n      INTEGER PRIMARY KEY,
    path   TEXT NOT NULL UNIQUE, -- of the root: absolute, without links
    device INTEGER,              -- and inode of that directory, when it was last seen
    inode  INTEGER
);
CREATE INDEX library_inode ON library (inode);

CREATE TABLE briefing (
    library  INTEGER NOT NULL,
    id       TEXT NOT NULL,
    content  BLOB,                       -- hash of the article's file when it was last opened
    opened   INTEGER NOT NULL DEFAULT 0, -- last; 0: never
    read     INTEGER NOT NULL DEFAULT 0, -- enum read_state
    read_set INTEGER NOT NULL DEFAULT 0, -- when it became so
    by_hand  INTEGER NOT NULL DEFAULT 0, -- set by hand since it was opened
    permille INTEGER NOT NULL DEFAULT 0,
    furthest INTEGER NOT NULL DEFAULT 0,
    saved    INTEGER NOT NULL DEFAULT 0, -- the place; 0: there is none
    quote    TEXT,
    prefix   TEXT,
    suffix   TEXT,
    start    INTEGER NOT NULL DEFAULT 0,
    stop     INTEGER NOT NULL DEFAULT 0,
    length   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (library, id)
) WITHOUT ROWID;
CREATE INDEX briefing_opened ON briefing (library, opened DESC, id) WHERE opened > 0;
CREATE INDEX briefing_read ON briefing (library, read);
CREATE INDEX briefing_content ON briefing (library, content) WHERE content IS NOT NULL;

CREATE TABLE mark (
    library  INTEGER NOT NULL,
    letter   TEXT NOT NULL, -- a to z
    briefing TEXT NOT NULL,
    created  INTEGER NOT NULL,
    quote    TEXT,
    prefix   TEXT,
    suffix   TEXT,
    start    INTEGER NOT NULL,
    stop     INTEGER NOT NULL,
    length   INTEGER NOT NULL,
    PRIMARY KEY (library, letter)
) WITHOUT ROWID;
CREATE INDEX mark_briefing ON mark (library, briefing);

CREATE TABLE note (
    n        INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE, -- 16 hexadecimal digits, random
    library  INTEGER NOT NULL,
    briefing TEXT NOT NULL,
    created  INTEGER NOT NULL,
    changed  INTEGER NOT NULL,
    text     TEXT NOT NULL,
    quote    TEXT,
    prefix   TEXT,
    suffix   TEXT,
    start    INTEGER NOT NULL,
    stop     INTEGER NOT NULL,
    length   INTEGER NOT NULL
);
CREATE INDEX note_briefing ON note (library, briefing);
CREATE INDEX note_changed ON note (library, changed DESC, id);
