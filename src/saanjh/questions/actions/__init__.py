"""Verbs that write: forms are designed and published, answers are saved and handed in."""
