"""What guards every request: headers, sizes, sessions, rates."""
