"""The desk: work for people who signed in."""
