"""Papers of the counter: plain data in, PDF bytes out, every font embedded."""
