"""Every component once, in both languages, with invented figures: what `gallery.html` shows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from saanjh.web.components.bars import Column
from saanjh.web.components.dots import Point
from saanjh.web.components.initiative_map import district_tile, initiative_key
from saanjh.web.components.languages import active
from saanjh.web.components.tables import read
from saanjh.web.components.tile_map import Region, tile_map
from saanjh.web.components.timeline import Moment

SPECIMENS = (
    ("words", gettext_lazy("Words")),
    ("figures", gettext_lazy("Figures with their sentences")),
    ("marks", gettext_lazy("Status, evidence, time, facts, pages")),
    ("languages", gettext_lazy("Two languages, days and sums")),
    ("form", gettext_lazy("A form that was sent with mistakes")),
    ("table", gettext_lazy("A table that folds on a phone")),
    ("map", gettext_lazy("The map, and the map with a link in every tile")),
    ("charts", gettext_lazy("Charts")),
    ("results", gettext_lazy("A result and a claim")),
    ("quotation", gettext_lazy("A person’s words with their provenance")),
)


@dataclass(frozen=True)
class Title:
    """Something with a title in one language or two, as the programme's own texts have."""

    title_en: str
    title_ur: str


class SpecimenForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(
        label=gettext_lazy("Name of the work"), help_text=gettext_lazy("As everybody may see it. At most 80 letters.")
    )
    district = forms.ChoiceField(
        label=gettext_lazy("District"),
        choices=[("badin", gettext_lazy("Badin")), ("swat", gettext_lazy("Swat"))],
    )
    shown = forms.ChoiceField(
        label=gettext_lazy("How exactly may the place be shown?"),
        widget=forms.RadioSelect,
        choices=[("district", gettext_lazy("District")), ("province", gettext_lazy("Province only"))],
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What kind of work?"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("dialogue", gettext_lazy("Dialogue and shared work")),
            ("young", gettext_lazy("Training for young people")),
        ],
    )
    people = forms.IntegerField(
        label=gettext_lazy("How many people will take part?"),
        help_text=gettext_lazy("An estimate is enough. You may type 1234 or in Urdu digits."),
    )
    begins = forms.DateField(label=gettext_lazy("First day"))
    plan = forms.CharField(
        label=gettext_lazy("What will you do?"),
        widget=forms.Textarea,
        help_text=gettext_lazy("In plain words. No names, telephone or identity card numbers of anybody."),
    )
    file = forms.FileField(label=gettext_lazy("A plan or sketch"), required=False)
    agreed = forms.BooleanField(label=gettext_lazy("We have read the rules of this call"))


def gallery() -> dict[str, Any]:
    """The context of the page: the specimens in order, and what they are drawn from in the page's language."""
    return {"specimens": SPECIMENS, "side": _side(active())}


def _side(language: str) -> dict[str, Any]:
    sent = {"shown": "district", "kinds": ["dialogue"], "people": "۱۲۰", "begins": "2027-03-01", "agreed": "on"}
    form = SpecimenForm({f"{language}-{name}": words for name, words in sent.items()}, prefix=language)
    with override(language):
        return {
            "language": language,
            "form": form,
            "step_names": [_("Group"), _("Problem"), _("Work and place"), _("Money"), _("Safety"), _("Review")],
            "moments": _moments(),
            "page": page_two(),
            "both": Title("Market-day conversations", "بازار کے دن کی گفتگو"),
            "english": Title("Students settle school disputes", ""),
            "urdu": Title("", "طلبہ خود جھگڑے سلجھاتے ہیں"),
            "voice": "بازار کے دن ہم سب ساتھ بیٹھتے ہیں۔\n\nپھر ایک مرمت چنتے ہیں۔",
            "first_day": date(2026, 3, 1),
            "checked": date(2026, 10, 2),
            "map": _map(language, linked=False),
            "linked_map": _map(language, linked=True),
            "key": initiative_key(f"{language}-light"),
            "points": [Point(44, 37, 51, filled=False), Point(63, 56, 70)],
            "values": [3, 4, 4, 5, 8, 10, 14, 18, 19, 17, 15, 14],
            "columns": [Column(*month) for month in [(12,), (13,), (13,), (10, 2), (4, 3), (4, 3)]],
        }


def _moments() -> list[Moment]:
    return [
        Moment(date(2026, 2, 18), _("Agreement signed")),
        Moment(date(2026, 3, 9), _("First questions asked, 212 answers"), until=date(2026, 3, 20)),
        Moment(date(2027, 1, 31), _("Report due"), ahead=True),
    ]


def page_two() -> Page[int]:
    """The second of nine pages."""
    return Paginator(range(90), 10).page(2)


def _map(language: str, *, linked: bool) -> SafeString:
    """The districts of Sindh in the light form, or those of Gilgit-Baltistan with links; the counts are invented."""
    province = "gilgit-baltistan" if linked else "sindh"
    districts = [row for row in read("places/districts.csv") if row["province"] == province]
    north = min(int(row["tile_row"]) for row in districts)
    west = min(int(row["tile_column"]) for row in districts)
    tiles = [
        district_tile(
            row[f"name_{language}"],
            int(row["tile_row"]) - north,
            int(row["tile_column"]) - west,
            _invented(row["id"]),
            f"#{row['id']}" if linked else None,
        )
        for row in districts
    ]
    if linked:
        return tile_map(tiles, title=_("Gilgit-Baltistan, invented figures"), name=f"{language}-linked")
    label = Region(4, 7.25, _("Sindh"), "east")
    return tile_map(tiles, [label], title=_("Sindh, invented figures"), name=f"{language}-light")


def _invented(district: str) -> int | None:
    """A number that is the same at every drawing."""
    return (None, 0, 1, 0, 2, 1, None, 5, 0, 3, 12)[sum(district.encode()) % 11]
