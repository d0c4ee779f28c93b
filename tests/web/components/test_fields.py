"""Forms: one way to draw every widget, errors said at the field and before the page's title."""

import pytest
from django import forms
from django.template import Context, Template
from django.utils.translation import override

from saanjh.web.components.gallery import SpecimenForm
from tests.web.components.reading import fragment, words

HOSTILE = '"><script>alert(1)</script>'


class Both(forms.Form):
    """A form that fails as a whole, with a hidden field and a day."""

    once = forms.CharField(widget=forms.HiddenInput)
    sent_on = forms.DateField(label="Sent on")
    at = forms.DateTimeField(label="At", required=False)
    mail = forms.EmailField(label="Mail")
    share = forms.DecimalField(label="Share", min_value=0)

    def clean(self):
        raise forms.ValidationError("These two do not go together.")


def drawn(source, **context):
    with override("en"):
        return fragment(Template(source).render(Context(context)))


def field(form, name):
    return drawn("{% field one %}", one=form[name])


def faulty():
    return SpecimenForm({"people": "۱۲۰", "title": "", "begins": "31/02/2027"})


def test_a_field_is_labelled_and_its_help_and_error_are_tied_to_it():
    shown = field(faulty(), "title")
    box = shown.find(".//input")
    assert shown.find("div").get("class") == "field wrong"
    assert shown.find(".//label").get("for") == box.get("id") == "id_title"
    assert box.get("aria-invalid") == "true"
    tied = [words(shown.get_element_by_id(name)) for name in box.get("aria-describedby").split()]
    assert tied == ["As everybody may see it. At most 80 letters.", "Mend this: This field is required."]


@pytest.mark.parametrize("name", SpecimenForm.base_fields)
def test_every_input_has_a_name_that_can_be_heard(name):
    shown = field(faulty(), name)
    inputs = [one for tag in ("input", "select", "textarea") for one in shown.iter(tag)]
    labelled = {label.get("for") for label in shown.iter("label")}
    assert inputs
    for one in inputs:
        assert one.get("id") in labelled or one.getparent().tag == "label"


@pytest.mark.parametrize(("name", "many"), [("shown", 2), ("kinds", 2)])
def test_several_boxes_stand_in_a_fieldset_with_a_legend(name, many):
    shown = field(faulty(), name)
    group = shown.find("fieldset")
    assert words(group.find("legend")) == str(SpecimenForm.base_fields[name].label)
    assert len(group.findall("label[@class='choice']/input")) == many
    assert group.get("aria-describedby") == f"id_{name}_error"


def test_free_words_take_the_direction_of_their_first_letter():
    assert field(faulty(), "title").find(".//input").get("dir") == "auto"
    assert field(faulty(), "plan").find(".//textarea").get("dir") == "auto"
    assert field(Both(), "mail").find(".//input").get("dir") == "ltr"


def test_a_number_is_typed_as_text_so_that_urdu_digits_can_be():
    box = field(faulty(), "people").find(".//input")
    assert (box.get("type"), box.get("inputmode"), box.get("value")) == ("text", "numeric", "۱۲۰")
    assert box.get("dir") == "ltr"  # in a page from right to left, a minus would stand behind its number
    share = field(Both(), "share").find(".//input")
    assert (share.get("type"), share.get("inputmode"), share.get("min")) == ("text", "decimal", None)


def test_a_day_has_the_calendar_of_the_phone_unless_what_was_typed_must_be_shown():
    assert field(SpecimenForm(initial={"begins": "2027-03-01"}), "begins").find(".//input").get("type") == "date"
    mistaken = field(faulty(), "begins").find(".//input")
    assert (mistaken.get("type"), mistaken.get("value")) == ("text", "31/02/2027")
    assert field(Both(), "at").find(".//input").get("type") == "datetime-local"


