"""One file per command: ``add`` tells argparse about it, ``run`` does it. Heavy imports are inside ``run``."""
