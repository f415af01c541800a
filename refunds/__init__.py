"""What the consumer is owed."""
