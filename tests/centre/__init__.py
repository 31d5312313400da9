"""Registers of a county centre: devices and their stock, volunteers."""
