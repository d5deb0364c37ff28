"""Explanations as pages: the same content as text and as HTML."""
