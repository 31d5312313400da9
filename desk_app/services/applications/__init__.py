"""What comes after acceptance: clocks, hand-over to departments, what follows, results."""
