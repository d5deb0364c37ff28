"""What can be proved of a knowledge base: problems, examples, coverage and versions."""
