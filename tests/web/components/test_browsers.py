"""Browsers are called what people call them."""

import pytest
from django.utils.translation import override

from saanjh.web.components.browsers import named

ON_WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (f"Mozilla/5.0 (X11; Linux x86_64) {ON_WEBKIT} Chrome/126.0.0.0 Safari/537.36", "Chrome, Linux"),
        (f"Mozilla/5.0 (Linux; Android 10; K) {ON_WEBKIT} Chrome/126.0 Mobile Safari/537.36", "Chrome, Android"),
        (f"Mozilla/5.0 (Linux; Android 13) {ON_WEBKIT} SamsungBrowser/25.0 Chrome/121.0", "Samsung Internet, Android"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64) {ON_WEBKIT} Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari, iPhone"),
        ("Firefox/127.0", "Firefox"),
        ("curl/8.5.0", "Another browser"),
        ("", "Another browser"),
    ],
)
def test_a_browser_is_called_what_people_call_it(agent: str, words: str) -> None:
    with override("en"):
        assert named(agent) == words
