"""Urdu, with the digits 0-9."""
