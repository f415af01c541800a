"""Schema and data migrations, apart from each other."""
