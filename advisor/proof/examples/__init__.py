"""Worked examples that lie beside the rules: reading them, running them, and what they cover."""
