"""Rule mutants: every rule is spoiled on purpose, in small ways, and some example must notice."""
