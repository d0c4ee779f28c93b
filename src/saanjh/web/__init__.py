"""The doors: the public portal, the desk, the machine door. They see all rooms; no room sees them."""
