"""The window around the rooms: rail, top bar, messages, keys, connection to the county."""
