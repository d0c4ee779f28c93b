"""Forms, their versions and questions; the answers to one version."""

from saanjh.questions.models.answers import AnswerSheet
from saanjh.questions.models.attached import Attached
from saanjh.questions.models.forms import Choice, Form, FormVersion, Heading, Question, Section

__all__ = ["AnswerSheet", "Attached", "Choice", "Form", "FormVersion", "Heading", "Question", "Section"]
