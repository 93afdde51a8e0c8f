"""What is due and when: by offset from the start of step 1, and by the clock."""
