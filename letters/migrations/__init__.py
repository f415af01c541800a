"""The schema of cases, step by step."""
