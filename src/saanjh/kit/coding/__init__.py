"""Coding: how far people who judge the same things agree, and when new codes stop coming."""
