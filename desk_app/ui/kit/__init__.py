"""The building blocks of every page (widgets, fields, lists, the look); imports no page and no room."""