def test_what_may_be_left_out_says_so():
    assert words(field(faulty(), "file").find(".//label")) == "A plan or sketch (if you wish)"
    assert words(field(faulty(), "title").find(".//label")) == "Name of the work"


def test_more_attributes_go_to_the_input_and_the_form_itself_is_not_changed():
    form = SpecimenForm()
    shown = drawn('{% field one rows=3 lang="ur" %}', one=form["plan"])
    assert (shown.find(".//textarea").get("rows"), shown.find(".//textarea").get("lang")) == ("3", "ur")
    assert "dir" not in form.fields["plan"].widget.attrs


def test_a_form_written_whole_looks_as_its_fields_do():
    form = faulty()
    whole = drawn("{{ form }}", form=form)
    single = drawn("{% for one in form %}{% field one %}{% endfor %}", form=form)
    assert [words(one) for one in whole.find_class("field")] == [words(one) for one in single.find_class("field")]
    assert len(whole.find_class("field")) == len(SpecimenForm.base_fields)
    assert words(drawn("{{ one.as_field_group }}", one=form["title"])) == words(field(form, "title"))


def test_the_summary_leads_to_every_mistake_in_the_order_of_the_fields():
    shown = drawn("{% error_summary form %}{{ form }}", form=faulty())
    summary = shown.find_class("mend")[0]
    links = summary.findall(".//a")
    assert [link.get("href") for link in links] == [
        "#id_title",
        "#id_district",
        "#id_shown_0",
        "#id_kinds_0",
        "#id_begins",
        "#id_plan",
        "#id_agreed",
    ]
    for link in links:
        assert shown.get_element_by_id(link.get("href")[1:]) is not None
    assert words(summary.find("h2")) == "Mend 7 things"
    assert words(links[0]) == "Name of the work: This field is required."
    assert words(links[2]) == "How exactly may the place be shown? This field is required."
    assert (summary.get("autofocus"), summary.get("tabindex"), summary.get("role")) == ("", "-1", "alert")


def test_mistakes_of_the_whole_form_and_of_hidden_fields_are_said_without_a_link():
    summary = drawn("{% error_summary form %}", form=Both({"sent_on": "2026-01-01", "mail": "a@b.pk", "share": "1"}))
    entries = summary.findall(".//li")
    assert [words(entry) for entry in entries] == [
        "These two do not go together.",
        "Once: This field is required.",
    ]
    assert summary.findall(".//a") == []


def test_a_formset_and_a_form_share_one_summary():
    many = forms.formset_factory(SpecimenForm, extra=1, min_num=1, validate_min=True)
    sent = many({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-title": "", "form-0-plan": "x"})
    links = drawn("{% error_summary formset form %}", formset=sent, form=faulty()).findall(".//a")
    assert links[0].get("href") == "#id_form-0-title"
    assert links[-1].get("href") == "#id_agreed"


@pytest.mark.parametrize("form", [None, "", SpecimenForm()])
def test_nothing_is_to_be_mended_where_nothing_was_sent(form):
    assert words(drawn("{% error_summary form %}", form=form)) == ""
    assert words(drawn("{% failed form as wrong %}{{ wrong }}", form=form)) == "False"


def test_what_was_sent_is_shown_again_as_words():
    shown = field(SpecimenForm({"title": HOSTILE}), "title")
    assert list(shown.iter("script")) == []
    assert shown.find(".//input").get("value") == HOSTILE


@pytest.mark.parametrize("widget", [forms.TextInput, forms.Textarea])
def test_what_is_too_long_is_said_and_not_cut_by_the_browser(widget):
    class Long(forms.Form):
        about = forms.CharField(max_length=5, widget=widget)

    shown = field(Long({"about": "eleven long"}), "about")
    (box,) = [each for tag in ("input", "textarea") for each in shown.iter(tag)]
    assert box.get("maxlength") is None
    said = words(shown.get_element_by_id("id_about_error"))
    assert said == "Mend this: Shorten this: at most 5 characters fit, and it has 11."
