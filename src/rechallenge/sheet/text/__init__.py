"""A plan in words, for a terminal; the other forms take sentences and rows from here."""
