-- Which recording (forms.recordings) which event tells of, kept by triggers as page_use is.
CREATE TABLE recording_use (
    event VARCHAR NOT NULL,
    told VARCHAR NOT NULL,
    PRIMARY KEY (event, told)
) WITHOUT ROWID;
CREATE TRIGGER payload_recordings AFTER INSERT ON payload WHEN instr(NEW.body, '"sha256:')
BEGIN INSERT INTO recording_use SELECT NEW.event, value FROM json_tree(CASE WHEN json_valid(NEW.body) THEN NEW.body ELSE '{}' END) WHERE type = 'text' AND value GLOB 'sha256:*:*:*' EXCEPT SELECT event, told FROM recording_use WHERE event = NEW.event; END;
CREATE TRIGGER payload_recordings_gone AFTER DELETE ON payload
BEGIN DELETE FROM recording_use WHERE event = OLD.event; END;
