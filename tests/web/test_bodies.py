"""A body arrives whole, with a length or without; else it cannot be read, or the request is marked as too large."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pytest
from lxml import html

from saanjh.web.bodies import PIECE, TOO_LARGE, Whole, WholeBodies

LARGEST = 200_000


class Pieces(BytesIO):
    """A body that comes in short reads, as from a slow phone."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(1000, size or 0))


def arrived(environ: dict[str, Any]) -> tuple[bytes, bool]:
    """The body that the application behind the wrapper reads, and whether it was marked as too large."""
    seen: list[tuple[bytes, bool]] = []

    def application(given: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = given["wsgi.input"].read(int(given.get("CONTENT_LENGTH") or 0))
        seen.append((body, TOO_LARGE in given))
        return [b"ok"]

    answer = WholeBodies(application, largest=LARGEST)(environ, None)
    assert list(answer) == [b"ok"]
    getattr(answer, "close", lambda: None)()
    return seen[0]


@pytest.mark.parametrize("size", [0, 1, PIECE, LARGEST])
def test_a_chunked_body_arrives_whole(size: int) -> None:
    body = bytes(range(256)) * (size // 256 + 1)
    environ = {"HTTP_TRANSFER_ENCODING": "Chunked", "wsgi.input": Pieces(body[:size])}
    assert arrived(environ) == (body[:size], False)


def test_a_chunked_body_beyond_the_largest_is_not_read_to_its_end() -> None:
    source = BytesIO(b"x" * (LARGEST * 3))
    assert arrived({"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": source}) == (b"", True)
    assert source.tell() <= LARGEST + PIECE


def test_a_length_beyond_the_largest_is_not_read_at_all() -> None:
    source = BytesIO(b"x" * (LARGEST + 1))
    assert arrived({"CONTENT_LENGTH": str(LARGEST + 1), "wsgi.input": source}) == (b"", True)
    assert source.tell() == 0


def test_a_body_with_a_length_passes_as_it_is() -> None:
    assert arrived({"CONTENT_LENGTH": "3", "wsgi.input": BytesIO(b"abcdef")}) == (b"abc", False)


def test_a_length_beside_chunks_does_not_count() -> None:
    environ = {"CONTENT_LENGTH": "3", "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": BytesIO(b"abcdef")}
    assert arrived(environ) == (b"abcdef", False)


def test_a_body_whose_line_broke_before_its_end_cannot_be_read_as_if_it_were_whole() -> None:
    with pytest.raises(ConnectionError, match="3 bytes to come"):
        arrived({"CONTENT_LENGTH": "9", "wsgi.input": Pieces(b"abcdef")})
    line_by_line = Whole(BytesIO(b"a\nb"), 9)
    assert line_by_line.readline() == b"a\n"
    with pytest.raises(ConnectionError):
        [line_by_line.readline() for _line in range(2)]


@pytest.mark.parametrize("end", ["", "\r\n"])
def test_a_form_with_files_that_came_in_chunks_is_whole_when_its_last_edge_is_there(end: str) -> None:
    kind = {"CONTENT_TYPE": 'multipart/form-data; boundary="e"', "HTTP_TRANSFER_ENCODING": "chunked"}
    whole = b"--e\r\n\r\nwords\r\n--e--" + end.encode()
    assert arrived({**kind, "wsgi.input": BytesIO(whole)}) == (whole, False)
    with pytest.raises(ConnectionError):
        arrived({**kind, "wsgi.input": BytesIO(whole[:-5])})


def test_a_form_whose_line_broke_is_refused_and_nothing_is_done(client: Any) -> None:
    body = b'--e\r\nContent-Disposition: form-data; name="login"\r\n\r\nwor'
    given = {"wsgi.input": Whole(BytesIO(body), len(body) + 9), "CONTENT_LENGTH": str(len(body) + 9)}
    response = client.post("/en/account/login/", CONTENT_TYPE="multipart/form-data; boundary=e", **given)
    assert response.status_code == 400


def test_the_spool_is_closed_with_the_answer_and_when_the_application_fails() -> None:
    spools: list[Any] = []

    def failing(given: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        spools.append(given["wsgi.input"])
        raise LookupError

    with pytest.raises(LookupError):
        WholeBodies(failing, largest=LARGEST)({"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": BytesIO(b"a")}, None)
    assert spools[0].source.closed


@pytest.mark.django_db
def test_a_file_of_25_mb_reaches_the_form_that_refuses_it() -> None:
    from saanjh import wsgi  # which asks the database whether it is a demo

    assert wsgi.application.largest == 27_500_000


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("multipart/form-data; boundary=x", "A file may have at most 10 MB."),
        ("application/x-www-form-urlencoded", "The text is longer than any form takes."),
    ],
)
def test_the_page_for_what_was_too_large_names_the_limit_and_leads_back(client: Any, kind: str, said: str) -> None:
    response = client.post("/desk/awards/abc/activities/new/?a=1", b"x", content_type=kind, **{TOO_LARGE: True})
    page = html.fromstring(response.content)
    section = page.xpath("//section[@lang='en']")[0]
    assert section.xpath("p")[0].text_content().startswith(said)
    assert section.xpath("p/a/@href")[0] == "/desk/awards/abc/activities/new/?a=1"


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_body_too_large_is_answered_with_413_in_the_persons_language(client: Any, language: str) -> None:
    response = client.get(f"/{language}/", **{TOO_LARGE: True})
    assert (response.status_code, response["Content-Language"]) == (413, language)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_words_that_are_not_utf_8_are_refused_in_both_languages(client: Any, kind: str) -> None:
    form = b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\n\xff\xfe\r\n--x--\r\n'
    body = form if kind.startswith("multipart") else b"login=%FF%FE&note=kept"
    response = client.post("/en/account/login/", body, content_type=kind)
    assert response.status_code == 400
    page = html.fromstring(response.content)
    assert sorted(page.xpath("//section/@lang")) == ["en", "ur"]
    assert page.xpath("//blockquote/text()") == ([] if kind.startswith("multipart") else ["kept"])
