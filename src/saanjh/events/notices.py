"""What the room tells people, in words made when they are read."""
