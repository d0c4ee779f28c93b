"""Rank with honesty: plain means, their noise, reviewers' severity, and a lottery where nothing else decides."""
