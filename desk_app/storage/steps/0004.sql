-- One spine for every kind of record: what happened is an event, where it leads stands in a proceeding.
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

-- Codes are stored, words are data.
CREATE TEMP TABLE state_code (word VARCHAR, code VARCHAR, act VARCHAR);
INSERT INTO state_code VALUES
    ('已收件', 'taken', 'take'),
    ('随证待审(停表)', 'held', 'hold'),
    ('部门已受理', 'accepted', 'accept'),
    ('评定/公示中(停表)', 'assessing', 'assess'),
    ('待补正', 'correction', 'correct'),
    ('不予受理', 'refused', 'refuse'),
    ('已办结', 'concluded', 'conclude'),
    ('已终止', 'closed', 'close'),
    ('已送达本人', 'handed_over', 'hand_over');
CREATE TEMP TABLE send_code (word VARCHAR, code VARCHAR);
INSERT INTO send_code VALUES ('待上传', 'waiting'), ('已送达', 'delivered'), ('被退回', 'refused');

INSERT INTO proceeding
SELECT a.id, 'application', 'application', a.id, '', 0, a.number,
    COALESCE((SELECT code FROM send_code WHERE word = a.sent), 'waiting'),
    '{}', a.accepted_at, a.accepted_at,
    COALESCE(json_extract(a.body, '$.pack_digest'), ''), '', 0, 0, 0
FROM application a;
INSERT INTO proceeding
SELECT m.application || '/' || m.matter, 'matter', 'application', m.application, m.application, m.place, '',
    COALESCE((SELECT code FROM state_code WHERE word = m.state), m.state),
    json_object('matter', m.matter, 'title', m.title, 'text', m.note, 'waits_for', m.waits_for),
    a.accepted_at,
    COALESCE((SELECT max(s.at) FROM state_change s WHERE s.application = m.application AND s.matter = m.matter), a.accepted_at),
    COALESCE(json_extract(a.body, '$.pack_digest'), ''), '', 0,
    -- What is over, or only waits, has no clock and no to-do: the program need not look at it again.
    a.sent <> '被退回' AND m.state IN ('随证待审(停表)', '已终止', '已送达本人'), 0
FROM matter m JOIN application a ON a.id = m.application;

-- The ledger's lines keep their words (payload "line"); what they say of copies becomes data.
-- "county" 0: known to be true, in the order it stands here.
INSERT INTO event
SELECT l.seq * 100, 'ledger-' || l.seq || '-' || l.application, l.application, 'application', l.application,
    CASE l.act
        WHEN '受理' THEN 'accept'
        WHEN '送达区县' THEN CASE WHEN l.text = '补交的材料已送达区县' THEN 'supplement_delivered' ELSE 'deliver' END
        WHEN '区县退回' THEN CASE WHEN l.text LIKE '区县退回补交的材料%' THEN 'supplement_returned' ELSE 'return' END
        WHEN '期限重算' THEN 'redate'
        WHEN '打印' THEN 'print'
        WHEN '补打' THEN 'reprint'
        WHEN '补交材料' THEN 'supplement'
        ELSE 'told'
    END,
    l.at, l.who,
    CASE WHEN l.act IN ('受理', '打印', '补打', '补交材料', '送达本人') THEN 'clerk' ELSE 'system' END,
    '', '', CASE WHEN l.who = '区县平台' THEN 'line' ELSE 'window' END, '', 0, 0, 0, '', ''
FROM ledger l ORDER BY l.seq;
INSERT INTO payload
SELECT e.id, CASE
    WHEN l.act IN ('打印', '补打') THEN json_object(
        '_line', l.text,
        'paper', CASE WHEN instr(l.text, ',') THEN substr(l.text, 1, instr(l.text, ',') - 1) ELSE l.text END,
        'copy', CASE WHEN l.act = '补打' AND instr(l.text, ',第')
            THEN CAST(substr(l.text, instr(l.text, ',第') + 2) AS INTEGER) ELSE 0 END,
        'reason', CASE WHEN instr(l.text, ',原因:') THEN substr(l.text, instr(l.text, ',原因:') + 4) ELSE '' END)
    ELSE json_object('_line', l.text) END
FROM event e JOIN ledger l ON e.seq = l.seq * 100;

