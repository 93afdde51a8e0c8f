"""The planner: its state without a screen, and its screens by keys alone."""
