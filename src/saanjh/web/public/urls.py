"""The portal's addresses: one file a subject, each with its own."""

from saanjh.web.public import (
    calls,
    claims,
    districts,
    events,
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
    voices,
    networks,
]
urlpatterns = [address for subject in SUBJECTS for address in subject.urlpatterns]
