"""The ground: people, organisations, places, access, history, files, notices. It knows no room above it."""
