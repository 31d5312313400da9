"""What a clerk has to do next, in groups by urgency."""
