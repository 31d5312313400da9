"""The window's secrets, kept by the operating system."""
