"""The receiving end: the county's book, its check of letters, the news feed, and the server."""
