"""Papers: which are at hand, how they are drawn, how they are printed and counted."""
