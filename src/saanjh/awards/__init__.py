"""Grants from the offer on: who accepted what, where and until when, and the work as it happens."""
