"""Signing in: the page over the whole window, the own password, the second factor."""
