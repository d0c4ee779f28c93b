"""Saanjh (سانجھ, a shared stake): community grants, their results and their evidence."""
