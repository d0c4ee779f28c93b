"""What was learnt: expected, happened, why, and how sure."""
