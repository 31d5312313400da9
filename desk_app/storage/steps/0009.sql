-- People of this window: who may sign in, and how often somebody tried in vain.
-- password: Argon2id as a PHC string. totp: secret of the second factor in base32, empty without one.
-- locked_at, locked_s, boot, mark: when the pause began by the clock and by the computer's own count of seconds.
CREATE TABLE clerk (
    id VARCHAR NOT NULL PRIMARY KEY,
    name VARCHAR NOT NULL UNIQUE,
    roles TEXT NOT NULL,
    unit VARCHAR NOT NULL DEFAULT '',
    password VARCHAR NOT NULL,
    totp VARCHAR NOT NULL DEFAULT '',
    code_step INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT 1,
    demo INTEGER NOT NULL DEFAULT 0,
    must_change INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    locked_at VARCHAR NOT NULL DEFAULT '',
    locked_s INTEGER NOT NULL DEFAULT 0,
    boot VARCHAR NOT NULL DEFAULT '',
    mark FLOAT NOT NULL DEFAULT 0,
    signed_in_at VARCHAR NOT NULL DEFAULT '',
    changed_at VARCHAR NOT NULL,
    made_at VARCHAR NOT NULL
);
