"""What the command `benchmark` measures, one module a subject."""
