"""Nothing is shown in Urdu that is not said in Urdu: our own words, and those of the libraries."""

import shutil

import pytest
from django.utils import translation

from saanjh.commands.catalogues import LOCALE, Message, compile_all, po_path, read, write
from saanjh.commands.translations import missing, refresh, required


def listed(flaws):
    return "\n".join(map(str, flaws))


def test_every_word_of_the_libraries_has_urdu():
    flaws = missing("libraries")
    assert flaws == [], listed(flaws)


def test_every_word_of_our_own_has_urdu():
    flaws = missing("saanjh")
    assert flaws == [], listed(flaws)


def test_the_catalogue_says_what_people_meet_in_django_and_allauth():
    """A reading of the wrong folder would find little, and so nothing missing."""
    messages = required("libraries")
    assert messages[Message(None, "This field is required.")] == {"django/conf"}
    assert messages[Message(None, "Your password can’t be entirely numeric.")] == {"django/contrib/auth"}
    assert messages[Message(None, "You have signed out.")] == {"allauth/templates/account/messages/logged_out.txt"}
    assert not [file for files in messages.values() for file in files if "socialaccount" in file]


def test_django_speaks_our_urdu():
    with translation.override("ur"):
        assert translation.gettext("This field is required.") == "یہ خانہ بھرنا ضروری ہے۔"
        assert translation.gettext("Monday") == "پیر"
        assert translation.ngettext("%(num)d month", "%(num)d months", 3) == "%(num)d مہینے"


# Each of these, done to a copy, must be found.
REQUIRED = Message(None, "This field is required.")
PAGE = Message(None, "Invalid page (%(page_number)s): %(message)s")
NOTE = Message(None, '<strong>Note:</strong> you can still <a href="%(email_url)s">change your email address</a>.')
BYTES = Message(None, "%(size)d byte", "%(size)d bytes")
MUTANTS = {
    "a removed msgstr": (REQUIRED, ("",)),
    "a dropped placeholder": (PAGE, ("صفحہ درست نہیں ہے: %(message)s",)),
    "an invented placeholder": (REQUIRED, ("خانہ %(name)s بھرنا ضروری ہے۔",)),
    "a placeholder dropped from a plural": (BYTES, ("%(size)d بائٹ", "بائٹ")),
    "a plural form left out": (BYTES, ("%(size)d بائٹ", "")),
    "a changed tag": (NOTE, ('<b>نوٹ:</b> <a href="%(email_url)s">پتا بدلیں</a>۔',)),
    "English kept": (REQUIRED, ("This field is required.",)),
    "a line break added at the end": (REQUIRED, ("یہ خانہ بھرنا ضروری ہے۔\n",)),
    "an Arabic letter": (REQUIRED, ("يہ خانہ بھرنا ضروری ہے۔",)),
    "Urdu digits": (REQUIRED, ("۱ خانہ بھرنا ضروری ہے۔",)),
    "a Latin full stop": (REQUIRED, ("یہ خانہ بھرنا ضروری ہے.",)),
}


@pytest.fixture
def copy(tmp_path):
    """The folder of catalogues, with that of the libraries copied into it."""
    shutil.copytree(LOCALE / "libraries", tmp_path / "libraries")
    return tmp_path


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_broken_translation_is_found(copy, mutant):
    message, words = MUTANTS[mutant]
    po = po_path("libraries", copy)
    write(po, required("libraries"), read(po) | {message: words})
    compile_all(copy)
    assert [flaw.message for flaw in missing("libraries", copy)] == [message]


def test_a_guess_is_found(copy):
    po = po_path("libraries", copy)
    before = '#: django/conf\nmsgid "This field is required."'
    text = po.read_text("utf-8")
    assert before in text
    po.write_text(text.replace(before, before.replace("\n", "\n#, fuzzy\n")), "utf-8")
    compile_all(copy)
    assert [flaw.message for flaw in missing("libraries", copy)] == [REQUIRED]


def test_an_entry_that_is_gone_is_found_and_taken_up_again(copy):
    po = po_path("libraries", copy)
    kept = {message: files for message, files in required("libraries").items() if message != REQUIRED}
    write(po, kept, read(po))
    compile_all(copy)
    assert [flaw.message for flaw in missing("libraries", copy)] == [REQUIRED]
    assert [flaw.message for flaw in refresh("libraries", copy)] == [REQUIRED]
    assert read(po)[REQUIRED] == ("",)


def test_a_stale_compiled_file_is_found(copy):
    po = po_path("libraries", copy)
    write(po, required("libraries"), read(po) | {REQUIRED: ("یہ خانہ لازمی ہے۔",)})
    assert [str(flaw) for flaw in missing("libraries", copy)] == [
        "libraries: django.mo is not what django.po compiles to"
    ]
    po.with_suffix(".mo").unlink()
    assert len(missing("libraries", copy)) == 1
    compile_all(copy)
    assert missing("libraries", copy) == []
