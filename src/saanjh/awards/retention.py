"""How long grants are kept: for as long as somebody can ask what money was given for, and what was done with it."""

from saanjh.awards.models import Activity, ActivityFile, Allocation, Award, Headcount, TakenBack
from saanjh.ground.holdings import told, untold
from saanjh.ground.models import Organisation, Person
from saanjh.ground.retention import kept

kept(Award, "money that was given is accounted for as long as the programme")
for each in (Allocation, TakenBack):
    kept(each, "whose money paid for what is asked for as long as the programme")
kept(Activity, "what a grant was used for; sealed by the database, guarded against names")
kept(ActivityFile, "goes with its activity")
kept(Headcount, "counts of people, never who they were; sealed by the database")

told(Person, Award, "offered_by", "public_id created_at")
told(Person, Award, "ended_by", "public_id ended_on")
told(Person, Allocation, "allocated_by", "public_id allocated_on")
told(Person, TakenBack, "taken_back_by", "taken_back_at")
told(Person, Activity, "recorded_by", "public_id created_at")
told(
    Organisation,
    Award,
    "organisation",
    "public_id title_en title_ur amount_minor currency starts_on ends_on state public_precision answered_at ended_on "
    "reason",
)
untold(Organisation, Award, "application__organisation", "the same grants, told by their organisation already")
told(Organisation, Award.districts.through, "award__organisation", "award__public_id district__slug")
told(
    Organisation,
    Activity,
    "award__organisation",
    "public_id award__public_id day what written_in district__slug activity_type__code struck_out created_at",
)
untold(Organisation, Activity, "corrects__award__organisation", "the same activities, told by their grant already")
told(
    Organisation,
    Headcount,
    "activity__award__organisation",
    "activity__public_id sex age_band disability people",
)
told(Organisation, ActivityFile, "activity__award__organisation", "activity__public_id file__public_id", file="file")
