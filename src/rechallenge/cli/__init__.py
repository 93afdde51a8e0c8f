"""The `rechallenge` command: stdout is data, stderr is narration."""
