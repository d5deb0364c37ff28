"""Proof by search: what holds of every case, and what some case reaches, over columns of cases."""
