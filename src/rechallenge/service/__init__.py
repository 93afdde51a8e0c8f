"""What each front end calls: make, compare, open, save and print a plan."""
