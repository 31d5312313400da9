"""Reads the words on pictures of cards and pages, offline, in a process of its own."""
