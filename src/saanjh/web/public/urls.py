"""The portal's addresses: one file a subject, each with its own."""

from saanjh.web.public import events, gallery, home, joining, lessons

SUBJECTS = [
    home,
    lessons,
    events,
    gallery,
    joining,
]
urlpatterns = [address for subject in SUBJECTS for address in subject.urlpatterns]
