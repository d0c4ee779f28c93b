"""What is measured: one JSON object a line on standard output, progress on standard error."""
