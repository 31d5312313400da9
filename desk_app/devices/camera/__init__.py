"""The camera at the window: found, watched and let go of."""
