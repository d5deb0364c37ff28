"""Versions of rules: the lock that numbers them, what changed since, and the rules of an earlier day."""
