"""What benches say of their figures, and what they keep."""
