"""What things mean: facts, conditions, the knowledge base, cases and results. Reads no files."""
