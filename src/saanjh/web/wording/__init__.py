"""Sentences for what the rooms record in codes, one file a room."""
