"""Who sold it, and what they say."""
