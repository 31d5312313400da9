"""The pages of the counter; ``steps`` makes the six of one case."""
