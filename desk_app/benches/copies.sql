-- Copies of one record (:id), an application with everything that hangs on it, once for every row of "nth".
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

-- Their rows in lists, spread over days, windows, clerks, towns and names.
INSERT INTO listed
SELECT NULL, CASE parent WHEN '' THEN id || '-' || n ELSE parent || '-' || n || substr(id, 37) END,
    procedure, CASE parent WHEN '' THEN '' ELSE parent || '-' || n END,
    number || '-' || n, substr('赵钱孙李周吴郑王冯陈', n % 10 + 1, 1) || substr('秀志建小文大', n % 6 + 1, 1) || substr('英强兰国燕明', n % 7 + 1, 1),
    substr('zqslwzwfc', n % 9 + 1, 1) || 'ang 赵' || substr('xzjwd', n % 5 + 1, 1) || 'iao 小' || substr('yqlgm', n % 5 + 1, 1) || 'ing 明',
    substr(id_number, 1, 10) || n, phone, shown_of, shown, outcome,
    CASE WHEN due > 'A' THEN due ELSE date(due, '-' || (n % 4 * (n / 40)) || ' days') END,
    CASE warn_on WHEN '' THEN '' ELSE date(warn_on, '-' || (n % 4 * (n / 40)) || ' days') END,
    stopped, promise_on, late, did,
    strftime('%Y-%m-%dT%H:%M:%S', substr(began_at, 1, 19), '-' || (n / 40) || ' days', '-' || n || ' seconds') || substr(began_at, -6),
    date(began_on, '-' || (n / 40) || ' days'), since, n % 6 + 1, '经办员' || n % 9, pack_digest,
    CASE decided_on WHEN '' THEN '' ELSE date(decided_on, '-' || (n / 40) || ' days') END,
    CASE WHEN used IS NULL THEN NULL ELSE n % 14 END, d1, d2, substr(d3, 1, 6) || printf('%03d', n % 12 + 1), d4, d5, d6, d7, d8, told
FROM listed, nth WHERE id = :id OR parent = :id;

-- What statistics count of records that are about themselves, spread over days.
INSERT INTO happened
SELECT NULL, record || '-' || n, procedure, kind, what, date(since, '-' || (n / 40) || ' days'),
    CASE WHEN until > '9' THEN until ELSE date(until, '-' || (n / 40) || ' days') END, key || '-' || n
FROM happened, nth WHERE record = :id;

DELETE FROM unlisted;
