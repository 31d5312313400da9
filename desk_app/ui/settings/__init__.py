"""设置: the values this window works with, its look, and the guide."""
