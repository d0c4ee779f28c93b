"""The verbs of voices."""
