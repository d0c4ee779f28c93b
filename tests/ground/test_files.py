"""Files: taken in by their content, rid of what they hide, sealed when restricted, seen only through their things."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from PIL import Image, PngImagePlugin

from saanjh.formats import pictures
from saanjh.formats.unfit import Unfit
from saanjh.ground import files
from saanjh.ground.access import Role, standing_of
from saanjh.ground.actions import files as actions
from saanjh.ground.models import Line, StoredFile
from saanjh.ground.models.files import _pointing_here
from saanjh.ground.records import Record, Rows
from saanjh.ground.refusals import Refusal
from tests.factories import a_person, holding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_folder")]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
GPS = 0x8825


def upload(content: bytes, name: str = "amna-cnic.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def picture(kind: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: Any) -> bytes:
    out = io.BytesIO()
    image = Image.new(mode, size, 80)
    image.putpixel((0, 0), 255 if mode == "L" else (255, 0, 0, 255)[: len(image.getbands())])
    image.save(out, kind, **options)
    return out.getvalue()


def test_a_pdf_is_kept_under_its_digest_without_its_name() -> None:
    stored = actions.take_in(upload(PDF), by=a_person())
    assert files.content_of(stored.digest) == PDF
    assert (stored.media_type, stored.size, stored.sensitivity) == ("application/pdf", len(PDF), "partner")
    line = Line.objects.get()
    assert "amna" not in f"{line.facts} {vars(stored)}"
    assert line.facts == {"digest": stored.digest, "sensitivity": "partner"}


@pytest.mark.parametrize(
    "content",
    [b"<html><script>1</script>", b"PK\x03\x04" + b"0" * 60, b"MZ" + b"0" * 60, b"GIF89a" + b"0" * 30, b"plain words"],
)
def test_other_kinds_are_refused_whatever_they_are_called(content: bytes) -> None:
    with pytest.raises(Refusal, match="Send a PDF"):
        actions.take_in(upload(content, "report.pdf"), by=a_person())
    assert StoredFile.objects.count() == 0


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Refusal, match="empty"):
        actions.take_in(upload(b""), by=a_person())


def test_a_file_over_the_limit_is_refused_and_one_at_the_limit_taken(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = len(PDF)
    actions.take_in(upload(PDF), by=a_person())
    with pytest.raises(Refusal, match="too large"):
        actions.take_in(upload(PDF + b"\n"), by=a_person())


def test_a_photograph_loses_place_camera_and_comment_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(GPS).update({1: "N", 2: (31.0, 30.0, 0.0), 3: "E", 4: (74.0, 20.0, 0.0)})
    content = picture("JPEG", (40, 20), exif=exif, comment=b"taken at home")
    assert b"SecretCamera" in content
    assert b"taken at home" in content
    stored = actions.take_in(upload(content, "photo.jpg"), by=a_person())
    kept = files.content_of(stored.digest)
    assert b"SecretCamera" not in kept
    assert b"taken at home" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (20, 40)
        assert dict(image.getexif()) == {}
        assert image.info.get("comment") is None


def test_a_png_loses_its_texts_and_keeps_its_pixels() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Amna Bibi")
    content = picture("PNG", mode="RGBA", pnginfo=notes)
    kept = files.content_of(actions.take_in(upload(content), by=a_person()).digest)
    assert b"Amna" not in kept
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(kept)) as after:
        assert (after.mode, after.size, after.tobytes()) == (before.mode, before.size, before.tobytes())
        assert "Author" not in after.info


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGB", "CMYK"])
def test_pictures_of_every_mode_are_drawn_anew(mode: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").convert(mode).save(out, "JPEG" if mode == "CMYK" else "PNG")
    media_type = "image/jpeg" if mode == "CMYK" else "image/png"
    with Image.open(io.BytesIO(pictures.drawn_anew(out.getvalue(), media_type))) as image:
        assert image.size == (8, 8)


def test_what_follows_the_picture_in_the_file_is_gone() -> None:
    content = picture("PNG") + b"Amna Bibi"
    kept = files.content_of(actions.take_in(upload(content), by=a_person()).digest)
    assert b"Amna" not in kept


def test_a_large_photograph_is_made_smaller() -> None:
    stored = actions.take_in(upload(picture("JPEG", (5200, 100))), by=a_person())
    with Image.open(io.BytesIO(files.content_of(stored.digest))) as image:
        assert image.width == pictures.LONGEST_SIDE


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    content = picture("PNG", (8000, 4001), mode="L")
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    with pytest.raises(Unfit, match="too_many_pixels"):
        pictures.drawn_anew(content, "image/png")
    monkeypatch.undo()
    with pytest.raises(Refusal, match="too many pixels"):
        actions.take_in(upload(content), by=a_person())


@pytest.mark.parametrize("cut", [30, 60, 200])
def test_a_damaged_picture_is_refused_in_words(cut: int) -> None:
    content = picture("PNG", (200, 200), mode="RGB")[:cut]
    with pytest.raises(Refusal, match="damaged"):
        actions.take_in(upload(content), by=a_person())


def test_a_restricted_file_cannot_be_read_from_the_disk() -> None:
    stored = actions.take_in(upload(PDF), sensitivity="restricted", by=a_person())
    on_disk = files.path_of(stored.digest).read_bytes()
    assert PDF[:8] not in on_disk
    assert files.unsealed(on_disk, stored.public_id) == PDF
    with pytest.raises(InvalidTag):
        files.unsealed(on_disk, "another")
    other = actions.take_in(upload(PDF), sensitivity="restricted", by=a_person())
    assert other.digest != stored.digest


def test_a_file_that_changed_on_the_disk_is_not_handed_out() -> None:
    stored = actions.take_in(upload(PDF), by=a_person())
    files.path_of(stored.digest).write_bytes(b"%PDF-other")
    with pytest.raises(ValueError, match="not what was kept"):
        files.content_of(stored.digest)


def test_the_bytes_are_on_the_disk_before_the_row_is(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    save = StoredFile.save

    def look(self: StoredFile, *args: Any, **kwargs: Any) -> None:
        seen.append(Path(files.path_of(self.digest)).exists())
        save(self, *args, **kwargs)

    monkeypatch.setattr(StoredFile, "save", look)
    actions.take_in(upload(PDF), by=a_person())
    assert seen == [True]


# Who sees a file


def test_a_file_to_which_nothing_points_is_seen_by_nobody() -> None:
    person = holding(Role.ADMINISTRATOR)
    actions.take_in(upload(PDF), by=person)
    assert not StoredFile.objects.all().visible_to(standing_of(person)).exists()
    assert not StoredFile.objects.all().public().exists()


class LetterRows(Rows):
    def visible_to(self, standing: Any) -> Any:
        return self.filter(seen_by=standing.person.pk) if standing.person else self.none()


@pytest.fixture
def letters() -> Iterator[Any]:
    """A thing with a file, of a room that there is only in this test."""
    from django.apps import apps

    class Letter(Record):
        enclosure = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
        seen_by = models.IntegerField()
        objects = LetterRows.as_manager()

        class Meta:
            app_label = "ground"

    columns = "id integer PRIMARY KEY, public_id text, created_at timestamp, enclosure_id bigint, seen_by integer"
    with connection.cursor() as cursor:  # goes with the test's transaction
        cursor.execute(f"CREATE TABLE ground_letter ({columns})")
    yield Letter
    del apps.all_models["ground"]["letter"]
    apps.clear_cache()


def test_a_file_is_seen_by_those_who_see_a_thing_that_it_belongs_to(letters: Any) -> None:
    reader, other = a_person(), a_person()
    stored = actions.take_in(upload(PDF), by=other)
    letters.objects.create(pk=1, enclosure=stored, seen_by=reader.pk)
    assert "letter" in {field.model._meta.model_name for field in _pointing_here()}
    assert StoredFile.objects.all().visible_to(standing_of(reader)).get() == stored
    assert not StoredFile.objects.all().visible_to(standing_of(other)).exists()
