"""The planner's own widgets, one idea a file."""
