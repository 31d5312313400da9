"""The counter-window program for disability services."""

__version__ = "0.1.0"
