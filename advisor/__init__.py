"""Advice for inter-organisational collaborations in healthcare, with its reasons and evidence."""

__version__ = "0.1.0"
