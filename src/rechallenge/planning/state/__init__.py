"""The state of an infusion at a moment: clock, dose given, steps to come, bags, line contents."""
