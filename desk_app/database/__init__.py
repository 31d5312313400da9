"""What both books share: opening a database, transactions, sorting faults, steps from old versions to new."""
