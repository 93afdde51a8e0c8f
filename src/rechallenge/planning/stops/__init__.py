"""Stops in the middle of an infusion: what was in, what is left, and how it goes on."""
