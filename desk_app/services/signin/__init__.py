"""Signing in at the window: people, passwords, pauses, the second factor, change of shift."""
