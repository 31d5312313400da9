"""The window around the rooms: rail, top bar, messages, keys, the line to the county."""
