-- Copies of one application (:id) with everything that hangs on it, once for every row of "nth".
INSERT INTO application
SELECT id || '-' || n, number || '-' || n, name, substr(id_number, 1, 10) || n, phone,
    strftime('%Y-%m-%dT%H:%M:%S', substr(accepted_at, 1, 19), '-' || (n / 40) || ' days') || substr(accepted_at, -6),
    office_number, body, handover, promised, 0, date(accepted_on, '-' || (n / 40) || ' days'), ''
FROM application, nth WHERE id = :id;

INSERT INTO proceeding
SELECT CASE parent WHEN '' THEN id || '-' || n ELSE parent || '-' || n || substr(id, 37) END,
    procedure, subject_kind, subject_id || '-' || n,
    CASE parent WHEN '' THEN '' ELSE parent || '-' || n END,
    place, number, state, facts, began_at, since, pack_digest, warn_on, 0, 1, todo
FROM proceeding, nth WHERE subject_id = :id;

INSERT INTO event
SELECT (SELECT max(seq) FROM event) + row_number() OVER (ORDER BY n, seq), id || '-' || n,
    CASE WHEN proceeding = subject_id THEN proceeding || '-' || n
        ELSE subject_id || '-' || n || substr(proceeding, 37) END,
    subject_kind, subject_id || '-' || n, act, at, person, role, unit, counter, channel, cause,
    county, known, void, digest, chain
FROM event, nth WHERE subject_id = :id;

INSERT INTO payload
SELECT p.event || '-' || n, p.body FROM payload p, nth
WHERE p.event IN (SELECT id FROM event WHERE subject_id = :id);

INSERT INTO letter
    (id, subject_kind, subject_id, created_at, state, attempts, answer, files, events, opens, material, body)
SELECT id || '-' || n, subject_kind, subject_id || '-' || n, created_at, 'delivered', 1, '',
    files, events, opens, material, body
FROM letter, nth WHERE subject_id = :id;
