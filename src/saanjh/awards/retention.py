"""How long grants are kept: for as long as somebody can ask what money was given for, and what was done with it."""

from saanjh.awards.models import Activity, ActivityFile, Award, Headcount
from saanjh.ground.retention import kept

kept(Award, "money that was given is accounted for as long as the programme")
kept(Activity, "what a grant was used for; sealed by the database, guarded against names")
kept(ActivityFile, "goes with its activity")
kept(Headcount, "counts of people, never who they were; sealed by the database")
