"""Tables that others made: read, compared cell with cell, and their slips found."""
