"""One file per command: ``add`` tells argparse about it; heavy imports are inside its run function."""
