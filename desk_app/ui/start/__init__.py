"""What is asked before the window is there: the key of its book."""
