-- One spine for every kind of record, the same as in the desk's book: what happened is an event, where it
-- leads stands in a proceeding.
CREATE TABLE proceeding (
    id VARCHAR NOT NULL PRIMARY KEY,
    procedure VARCHAR NOT NULL,
    subject_kind VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    parent VARCHAR NOT NULL,
    place INTEGER NOT NULL,
    number VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    facts TEXT NOT NULL,
    began_at VARCHAR NOT NULL,
    since VARCHAR NOT NULL,
    pack_digest VARCHAR NOT NULL,
    warn_on VARCHAR NOT NULL,
    provisional INTEGER NOT NULL,
    settled INTEGER NOT NULL,
    todo INTEGER NOT NULL
);
CREATE TABLE event (
    seq INTEGER NOT NULL PRIMARY KEY,
    id VARCHAR NOT NULL UNIQUE,
    proceeding VARCHAR NOT NULL,
    subject_kind VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    act VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    person VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    counter VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    cause VARCHAR NOT NULL,
    county BIGINT,
    known BIGINT NOT NULL,
    void INTEGER NOT NULL,
    digest VARCHAR NOT NULL,
    chain VARCHAR NOT NULL
);
-- The payload in a row of its own: it can be deleted by law, and the chain still verifies.
CREATE TABLE payload (
    event VARCHAR NOT NULL PRIMARY KEY,
    body TEXT NOT NULL
);
CREATE TABLE touched (
    event VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    PRIMARY KEY (event, kind, id)
);
-- Which events are news for which window.
CREATE TABLE feed (
    counter VARCHAR NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (counter, seq)
);

-- Books of before November 2026 lack these two.
CREATE TABLE IF NOT EXISTS register (
    application VARCHAR(100) NOT NULL PRIMARY KEY,
    id_number VARCHAR(100) NOT NULL,
    pack_digest VARCHAR(100) NOT NULL
);
CREATE TABLE IF NOT EXISTS supplements (
    letter VARCHAR(100) NOT NULL PRIMARY KEY,
    application VARCHAR(100) NOT NULL,
    body TEXT NOT NULL,
    received_at VARCHAR(40) NOT NULL
);

-- Letters hang on any subject.
CREATE TABLE letter (
    id VARCHAR NOT NULL PRIMARY KEY,
    digest VARCHAR NOT NULL,
    subject_kind VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    answer TEXT NOT NULL
);
INSERT INTO letter SELECT id, digest, 'application', application, answer FROM letters;
CREATE TABLE supplement (
    letter VARCHAR NOT NULL PRIMARY KEY,
    application VARCHAR NOT NULL,
    body TEXT NOT NULL,
    received_at VARCHAR NOT NULL
);
INSERT INTO supplement SELECT letter, application, body, received_at FROM supplements;

-- Whose each application is, and the pack it was judged by.
ALTER TABLE applications ADD COLUMN id_number VARCHAR NOT NULL DEFAULT '';
ALTER TABLE applications ADD COLUMN pack_digest VARCHAR NOT NULL DEFAULT '';
UPDATE applications SET
    id_number = COALESCE(
        (SELECT r.id_number FROM register r WHERE r.application = applications.id),
        $JSON_TEXT(facts, id_number), ''),
    pack_digest = COALESCE(
        (SELECT r.pack_digest FROM register r WHERE r.application = applications.id),
        $JSON_TEXT(body, pack_digest), '');

-- Codes are stored, words are data.
INSERT INTO proceeding
SELECT a.id, 'application', 'application', a.id, '', 0, a.number, 'delivered', '{}',
    $JSON_TEXT(a.body, accepted_at), a.received_at, a.pack_digest, '', 0, 0, 0
FROM applications a;
INSERT INTO proceeding
SELECT m.application || '/' || m.matter, 'matter', 'application', m.application, m.application, m.place, '',
    CASE m.state
        WHEN '已收件' THEN 'taken'
        WHEN '随证待审(停表)' THEN 'held'
        WHEN '部门已受理' THEN 'accepted'
        WHEN '评定/公示中(停表)' THEN 'assessing'
        WHEN '待补正' THEN 'correction'
        WHEN '不予受理' THEN 'refused'
        WHEN '已办结' THEN 'concluded'
        WHEN '已终止' THEN 'closed'
        WHEN '已送达本人' THEN 'handed_over'
        ELSE m.state
    END,
    '{}', $JSON_TEXT(a.body, accepted_at),
    COALESCE(
        (SELECT MAX(n.at) FROM news n WHERE n.application = m.application AND n.matter = m.matter),
        $JSON_TEXT(a.body, accepted_at)),
    a.pack_digest, '', 0, 0, 0
FROM matters m JOIN applications a ON a.id = m.application;

-- What went before the news stands before them in the county's order: at 0 and below, where no window
-- reads. Its windows know it, for they brought it.
CREATE TEMP TABLE begun AS
SELECT a.office_number AS nth, 0 AS step, 0 AS place, 'accept-' || a.id AS id, a.id AS application,
    a.id AS proceeding, 'accept' AS act, $JSON_TEXT(a.body, accepted_at) AS at,
    $JSON_TEXT(a.body, clerk) AS person, 'clerk' AS role, a."window" AS counter,
    CAST($JSON_OBJECT('number', a.number) AS TEXT) AS body
