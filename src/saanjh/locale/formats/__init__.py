"""How dates and numbers are written and read, one folder a language, as FORMAT_MODULE_PATH wants it."""
