"""What the consumer is owed, worked out from facts alone.

Nothing here imports Django, reads a clock or touches a file: facts in, a verdict out.
Three values of truth throughout: ``True``, ``False`` and ``None`` for "not known".
"""
