"""The portal's addresses: one file a subject, each with its own."""

from saanjh.web.public import home, lessons

SUBJECTS = [
    home,
    lessons,
]
urlpatterns = [address for subject in SUBJECTS for address in subject.urlpatterns]
