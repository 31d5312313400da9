"""Registers: any procedure of the pack that is one, as a list with a card. Nothing here knows which."""
