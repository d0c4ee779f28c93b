"""The verbs of research."""
