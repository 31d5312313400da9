"""Builds the packaged copy: one folder a processor, the .deb and .tar.xz of it, and their checks."""
