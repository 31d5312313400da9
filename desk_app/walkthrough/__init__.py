"""One whole application of a case file, driven through the real window."""
