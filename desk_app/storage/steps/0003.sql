-- Letters may bring a material after their application.
ALTER TABLE letter ADD COLUMN material VARCHAR NOT NULL DEFAULT '';
