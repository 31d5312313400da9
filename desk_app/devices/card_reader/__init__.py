"""The ID-card reader at the window: found, asked for cards, watched, found again."""
