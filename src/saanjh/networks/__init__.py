"""Organisations that work together: their terms of reference, their members, and the roadmap that they share."""
