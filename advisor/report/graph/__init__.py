"""The knowledge base as a graph: what follows from what, as data, as a picture and as text."""
