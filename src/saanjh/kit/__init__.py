"""Plain Python that reckons: no Django, no clock, no settings, the same answer for the same question."""