-- Where each matter began and what it came to; these events have no line, the ledger told them already.
CREATE TEMP TABLE step AS
SELECT m.application AS application, m.matter AS matter, 0 AS seq, m.place AS place,
    CASE WHEN m.waits_for <> '' THEN 'held' ELSE 'taken' END AS code, a.accepted_at AS at
FROM matter m JOIN application a ON a.id = m.application
UNION ALL
SELECT s.application, s.matter, s.seq, 0, c.code, s.at FROM state_change s JOIN state_code c ON c.word = s.state
UNION ALL
-- A state that no change tells of (books of version 1 knew changes in words only).
SELECT m.application, m.matter, 1000000000, m.place, c.code, a.accepted_at
FROM matter m JOIN application a ON a.id = m.application JOIN state_code c ON c.word = m.state
WHERE c.code <> COALESCE(
    (SELECT c2.code FROM state_change s JOIN state_code c2 ON c2.word = s.state
        WHERE s.application = m.application AND s.matter = m.matter ORDER BY s.seq DESC LIMIT 1),
    CASE WHEN m.waits_for <> '' THEN 'held' ELSE 'taken' END);
CREATE TEMP TABLE taken_step AS
SELECT row_number() OVER (ORDER BY seq, application, place, matter) AS nth, application, matter, code, at,
    lag(code) OVER (PARTITION BY application, matter ORDER BY seq) AS before, seq
FROM step;
INSERT INTO event
SELECT (SELECT COALESCE(max(seq), 0) FROM ledger) * 100 + 100 + t.nth,
    'step-' || t.nth || '-' || t.application, t.application || '/' || t.matter, 'application', t.application,
    CASE
        WHEN t.before IS NULL THEN CASE t.code WHEN 'held' THEN 'hold' ELSE 'take' END
        WHEN t.code = 'accepted' AND t.before = 'held' THEN 'release'
        WHEN t.code = 'accepted' AND t.before IN ('assessing', 'correction') THEN 'resume'
        WHEN t.code = 'closed' AND t.before = 'held' THEN 'lapse'
        ELSE (SELECT act FROM state_code WHERE code = t.code)
    END,
    t.at, '', CASE WHEN t.before IS NULL OR t.code = 'handed_over' THEN 'clerk' ELSE 'department' END,
    '', '', '_line', '', 0, 0, 0, '', ''
FROM taken_step t ORDER BY t.nth;
INSERT INTO payload
SELECT e.id, CASE
    WHEN e.act IN ('take', 'hold') THEN json_object('_line', '', 'matter', m.matter, 'title', m.title,
        'waits_for', m.waits_for, 'text', m.note)
    ELSE json_object('_line', '', 'text', m.note) END
FROM event e JOIN matter m ON e.proceeding = m.application || '/' || m.matter;
DROP TABLE step;
DROP TABLE taken_step;
-- What the county did not take in has no matters that run.
UPDATE event SET void = 1 WHERE act IN ('take', 'hold')
    AND subject_id IN (SELECT id FROM application WHERE sent = '被退回');

-- Letters hang on any subject; how long to wait is not written down, for clocks are set back.
ALTER TABLE letter RENAME TO letter_3;
CREATE TABLE letter (
    seq INTEGER NOT NULL PRIMARY KEY,
    id VARCHAR NOT NULL UNIQUE,
    subject_kind VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    attempts INTEGER NOT NULL,
    answer TEXT NOT NULL,
    files TEXT NOT NULL,
    events TEXT NOT NULL,
    opens INTEGER NOT NULL,
    material VARCHAR NOT NULL,
    seen INTEGER NOT NULL DEFAULT 0,
    body TEXT NOT NULL
);
INSERT INTO letter (id, subject_kind, subject_id, created_at, state, attempts, answer, files, events, opens, material, body)
SELECT id, 'application', application, created_at,
    COALESCE((SELECT code FROM send_code WHERE word = letter_3.state), 'waiting'),
    attempts, answer, files, '[]', material = '', material, body
FROM letter_3 ORDER BY created_at, id;
DROP TABLE letter_3;

ALTER TABLE application ADD COLUMN accepted_on VARCHAR NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN follows_by VARCHAR NOT NULL DEFAULT '';
UPDATE application SET
    accepted_on = substr(accepted_at, 1, 10),
    follows_by = COALESCE((
        SELECT min(json_extract(p.value, '$.until')) FROM json_each(application.body, '$.promises') p
        WHERE json_extract(p.value, '$.material') NOT IN (
            SELECT value FROM json_each(application.body, '$.seen')
            UNION SELECT json_extract(g.value, '$.material') FROM json_each(application.body, '$.pages') g)
    ), '');
