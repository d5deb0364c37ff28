"""However the open answers are completed: what to ask next, when to stop, which advice is certain."""
