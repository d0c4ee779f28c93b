"""Who does what where: initiatives, what was asked about districts, and claims that others stated."""
