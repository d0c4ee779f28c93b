"""The verbs of the room: the only place where it writes."""
