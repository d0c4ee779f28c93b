"""The machine door: the API, health, what devices speak."""
