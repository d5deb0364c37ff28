"""People, organisations, roles and invitations: who may do what."""
