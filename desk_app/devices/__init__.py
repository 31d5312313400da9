"""The devices of a window: camera, printer, pictures, keys; each tries its ways in order."""
