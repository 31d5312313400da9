"""The window: what the clerk sees and works."""

from desk_app.ui import overrides

overrides.guard()  # before any class of the window is made
