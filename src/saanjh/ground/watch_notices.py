"""What auditors are told of the history and of sensitive reads. None names anybody: who it was stands at the desk."""

from django.utils.translation import gettext_lazy as _

from saanjh.ground import notices

# The one message whose words stand in the mail: a mail that is kept is a copy that this server cannot change.
HISTORY_NOTED = notices.kind(
    "history_noted", _("Keep this. The last line of history and of sensitive reads: %(line)s"), said_by_mail=True
)
HISTORY_AMISS = notices.kind(
    "history_amiss",
    _("Line %(number)s of %(chain)s is not as it was noted. Have saanjh check run, and let nobody delete anything."),
)
MANY_READS = notices.kind(
    "many_reads",
    _("Somebody opened %(number)s restricted records today. Look under History who opened what is sensitive."),
)
