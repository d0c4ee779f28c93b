"""The desk's addresses: one file a subject, each with its own."""

from saanjh.web.desk import language, waiting

SUBJECTS = [
    waiting,
    language,
]
urlpatterns = [address for subject in SUBJECTS for address in subject.urlpatterns]
