"""Bytes to plain values and back, one folder a format: no Django, no database, no clock."""
