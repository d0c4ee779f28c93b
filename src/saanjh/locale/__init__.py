"""The two languages of the site: catalogues of Urdu, and how dates and numbers are written in each."""
