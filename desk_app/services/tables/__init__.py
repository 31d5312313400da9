"""Tables that others bring: xlsx and CSV files read strictly, their columns laid to what an act asks."""
