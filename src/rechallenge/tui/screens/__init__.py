"""The planner's screens and dialogs, one a file."""
