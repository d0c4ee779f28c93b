"""What an indicator comes to: from the rows of a register to one value, and from many values to one figure."""
