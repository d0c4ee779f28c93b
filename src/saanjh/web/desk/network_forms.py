"""The forms of networks: what one is for, who joins, what a section says, what is to be done and how it stands."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import visible
from saanjh.ground.models import Organisation, OrganisationKind, Person
from saanjh.networks.models import Network, RoadmapAction, TermsSection
from saanjh.programmes.models import Scheme, Theme
from saanjh.web.components.choosing import OneOf, one_organisation
from saanjh.web.components.inputs import ONE_TITLE, Day, TitledForm, Words
from saanjh.web.desk.programme_forms import language_of


class NetworkForm(TitledForm):
    """A network that begins."""

    programme = OneOf(None, name="title", label=_("Programme"), empty_label=None)
    kind = OneOf(Theme.objects.of(Scheme.NETWORK_KINDS), name="label", label=_("Kind of network"))
    title_en = Words(label=_("Name in English"), max_length=120, required=False, help_text=_("The public reads it."))
    title_ur = Words(label=_("Name in Urdu"), max_length=120, required=False, help_text=ONE_TITLE)
    purpose_en = Words(label=_("What it is for, in English"), max_length=600, lines=3)
    purpose_ur = Words(label=_("What it is for, in Urdu"), max_length=600, lines=3, required=False)

    def __init__(self, *args: Any, programmes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]


class MemberForm(forms.Form):
    """Which organisation belongs from which day on.

    A convenor chooses among those that are public and the own: that others work here is not for everybody to know.
    """

    organisation = OneOf(Organisation.objects.none(), name="name", label=_("Organisation"))
    since = Day(label=_("Member since"))

    def __init__(self, *args: Any, network: Network, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = network.memberships.current().values("organisation")
        known = Organisation.objects.public() | visible(by, Organisation).current()
        rows = known.exclude(pk__in=members).order_by("name_en", "pk")
        self.fields["organisation"] = one_organisation(rows, label=_("Organisation"))
        self.initial.setdefault("since", timezone.localdate())


class SectionForm(forms.Form):
    """What stands under one heading."""

    text = Words(label=_("What the terms say about this"), max_length=3000, lines=8, required=False)
    written_in = language_of(_("Language of the text"))

    def __init__(self, *args: Any, section: TermsSection, **kwargs: Any) -> None:
        written_in = section.written_in if section.text else (get_language() or "en")[:2]
        kwargs["initial"] = {"text": section.text, "written_in": written_in}
        super().__init__(*args, **kwargs)


class AdoptForm(forms.Form):
    """On which day the terms were agreed on."""

    adopted_on = Day(label=_("Adopted on"), help_text=_("Today, or the day of the meeting that agreed on them."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("adopted_on", timezone.localdate())


class ActionForm(TitledForm):
    """What is to be done, by which kind of body, until when."""

    pillar = OneOf(Theme.objects.of(Scheme.ROADMAP_PILLARS), name="label", label=_("Pillar"))
    title_en = Words(
        label=_("What will be done, in English"), max_length=160, required=False, help_text=_("The public reads it.")
    )
    title_ur = Words(label=_("What will be done, in Urdu"), max_length=160, required=False, help_text=ONE_TITLE)
    horizon = forms.ChoiceField(
        label=_("How long it may take, from today"), choices=RoadmapAction.Horizon.choices, widget=forms.RadioSelect
    )
    lead_kind = forms.ChoiceField(label=_("Kind of body that leads"), choices=OrganisationKind.choices)
    cost_band = forms.ChoiceField(
        label=_("Rough cost"), choices=[("", _("Not estimated yet")), *RoadmapAction.CostBand.choices], required=False
    )
    depends_on = OneOf(
        RoadmapAction.objects.none(),
        name="title",
        label=_("It can be done only after"),
        required=False,
        empty_label=_("It depends on no other action"),
    )

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["depends_on"].queryset = others  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    """How an action stands, on which day."""

    state = forms.ChoiceField(label=_("How it stands"), choices=RoadmapAction.State.choices, widget=forms.RadioSelect)
    on = Day(label=_("On which day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())
