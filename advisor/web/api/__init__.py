"""The JSON API, in the shapes that the rest of the product uses."""
