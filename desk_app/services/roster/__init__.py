"""The roster of people: imported, matched by the rules, and led to the counter (政策找人)."""
