"""Gatherings that the programme holds: when, where, and how many came, in counts."""
