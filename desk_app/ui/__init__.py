"""The window: what the clerk sees and works."""

from desk_app.ui import imports, overrides

imports.leave_sources_unread()
overrides.guard()  # before any class of the window is made
