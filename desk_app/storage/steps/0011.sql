-- Which picture is used by which draft, application, letter and event; triggers keep it, whoever writes.
-- They say EXCEPT and not OR IGNORE: within an upsert, its own way with conflicts would count.
CREATE TABLE page_use (
    kind VARCHAR NOT NULL,
    holder VARCHAR NOT NULL,
    page VARCHAR NOT NULL,
    PRIMARY KEY (kind, holder, page)
) WITHOUT ROWID;
CREATE INDEX page_use_page ON page_use (page);
-- Pictures nothing uses any more: their files are removed after the transaction, or by the next purge.
CREATE TABLE page_freed (page VARCHAR NOT NULL PRIMARY KEY) WITHOUT ROWID;
-- What the county confirmed to have, and until when it is kept here.
CREATE TABLE page (
    id VARCHAR NOT NULL PRIMARY KEY,
    confirmed_on VARCHAR NOT NULL,
    fetched_on VARCHAR NOT NULL DEFAULT '',
    purged_on VARCHAR NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE INDEX page_here ON page (confirmed_on) WHERE purged_on = '';
CREATE TRIGGER page_used AFTER INSERT ON page_use BEGIN DELETE FROM page_freed WHERE page = NEW.page; END;
CREATE TRIGGER page_unused AFTER DELETE ON page_use WHEN NOT EXISTS (SELECT 1 FROM page_use WHERE page = OLD.page)
BEGIN INSERT INTO page_freed SELECT OLD.page EXCEPT SELECT page FROM page_freed; END;
-- A picture that was replaced in a draft is kept until the draft is gone, for the clerk may take it back.
CREATE TRIGGER draft_pages AFTER INSERT ON draft
BEGIN INSERT INTO page_use SELECT 'draft', NEW.id, atom FROM json_tree(CASE WHEN json_valid(NEW.body) THEN NEW.body ELSE '{}' END, '$.pages') WHERE key = 'id' AND type = 'text' EXCEPT SELECT kind, holder, page FROM page_use WHERE kind = 'draft' AND holder = NEW.id; END;
CREATE TRIGGER draft_pages_more AFTER UPDATE OF body ON draft
BEGIN INSERT INTO page_use SELECT 'draft', NEW.id, atom FROM json_tree(CASE WHEN json_valid(NEW.body) THEN NEW.body ELSE '{}' END, '$.pages') WHERE key = 'id' AND type = 'text' EXCEPT SELECT kind, holder, page FROM page_use WHERE kind = 'draft' AND holder = NEW.id; END;
CREATE TRIGGER draft_pages_gone AFTER DELETE ON draft
BEGIN DELETE FROM page_use WHERE kind = 'draft' AND holder = OLD.id; END;
CREATE TRIGGER application_pages AFTER INSERT ON application
BEGIN INSERT INTO page_use SELECT 'application', NEW.id, atom FROM json_tree(CASE WHEN json_valid(NEW.body) THEN NEW.body ELSE '{}' END, '$.pages') WHERE key = 'id' AND type = 'text' EXCEPT SELECT kind, holder, page FROM page_use WHERE kind = 'application' AND holder = NEW.id; END;
CREATE TRIGGER application_pages_more AFTER UPDATE OF body ON application
BEGIN INSERT INTO page_use SELECT 'application', NEW.id, atom FROM json_tree(CASE WHEN json_valid(NEW.body) THEN NEW.body ELSE '{}' END, '$.pages') WHERE key = 'id' AND type = 'text' EXCEPT SELECT kind, holder, page FROM page_use WHERE kind = 'application' AND holder = NEW.id; END;
CREATE TRIGGER application_pages_gone AFTER DELETE ON application
BEGIN DELETE FROM page_use WHERE kind = 'application' AND holder = OLD.id; END;
CREATE TRIGGER letter_pages AFTER INSERT ON letter
BEGIN INSERT INTO page_use SELECT 'letter', NEW.id, value FROM json_each(CASE WHEN json_valid(NEW.files) THEN NEW.files ELSE '[]' END) WHERE type = 'text' EXCEPT SELECT kind, holder, page FROM page_use WHERE kind = 'letter' AND holder = NEW.id; END;
CREATE TRIGGER letter_pages_gone AFTER DELETE ON letter
BEGIN DELETE FROM page_use WHERE kind = 'letter' AND holder = OLD.id; END;
-- An act may name pictures as evidence: every text of 64 hexadecimal characters is taken for one.
CREATE TRIGGER payload_pages AFTER INSERT ON payload
BEGIN INSERT INTO page_use SELECT 'event', NEW.event, value FROM json_tree(CASE WHEN json_valid(NEW.body) THEN NEW.body ELSE '{}' END) WHERE type = 'text' AND length(value) = 64 AND value NOT GLOB '*[^0-9a-f]*' EXCEPT SELECT kind, holder, page FROM page_use WHERE kind = 'event' AND holder = NEW.event; END;
CREATE TRIGGER payload_pages_gone AFTER DELETE ON payload
BEGIN DELETE FROM page_use WHERE kind = 'event' AND holder = OLD.event; END;

INSERT OR IGNORE INTO page_use SELECT 'draft', d.id, atom FROM draft d, json_tree(CASE WHEN json_valid(d.body) THEN d.body ELSE '{}' END, '$.pages') WHERE key = 'id' AND type = 'text';
INSERT OR IGNORE INTO page_use SELECT 'application', a.id, atom FROM application a, json_tree(CASE WHEN json_valid(a.body) THEN a.body ELSE '{}' END, '$.pages') WHERE key = 'id' AND type = 'text';
INSERT OR IGNORE INTO page_use SELECT 'letter', l.id, value FROM letter l, json_each(CASE WHEN json_valid(l.files) THEN l.files ELSE '[]' END) WHERE type = 'text';
INSERT OR IGNORE INTO page_use SELECT 'event', p.event, value FROM payload p, json_tree(CASE WHEN json_valid(p.body) THEN p.body ELSE '{}' END) WHERE type = 'text' AND length(value) = 64 AND value NOT GLOB '*[^0-9a-f]*';
-- When an older book learned of the confirmation is not written down: the time begins with this release.
INSERT OR IGNORE INTO page (id, confirmed_on) SELECT value, strftime('%Y-%m-%d', 'now') FROM letter l, json_each(CASE WHEN json_valid(l.files) THEN l.files ELSE '[]' END) WHERE l.state = 'delivered' AND type = 'text';
