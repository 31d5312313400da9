"""How long things are kept: the daily purge, and what is held on a person."""
