-- The tables of the catalogue's second file (catalog/texts.h), whose rows are numbered as `brief` is.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY, -- pair: that of the catalogue it belongs to; generation: of the
                            -- catalogue's last transaction that wrote here
    value
) WITHOUT ROWID;
INSERT INTO meta VALUES ('generation', 0);

-- What was indexed of a briefing (catalog/fulltext.h). The index has no copy of the text: to take a
-- briefing out of it is to say again what was put in.
CREATE TABLE document (
    n      INTEGER PRIMARY KEY,
    packed BLOB NOT NULL
);
CREATE VIRTUAL TABLE fulltext USING fts5 (
    body, title, summary, names, content = '', tokenize = 'attache'
);
INSERT INTO fulltext (fulltext, rank) VALUES ('hashsize', 67108864), ('automerge', 16),
    ('crisismerge', 32);
