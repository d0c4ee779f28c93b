"""What was measured: values with their definition, n, method, interval and evidence, checked by somebody else."""
