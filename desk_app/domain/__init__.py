"""What the hall knows: plain dataclasses and pure rules."""
