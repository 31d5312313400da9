-- Promised days stand in columns, and every change of state is kept as data.
ALTER TABLE application ADD COLUMN handover VARCHAR NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN promised VARCHAR NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN provisional BOOLEAN NOT NULL DEFAULT 0;
UPDATE application SET
    handover = json_extract(body, '$.handover'),
    promised = json_extract(body, '$.promised'),
    provisional = json_extract(body, '$.provisional'),
    body = json_remove(body, '$.handover', '$.promised', '$.provisional');
CREATE INDEX ix_application_provisional ON application (provisional);
CREATE TABLE state_change (
    seq INTEGER NOT NULL PRIMARY KEY,
    application VARCHAR NOT NULL REFERENCES application (id),
    matter VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    at VARCHAR NOT NULL
);
CREATE INDEX ix_state_change_application ON state_change (application);
-- Version 1 told the changes in the words of its ledger only.
CREATE TEMP TABLE known_state (word VARCHAR);
INSERT INTO known_state VALUES
    ('已收件'), ('随证待审(停表)'), ('部门已受理'), ('评定/公示中(停表)'), ('待补正'),
    ('不予受理'), ('已办结'), ('已终止'), ('已送达本人');
INSERT INTO state_change (application, matter, state, at)
SELECT l.application, m.matter, s.word, l.at
FROM ledger l
JOIN matter m ON m.application = l.application
JOIN known_state s
    ON (l.act = '部门反馈' AND substr(l.text, 1, length(m.title || ':' || s.word || '。')) = m.title || ':' || s.word || '。')
    OR (l.act = '送达本人' AND l.text = m.title || '的结果已送达本人' AND s.word = '已送达本人')
ORDER BY l.seq;
DROP TABLE known_state;
