"""The planner: a terminal screen from order to signed-off sheet."""
