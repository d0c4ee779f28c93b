"""Subjects in and out: between the rooms' own shapes and the formats of the world."""
