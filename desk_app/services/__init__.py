"""What the clerk does, one function an act; the rest of the program is reached through ``services.parts``."""
