"""What things are: orders, protocols, plans, steps, findings. Frozen values, and no I/O."""
