"""The work table of the centre (附表4) and its archives."""
