"""Tables that somebody else made: what their numbers say of one another."""
