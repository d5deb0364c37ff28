"""What follows: experta fires the rules of the knowledge base over one case, and every firing is recorded."""
