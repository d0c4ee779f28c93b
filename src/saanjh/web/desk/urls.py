"""The desk's addresses: one file a subject, each with its own."""

from saanjh.web.desk import (
    account,
    events,
    files,
    history,
    inbox,
    invitations,
    language,
    lessons,
    organisations,
    people,
    search,
    waiting,
)

SUBJECTS = [
    waiting,
    language,
    account,
    inbox,
    search,
    files,
    people,
    invitations,
    organisations,
    history,
    lessons,
    events,
]
urlpatterns = [address for subject in SUBJECTS for address in subject.urlpatterns]
