"""Finding a record by whatever is at hand, and showing it masked."""
