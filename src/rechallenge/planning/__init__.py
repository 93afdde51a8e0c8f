"""How a plan is made: pure functions, one stage a module."""
