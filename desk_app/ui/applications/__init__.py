"""办件: the list of accepted applications with their card."""