FROM applications a
UNION ALL
SELECT a.office_number, 1, m.place, 'begin-' || m.application || '/' || m.matter, m.application,
    m.application || '/' || m.matter, CASE WHEN m.waits_for <> '' THEN 'hold' ELSE 'take' END,
    $JSON_TEXT(a.body, accepted_at), $JSON_TEXT(a.body, clerk), 'clerk', a."window",
    CAST($JSON_OBJECT('matter', m.matter, 'title', m.title, 'waits_for', m.waits_for,
        'text', CASE WHEN w.title IS NULL THEN '' ELSE '等“' || w.title || '”结果' END) AS TEXT)
FROM matters m
JOIN applications a ON a.id = m.application
LEFT JOIN matters w ON w.application = m.application AND w.matter = m.waits_for
UNION ALL
SELECT a.office_number, 2, 0, 'deliver-' || a.id, a.id, a.id, 'deliver', a.received_at, '', 'system', '',
    CAST($JSON_OBJECT('office_number', a.office_number) AS TEXT)
FROM applications a
UNION ALL
SELECT a.office_number, 3, 0, 'supplement-' || s.letter, a.id, a.id, 'supplement',
    $JSON_TEXT(s.body, taken_at), $JSON_TEXT(s.body, clerk), 'clerk', a."window",
    CAST($JSON_OBJECT('material', $JSON_TEXT(s.body, material), 'title', $JSON_TEXT(s.body, material)) AS TEXT)
FROM supplements s JOIN applications a ON a.id = s.application;
CREATE TEMP TABLE placed AS
SELECT row_number() OVER (ORDER BY nth, step, place, id) - (SELECT COUNT(*) FROM begun) AS seq,
    id, application, proceeding, act, at, person, role, counter, body
FROM begun;
INSERT INTO event
SELECT seq, id, proceeding, 'application', application, act, at, person, role, '', counter, 'line', '',
    seq, 0, 0, '', ''
FROM placed ORDER BY seq;
INSERT INTO payload SELECT id, body FROM placed;
DROP TABLE placed;
DROP TABLE begun;

-- News keep their ids and their places. The first news of a matter that was held for another one came by
-- the law itself, with the decision on that one.
CREATE TEMP TABLE told AS
SELECT n.seq AS seq, n.id AS id, n.application AS application, n.matter AS matter, n.kind AS kind,
    n.text AS text, n.at AS at, m.waits_for AS waits_for,
    CASE WHEN m.waits_for <> '' AND NOT EXISTS (
        SELECT 1 FROM news e
        WHERE e.application = n.application AND e.matter = n.matter AND e.seq < n.seq
    ) THEN 1 ELSE 0 END AS freed
FROM news n JOIN matters m ON m.application = n.application AND m.matter = n.matter;
INSERT INTO event
SELECT t.seq, t.id, t.application || '/' || t.matter, 'application', t.application,
    CASE t.kind
        WHEN 'accepted' THEN 'accept'
        WHEN 'assessing' THEN 'assess'
        WHEN 'resumed' THEN CASE t.freed WHEN 1 THEN 'release' ELSE 'resume' END
        WHEN 'correction' THEN 'correct'
        WHEN 'refused' THEN 'refuse'
        WHEN 'concluded' THEN 'conclude'
        WHEN 'closed' THEN CASE t.freed WHEN 1 THEN 'lapse' ELSE 'close' END
        ELSE t.kind
    END,
    t.at, '', CASE t.freed WHEN 1 THEN 'system' ELSE 'department' END, '', '', 'command',
    CASE t.freed WHEN 1 THEN COALESCE((
        SELECT d.id FROM news d
        WHERE d.application = t.application AND d.matter = t.waits_for AND d.seq < t.seq
        ORDER BY d.seq DESC LIMIT 1
    ), '') ELSE '' END,
    t.seq, 0, 0, '', ''
FROM told t ORDER BY t.seq;
INSERT INTO payload SELECT t.id, CAST($JSON_OBJECT('text', t.text) AS TEXT) FROM told t;
INSERT INTO feed SELECT n."window", n.seq FROM news n;
DROP TABLE told;

DROP TABLE news;
DROP TABLE matters;
DROP TABLE register;
DROP TABLE supplements;
DROP TABLE letters;
ALTER TABLE applications RENAME TO application;
ALTER TABLE application RENAME COLUMN "window" TO counter;
ALTER TABLE files RENAME TO file;
ALTER TABLE counters RENAME TO counter;
INSERT INTO counter SELECT 'news', 0 WHERE NOT EXISTS (SELECT 1 FROM counter WHERE name = 'news');

CREATE INDEX feed_seq ON feed (seq);
CREATE INDEX application_person ON application (id_number);
CREATE INDEX supplement_application ON supplement (application);
CREATE INDEX proceeding_state ON proceeding (procedure, state, began_at);
CREATE INDEX proceeding_number ON proceeding (number);
CREATE INDEX proceeding_parent ON proceeding (parent, place);
CREATE INDEX proceeding_subject ON proceeding (subject_kind, subject_id);
CREATE INDEX proceeding_warned ON proceeding (warn_on) WHERE warn_on <> '';
CREATE INDEX proceeding_unsettled ON proceeding (settled) WHERE settled <> 1;
CREATE INDEX event_proceeding ON event (proceeding);
CREATE INDEX event_subject ON event (subject_kind, subject_id);
CREATE INDEX touched_subject ON touched (kind, id);
