"""The printed sheets: a plan as PDF, and a sheet read back and compared with its plan."""
