-- Windows that brought what another one began: what a laptop took at a home comes by the hall, which gets its news.
CREATE TABLE brought (
    proceeding VARCHAR NOT NULL,
    counter VARCHAR NOT NULL,
    PRIMARY KEY (proceeding, counter)
);
