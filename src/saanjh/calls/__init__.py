"""From a call to a decision: applications, conflicts of interest, reviews, and what the panel decided."""
