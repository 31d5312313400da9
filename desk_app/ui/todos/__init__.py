"""待办: to-dos by urgency, each with the act that settles it."""
