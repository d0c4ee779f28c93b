"""What people tell us, without an account: one message, one answer."""
