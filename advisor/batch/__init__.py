"""Batches: many collaborations from one file, safe against crashes, on one machine or a cluster."""
