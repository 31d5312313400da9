"""What both books share: opening a database, transactions, whose fault a fault is, steps from old to new."""
