"""Studies are opened and closed."""

from saanjh.ground import history, states
from saanjh.ground.models import Person
from saanjh.ground.writing import action
from saanjh.programmes.models import Programme
from saanjh.research import rules
from saanjh.research.models import Study


@action
def ask(programme: Programme, *, title_en: str, title_ur: str = "", by: Person) -> Study:
    """Open a study with its question. Who works on it is given a role in it."""
    rules.may_ask(programme, by=by)
    study = Study.objects.create(programme=programme, title_en=title_en, title_ur=title_ur)
    history.record("study_opened", study, by=by, programme=programme.public_id)
    return study


@action
def close(study: Study, *, by: Person) -> Study:
    """End the work; what was found stays public."""
    rules.may_close(study, by=by)
    states.move(study, "close", rules.STUDY_MOVES)
    study.save(update_fields=["state"])
    history.record("study_closed", study, by=by)
    return study
