"""Choosing several districts on any phone: a few plain lists, one under another, grouped by province."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from saanjh.ground.models import District
from saanjh.web.components.languages import worded

FEWEST_LISTS = 3
SPARE_LISTS = 2  # after those that are chosen already


Grouped = list[tuple[str, list[tuple[str, str]]]]


def grouped(only: Collection[District] = ()) -> Grouped:
    """Today's districts, or only some, as (province, [(slug, name)]) in the page's language. One query, or none."""
    provinces: dict[str, list[tuple[str, str]]] = {}
    for district in only or District.objects.current().select_related("province"):
        name, province = worded(district, "name")[0], worded(district.province, "name")[0]
        provinces.setdefault(province, []).append((district.slug, name))
    return list(provinces.items())


class Lists(forms.SelectMultiple):
    """Several lists of one choice each, all under the field's name."""

    template_name = "saanjh/forms/lists.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = [slug for slug in context["widget"]["value"] if slug]
        blank = max(FEWEST_LISTS - len(chosen), SPARE_LISTS)
        context["widget"]["lists"] = [*chosen, *[""] * blank]
        context["widget"]["groups"] = list(self.choices)  # one query, however many lists
        return context

    def id_for_label(self, id_: str | None, index: str | None = None) -> str:
        return f"{id_}_0" if id_ else ""


class Districts(forms.MultipleChoiceField):
    """Cleaned to the districts themselves, each once. `most` is how many may be chosen.

    Offered are those of `only`, with their provinces, where there are any; of others a rule says why not.
    """

    widget = Lists
    default_error_messages = {"most": _("Choose at most %(most)s districts.")}

    def __init__(self, *, most: int = 20, only: Collection[District] = (), **kwargs: Any) -> None:
        self.most = most
        super().__init__(choices=grouped, **kwargs)
        if only:
            self.widget.choices = grouped(only)

    def prepare_value(self, value: Any) -> Any:
        return [each.slug if isinstance(each, District) else each for each in value or []]

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(slug for slug in super().to_python(value) if slug))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > self.most:
            raise ValidationError(self.error_messages["most"], code="most", params={"most": self.most})

    def clean(self, value: Any) -> list[District]:
        slugs: Iterable[str] = super().clean(value)
        return list(District.objects.filter(slug__in=slugs))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), [slug for slug in data or [] if slug])


def with_provinces(data: dict[str, Any]) -> None:
    """The chosen `provinces` of cleaned data become districts, beside those that are chosen one by one."""
    whole = District.objects.current().filter(province__in=data.pop("provinces", None) or [])
    data["districts"] = list({each.pk: each for each in [*data.get("districts", []), *whole]}.values())