DROP INDEX ix_application_accepted_at;
CREATE INDEX application_accepted ON application (accepted_at, number);
CREATE INDEX application_day ON application (accepted_on, accepted_at, number);
CREATE INDEX application_follows ON application (accepted_at, number) WHERE follows_by <> '';
DROP INDEX ix_application_provisional;
CREATE INDEX application_provisional ON application (accepted_at, number) WHERE provisional = 1;
ALTER TABLE application DROP COLUMN sent;

CREATE TABLE set_aside (
    id VARCHAR NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    reason TEXT NOT NULL,
    raw TEXT NOT NULL,
    at VARCHAR NOT NULL,
    seen INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE journal (
    seq INTEGER NOT NULL PRIMARY KEY,
    at VARCHAR NOT NULL,
    person VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    counter VARCHAR NOT NULL,
    how VARCHAR NOT NULL,
    subject_kind VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    text TEXT NOT NULL,
    chain VARCHAR NOT NULL
);

CREATE TABLE person (
    id VARCHAR NOT NULL PRIMARY KEY,
    name VARCHAR NOT NULL,
    id_number VARCHAR NOT NULL,
    phone VARCHAR NOT NULL
);
CREATE TABLE person_number (
    id_number VARCHAR NOT NULL PRIMARY KEY,
    person VARCHAR NOT NULL REFERENCES person (id),
    since VARCHAR NOT NULL,
    until VARCHAR NOT NULL
);
CREATE TABLE household_member (
    household VARCHAR NOT NULL,
    person VARCHAR NOT NULL,
    relation VARCHAR NOT NULL,
    since VARCHAR NOT NULL,
    until VARCHAR NOT NULL,
    PRIMARY KEY (household, person, since)
);
CREATE TABLE organisation (
    id VARCHAR NOT NULL PRIMARY KEY,
    name VARCHAR NOT NULL,
    credit_code VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    contact VARCHAR NOT NULL
);
CREATE TABLE appointment (
    organisation VARCHAR NOT NULL REFERENCES organisation (id),
    kind VARCHAR NOT NULL,
    since VARCHAR NOT NULL,
    until VARCHAR NOT NULL,
    PRIMARY KEY (organisation, kind, since)
);
INSERT INTO person
SELECT lower(hex(randomblob(16))), name, id_number, phone FROM (
    SELECT name, id_number, phone, row_number() OVER (PARTITION BY id_number ORDER BY accepted_at DESC, number DESC) AS nth
    FROM application WHERE id_number <> ''
) WHERE nth = 1;
INSERT INTO person_number SELECT id_number, id, '', '' FROM person;

DROP TABLE state_change;
DROP TABLE matter;
DROP TABLE ledger;
DROP TABLE news;
DROP TABLE state_code;
DROP TABLE send_code;

CREATE INDEX proceeding_state ON proceeding (procedure, state, began_at);
CREATE INDEX proceeding_listed ON proceeding (procedure, began_at);
CREATE INDEX proceeding_parent ON proceeding (parent, place);
CREATE INDEX proceeding_subject ON proceeding (subject_kind, subject_id);
CREATE INDEX proceeding_warned ON proceeding (warn_on) WHERE warn_on <> '';
CREATE INDEX proceeding_provisional ON proceeding (id) WHERE provisional = 1;
CREATE INDEX proceeding_todo ON proceeding (began_at) WHERE todo = 1;
CREATE INDEX proceeding_unsettled ON proceeding (settled) WHERE settled <> 1;
CREATE INDEX event_proceeding ON event (proceeding);
CREATE INDEX event_subject ON event (subject_kind, subject_id);
CREATE INDEX touched_subject ON touched (kind, id);
CREATE INDEX letter_subject ON letter (subject_kind, subject_id);
CREATE INDEX letter_waiting ON letter (seq) WHERE state = 'waiting';
CREATE INDEX letter_refused ON letter (seq) WHERE state = 'refused';
CREATE INDEX journal_subject ON journal (subject_kind, subject_id);
CREATE INDEX person_number_person ON person_number (person);
CREATE INDEX household_member_person ON household_member (person);
