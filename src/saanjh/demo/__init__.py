"""The demo: a fictional programme, told by calling the very actions that people use."""
