"""The last touch on every answer: headers that keep it safe, compression that keeps it light."""

import gzip
import zlib
from collections.abc import Callable

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from saanjh.web import policies

# The window brotli looks back over, as a power of two: 64 kB holds a whole page and keeps the worker's memory small.
WINDOW = 16
Next = Callable[[HttpRequest], HttpResponse]
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Headers:
    """Sets what a view did not set itself; a download says its own, stricter policy."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = policies.asked(request)
        if policy is not None and not policy.logged:  # no other page learns that somebody was here
            response["Referrer-Policy"] = "no-referrer"
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if response.status_code >= 400 and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response


class Compressed:
    """Brotli where the browser takes it, else gzip, for text of over 500 bytes.

    A signed-in page carries no secret that is echoed from the request: the token in its forms is masked anew each
    time, which is what makes compression safe against guessing from its length.
    """

    SMALLEST = 500
    TEXT = ("text/", "application/json", "application/xml", "image/svg+xml", "application/problem+json")

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.streaming or response.has_header("Content-Encoding") or len(response.content) < self.SMALLEST:
            return response
        if not response.get("Content-Type", "").startswith(self.TEXT):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        offered = request.headers.get("Accept-Encoding", "")
        if "br" in offered:
            response.content, coding = brotli.compress(response.content, quality=5, lgwin=WINDOW), "br"
        elif "gzip" in offered:
            response.content, coding = gzip.compress(response.content, compresslevel=6, mtime=0), "gzip"
        else:
            return response
        response["Content-Encoding"] = coding
        response["Content-Length"] = str(len(response.content))
        if response.has_header("ETag"):
            response["ETag"] = f'W/"{zlib.crc32(response.content):08x}"'
        return response
