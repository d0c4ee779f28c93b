"""The portal's addresses: one file a subject, each with its own."""

from saanjh.web.public import (
    call_results,
    calls,
    claims,
    districts,
    events,
    findings,
    gallery,
    home,
    indicators,
    initiatives,
    joining,
    lessons,
    money,
    networks,
    places,
    programmes,
    rules,
    voices,
)

SUBJECTS = [
    home,
    lessons,
    events,
    gallery,
    joining,
    programmes,
    money,
    indicators,
    districts,
    places,
    initiatives,
    claims,
    rules,
    calls,
    call_results,
    voices,
    networks,
    findings,
]
urlpatterns = [address for subject in SUBJECTS for address in subject.urlpatterns]
