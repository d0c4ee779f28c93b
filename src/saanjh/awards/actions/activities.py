"""What was done is written down once, and corrected by further versions that leave the earlier ones standing."""

import datetime
from collections.abc import Collection
from typing import Any

from django.utils import timezone

from saanjh.awards.models import Activity, ActivityFile, Award, Headcount
from saanjh.awards.rules import activities as rules
from saanjh.ground import history
from saanjh.ground.counting import Cells, counted
from saanjh.ground.models import District, Person, StoredFile
from saanjh.ground.writing import action, afresh
from saanjh.programmes.models import Theme


@action
def record(
    award: Award,
    *,
    activity_type: Theme,
    what: str,
    written_in: str,
    district: District,
    day: datetime.date,
    headcounts: Cells,
    by: Person,
    step: str = "",
    files: Collection[StoredFile] = (),
) -> Activity:
    """Write down one activity, with (sex, age band, disability) -> people; a broadcast may have nobody to count."""
    rules.may_record(afresh(award), by=by)
    rules.activity_fits(award, day=day, district=district, today=timezone.localdate())
    rules.step_fits(award, step, day)
    activity = Activity(
        award=award,
        activity_type=activity_type,
        what=what,
        written_in=written_in,
        district=district,
        day=day,
        step=step,
        recorded_by=by,
    )
    activity.series = activity.public_id
    people = _keep(activity, headcounts, files)
    history.record(
        "activity_recorded",
        activity,
        by=by,
        award=award.public_id,
        kind=activity_type.code,
        day=day.isoformat(),
        people=people,
    )
    return activity


@action
def correct(
    activity: Activity,
    *,
    activity_type: Theme,
    what: str,
    written_in: str,
    district: District,
    day: datetime.date,
    headcounts: Cells,
    by: Person,
    step: str = "",
    files: Collection[StoredFile] = (),
) -> Activity:
    """Put a new version in the entry's place; files of the earlier one are kept, new ones added."""
    rules.activity_fits(activity.award, day=day, district=district, today=timezone.localdate())
    rules.step_fits(activity.award, step, day)
    facts = {"activity_type": activity_type, "what": what, "written_in": written_in, "district": district, "day": day}
    return _replace(activity, {**facts, "step": step}, headcounts, [*_files(activity), *files], by=by)


@action
def strike_out(activity: Activity, *, by: Person) -> Activity:
    """Say that the activity did not take place, or was entered twice: the entry stays readable but counts no more."""
    facts = {
        name: getattr(activity, name) for name in ("activity_type", "what", "written_in", "district", "day", "step")
    }
    return _replace(activity, {**facts, "struck_out": True}, {}, _files(activity), by=by)


def _replace(
    activity: Activity, facts: dict[str, Any], headcounts: Cells, files: Collection[StoredFile], *, by: Person
) -> Activity:
    Activity.objects.select_for_update().get(pk=activity.pk)  # of two corrections at once, the second sees the first
    rules.may_correct(activity, by=by)
    newer = Activity(award=activity.award, series=activity.series, corrects=activity, recorded_by=by, **facts)
    people = _keep(newer, headcounts, files)
    verb = "activity_struck_out" if newer.struck_out else "activity_corrected"
    history.record(verb, newer, by=by, award=activity.award.public_id, corrects=activity.public_id, people=people)
    return newer


def _files(activity: Activity) -> list[StoredFile]:
    return [row.file for row in activity.files.select_related("file")]


def _keep(activity: Activity, headcounts: Cells, files: Collection[StoredFile]) -> int:
    """Save the entry with its counts and files; the number of people."""
    people = counted(headcounts, nobody=True)
    activity.save()
    ActivityFile.objects.bulk_create(ActivityFile(activity=activity, file=file) for file in files)
    Headcount.objects.bulk_create(
        Headcount(activity=activity, sex=sex, age_band=band, disability=disability, people=number)
        for (sex, band, disability), number in people.items()
    )
    return sum(people.values())
