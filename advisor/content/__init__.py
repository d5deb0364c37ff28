"""Reads content files into the model: YAML with positions, every problem of a file at once."""
