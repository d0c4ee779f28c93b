"""How a ranking is put into words: where an application stands, and why something was not reckoned."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.kit.coding.agreement import Reason as NoAgreement
from saanjh.kit.coding.agreement import Standing as Reliance
from saanjh.kit.ranking.answers import Reason

# What is said in place of a band of noise.
NO_NOISE: dict[str, Any] = {
    Reason.NO_REVIEWS: _("No review is in."),
    Reason.ONE_REVIEW_EACH: _(
        "Every application was read by one person. Nobody knows how another would have marked it, so there is"
        " no band: the places below are that one person’s."
    ),
    Reason.FEW_FREE: _(
        "Too few applications were read by two people to tell how far their marks differ. Take close places for equal."
    ),
    Reason.NO_VARIANCE: _(
        "Whoever read the same application gave it the same total. That is rare: make sure that each read for"
        " themselves."
    ),
}

# What is said in place of adjusted means: why not, and what it means for the panel.
NO_SEVERITY: dict[str, Any] = {
    Reason.NO_REVIEWS: _("No review is in."),
    Reason.ONE_REVIEW_EACH: _(
        "Every application was read by one person, as the simplified track has it. A severe reader cannot be "
        "told from a weak application then, so no severity is modelled. The chair reads beside the one "
        "reviewer instead."
    ),
    Reason.SINGLE_REVIEWS: _(
        "Some applications were read by one person only. Their means cannot be adjusted like those of the "
        "others, so none is. Have them read by somebody else, and ask for the ranking again."
    ),
    Reason.NOT_CONNECTED: _(
        "The reviewers fall into groups that share no application, not even by a chain of others. Whether one"
        " group is more severe or had weaker applications cannot be told. Have some applications of one group"
        " read by somebody of another."
    ),
    Reason.FEW_SHARED: _(
        "The reviewers share too few applications. An adjustment would rest on chance, and could do more harm"
        " than good. Read the plain means with their bands."
    ),
    Reason.FEW_FREE: _(
        "There are too few reviews beside so many applications and reviewers to tell severity from chance. "
        "Read the plain means with their bands."
    ),
    Reason.NO_VARIANCE: _(
        "Whoever read the same application gave it the same total: there is no severity to adjust for."
    ),
}

NO_AGREEMENT: dict[str, Any] = {
    NoAgreement.ONE_CODER: _("cannot be computed: one person gave all marks"),
    NoAgreement.NOTHING_PAIRABLE: _("cannot be computed: no application was marked by two people"),
    NoAgreement.ONE_CATEGORY: _("cannot be computed: all marks are the same, which tells nothing of agreement"),
    NoAgreement.ONE_UNIT: _("cannot be told: a single application was marked by two people"),
}

RELIANCE: dict[str, Any] = {
    Reliance.RELIABLE: pgettext_lazy("agreement", "good: one may build on it"),
    Reliance.TENTATIVE: pgettext_lazy("agreement", "fair: good for careful conclusions only"),
    Reliance.UNRELIABLE: pgettext_lazy("agreement", "poor: the reviewers read this criterion in different ways"),
}
