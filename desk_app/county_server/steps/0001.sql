-- The county's book as the first release made it.
CREATE TABLE files (
    sha256 VARCHAR(64) NOT NULL PRIMARY KEY,
    size INTEGER NOT NULL,
    data $BLOB NOT NULL
);
CREATE TABLE applications (
    id VARCHAR(100) NOT NULL PRIMARY KEY,
    number VARCHAR(100) NOT NULL UNIQUE,
    office_number VARCHAR(40) NOT NULL UNIQUE,
    region VARCHAR(100) NOT NULL,
    "window" VARCHAR(100) NOT NULL,
    body TEXT NOT NULL,
    facts TEXT NOT NULL,
    received_at VARCHAR(40) NOT NULL
);
CREATE TABLE letters (
    id VARCHAR(100) NOT NULL PRIMARY KEY,
    digest VARCHAR(64) NOT NULL,
    application VARCHAR(100) NOT NULL REFERENCES applications (id),
    answer TEXT NOT NULL
);
CREATE TABLE supplements (
    letter VARCHAR(100) NOT NULL PRIMARY KEY REFERENCES letters (id),
    application VARCHAR(100) NOT NULL REFERENCES applications (id),
    body TEXT NOT NULL,
    received_at VARCHAR(40) NOT NULL
);
CREATE TABLE matters (
    application VARCHAR(100) NOT NULL REFERENCES applications (id),
    matter VARCHAR(100) NOT NULL,
    place INTEGER NOT NULL,
    title VARCHAR(200) NOT NULL,
    state VARCHAR(40) NOT NULL,
    note TEXT NOT NULL,
    waits_for VARCHAR(100) NOT NULL,
    PRIMARY KEY (application, matter)
);
CREATE TABLE news (
    seq BIGINT NOT NULL PRIMARY KEY,
    id VARCHAR(40) NOT NULL UNIQUE,
    "window" VARCHAR(100) NOT NULL,
    application VARCHAR(100) NOT NULL REFERENCES applications (id),
    matter VARCHAR(100) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    text TEXT NOT NULL,
    at VARCHAR(40) NOT NULL
);
CREATE TABLE register (
    application VARCHAR(100) NOT NULL PRIMARY KEY REFERENCES applications (id),
    id_number VARCHAR(100) NOT NULL,
    pack_digest VARCHAR(100) NOT NULL
);
CREATE TABLE counters (
    name VARCHAR(100) NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);
CREATE INDEX ix_news_window ON news ("window");
CREATE INDEX ix_register_id_number ON register (id_number);
CREATE INDEX ix_supplements_application ON supplements (application);
