"""Protocol and drug files: found, read, and their errors located by line."""
