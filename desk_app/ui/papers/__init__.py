"""Papers shown and printed, in the same way from every place that prints."""
