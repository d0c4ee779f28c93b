"""Backups: everything that an installation holds in one file, encrypted to a key that the server does not have.

The file is the same for both databases: a tar stream of tables as JSON lines and of the files handed in, ended by a
manifest and its seal. Copying from one database to the other goes the same way, without the file.
"""


class NotDone(Exception):
    """Why nothing was written or restored, in words for whoever runs the command. Nothing half-done stays behind."""
