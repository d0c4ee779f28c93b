"""What people do to the ground: verbs that write, one file a noun."""
