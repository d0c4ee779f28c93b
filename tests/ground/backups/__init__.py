"""What tests of backups are made of: places to restore into, writers, damage, and sudden ends."""
