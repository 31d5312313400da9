"""One module for each paper, each with ``draw(sheet) -> bytes``."""
