"""Verbs that write: a call is published, applications come in, reviews and decisions follow."""
