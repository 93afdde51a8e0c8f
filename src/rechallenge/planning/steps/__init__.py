"""From written steps to a schedule: what is stated, in plain pieces, solved, as a pump runs it."""
