"""Forms that people design and answers that people give: one engine for applications, and later reports and surveys."""
