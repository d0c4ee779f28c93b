"""Who may do what with calls, applications, reviews and decisions, and why not."""
