"""The work table of the centre, and its archives."""
