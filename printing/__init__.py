"""Papers of the counter: from plain data to PDF bytes with every font embedded."""
