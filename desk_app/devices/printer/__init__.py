"""Printers: listed, given papers at 100 % on paper that is named, and asked until a job has ended."""
