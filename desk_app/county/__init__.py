"""The line to the county: the envelope and its shapes, the client and the courier."""
