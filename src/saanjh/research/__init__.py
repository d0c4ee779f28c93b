"""Studies: questions put to documents, the passages that speak to them, and what was found."""
