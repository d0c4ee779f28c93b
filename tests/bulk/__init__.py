"""The bulk form of an action does what the single form does, and refuses what it refuses."""
