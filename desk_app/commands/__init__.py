"""One file a command; its ``add`` registers it with argparse, its run function imports what is slow."""
