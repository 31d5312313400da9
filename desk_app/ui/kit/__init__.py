"""What every page is made of: widgets, fields, lists, the look; no page, no room."""
