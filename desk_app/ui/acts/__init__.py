"""The form of an act: what it asks, its evidence, its paper."""
