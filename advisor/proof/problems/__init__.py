"""Finds what is wrong with a knowledge base and its questionnaires: everything, in one pass."""
