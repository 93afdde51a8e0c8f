"""From written steps to a schedule: stated, unsolved, solved, as a pump runs it."""
