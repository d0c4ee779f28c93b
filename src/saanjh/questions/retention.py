"""How long forms are kept; what was answered goes with whatever it was answered for."""

from saanjh.ground.holdings import SCOPE, told
from saanjh.ground.models import Organisation, Person
from saanjh.ground.retention import kept
from saanjh.questions.models import AnswerSheet, Attached, Choice, Form, FormVersion, Heading, Question, Section

kept(AnswerSheet, "goes, or is emptied, with the application that it belongs to (drafts, withdrawn, declined)")
kept(Attached, "goes with the answers that it belongs to; the file itself once nothing points at it any more")
for each in (Form, FormVersion, Section, Question, Choice, Heading):
    kept(each, "the programme’s own form; no answer stands in it")

told(Person, FormVersion, "published_by", "public_id published_at")
told(Person, AnswerSheet, "submitted_by", "public_id submitted_at")
told(Organisation, Form, SCOPE, "public_id title_en title_ur")
