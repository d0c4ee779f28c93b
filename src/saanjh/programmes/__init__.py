"""What is intended: programmes with their objectives, themes, indicators, and who gives the money."""
