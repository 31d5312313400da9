"""The window's keys: from the system keyring, or made once in the data folder."""
