"""The machine door: the API, health, what devices speak."""

from saanjh.web.loading import load_api_library

load_api_library()  # before any module here asks for it
