"""The list page shared by every room: filters, rows, record card, counts, export."""
