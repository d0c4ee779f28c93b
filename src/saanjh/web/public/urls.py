"""The portal's addresses: one file a subject, each with its own."""

from saanjh.web.public import gallery, events, home, lessons

SUBJECTS = [
    home,
    lessons,
    events,
    gallery,
]
urlpatterns = [address for subject in SUBJECTS for address in subject.urlpatterns]
