-- What the county told of a person, by the identity number it was asked about; the newest answer.
CREATE TABLE told_history (
    id_number VARCHAR NOT NULL PRIMARY KEY,
    asked_at VARCHAR NOT NULL,
    body TEXT NOT NULL
);
-- Every certificate number a person ever had, by the identity number of the application that named it.
CREATE TABLE person_certificate (
    id_number VARCHAR NOT NULL,
    number VARCHAR NOT NULL,
    PRIMARY KEY (id_number, number)
) WITHOUT ROWID;
INSERT OR IGNORE INTO person_certificate
    SELECT id_number, json_extract(body, '$.answers.certificate_number') FROM application
    WHERE CASE WHEN json_valid(body) THEN json_extract(body, '$.answers.certificate_number') ELSE '' END <> '';
INSERT OR IGNORE INTO person_certificate
    SELECT a.id_number, json_extract(p.facts, '$.certificate_number')
    FROM proceeding p JOIN application a ON a.id = p.parent
    WHERE CASE WHEN json_valid(p.facts) THEN json_extract(p.facts, '$.certificate_number') ELSE '' END <> '';
