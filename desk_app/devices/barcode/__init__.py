"""Barcode scanners: keyboards that type a whole code at once, and a demo one without hardware."""
