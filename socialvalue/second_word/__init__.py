"""What one person asks for and a second agrees to or refuses: roles, second steps, suppliers joined, a contract's supplier."""
