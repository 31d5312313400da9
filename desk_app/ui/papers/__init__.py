"""Papers on the screen and on their way out, the same from every place that prints."""
