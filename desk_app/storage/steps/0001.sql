-- The book as the first release made it.
CREATE TABLE application (
    id VARCHAR NOT NULL,
    number VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    id_number VARCHAR NOT NULL,
    phone VARCHAR NOT NULL,
    accepted_at VARCHAR NOT NULL,
    office_number VARCHAR NOT NULL,
    sent VARCHAR NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (number)
);
CREATE TABLE counter (
    series VARCHAR NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (series)
);
CREATE TABLE draft (
    id VARCHAR NOT NULL,
    updated_at VARCHAR NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE ledger (
    seq INTEGER NOT NULL,
    at VARCHAR NOT NULL,
    who VARCHAR NOT NULL,
    act VARCHAR NOT NULL,
    application VARCHAR NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (seq)
);
CREATE TABLE letter (
    id VARCHAR NOT NULL,
    application VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    attempts INTEGER NOT NULL,
    next_try VARCHAR NOT NULL,
    answer TEXT NOT NULL,
    files TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(application) REFERENCES application (id)
);
CREATE TABLE matter (
    application VARCHAR NOT NULL,
    matter VARCHAR NOT NULL,
    place INTEGER NOT NULL,
    title VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    note TEXT NOT NULL,
    waits_for VARCHAR NOT NULL,
    PRIMARY KEY (application, matter),
    FOREIGN KEY(application) REFERENCES application (id)
);
CREATE TABLE news (
    id VARCHAR NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX ix_application_accepted_at ON application (accepted_at);
CREATE INDEX ix_application_id_number ON application (id_number);
CREATE INDEX ix_ledger_application ON ledger (application);
CREATE INDEX letter_due ON letter (state, next_try, created_at);
CREATE INDEX ix_letter_application ON letter (application);
