"""What the clerk does: one verb per function, on the sockets of ``services.parts``."""
