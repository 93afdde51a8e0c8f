"""What things are: orders, protocols, plans, steps, findings. Frozen values; nothing is read or written here."""
