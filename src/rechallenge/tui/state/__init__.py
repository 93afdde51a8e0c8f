"""What the planner knows, without a screen: texts as typed, and all that follows from them."""
