"""The portal's addresses: one file a subject, each with its own."""

from saanjh.web.public import home

SUBJECTS = [
    home,
]
urlpatterns = [address for subject in SUBJECTS for address in subject.urlpatterns]
