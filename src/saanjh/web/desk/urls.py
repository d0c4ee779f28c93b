"""The desk's addresses: one file a subject, each with its own."""

from saanjh.web.desk import language, lessons, waiting

SUBJECTS = [
    waiting,
    language,
    lessons,
]
urlpatterns = [address for subject in SUBJECTS for address in subject.urlpatterns]
