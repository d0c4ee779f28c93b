"""Who may do what with gatherings, courses and certificates, and why not."""
