"""Printers: found, and handed A4 papers at 100 %. A job taken by a queue is not yet paper in hand."""
