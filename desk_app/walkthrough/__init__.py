"""Drives the real window through one whole application of a case file."""
