"""Why something follows, and why something does not."""
