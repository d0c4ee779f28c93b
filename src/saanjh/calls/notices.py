"""Messages about calls, applications and reviews."""
