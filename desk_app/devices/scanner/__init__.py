"""Scanners: of this computer, on the network, or a folder that one writes into."""
