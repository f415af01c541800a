"""Template filters, one module a subject."""
