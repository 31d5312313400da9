"""上门: the day of home visits."""
