"""How each bag is made up: what from, in which of three ways, from how many vials."""
