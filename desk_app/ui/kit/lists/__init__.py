"""Rooms that list: applications, to-dos, settings."""
