"""Home visits: what the day asks."""
