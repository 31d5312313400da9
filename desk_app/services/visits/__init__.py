"""Home visits: what the day asks, and what goes out with a laptop and comes back."""
