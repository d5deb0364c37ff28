"""What to say and why: from what follows for a case to recommendations in order, with their evidence."""
