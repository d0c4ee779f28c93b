"""Who may do what with grants and their activities, and why not."""
