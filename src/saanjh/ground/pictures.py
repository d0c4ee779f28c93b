"""Pictures are drawn anew from their pixels, so that nothing else travels with them: no place, camera or comment."""

from io import BytesIO
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from saanjh.ground.refusals import Refusal

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 32_000_000  # decoded, this many take about 130 MB; a phone's picture has 12 million
LONGEST_SIDE = 2600  # pixels of what is kept: enough to read a photographed page
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
QUALITY = 88


def drawn_anew(content: bytes, media_type: str) -> bytes:
    """The same picture, upright, as bytes of the same type; Refusal for one that is too large or cannot be read."""
    from PIL import Image  # only here: it is large, and most workers never see a picture

    try:
        with Image.open(BytesIO(content), formats=[FORMATS[media_type]]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refusal(_("The picture has too many pixels. Send a smaller one."), field="file")
            picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded at half or a quarter
            return _drawn(picture, media_type)
    except Image.DecompressionBombError as found:
        raise Refusal(_("The picture has too many pixels. Send a smaller one."), field="file") from found
    except (OSError, SyntaxError, ValueError, EOFError) as found:  # what Pillow raises for broken pictures
        raise Refusal(
            _("The picture is damaged and cannot be read. Take it or save it again."), field="file"
        ) from found


def _drawn(picture: "Image.Image", media_type: str) -> bytes:
    """Only pixels go over: a new canvas knows nothing of the old file."""
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = upright.convert(_mode(upright, media_type))
    redrawn = Image.new(plain.mode, plain.size)
    redrawn.paste(plain)
    out = BytesIO()
    redrawn.save(out, FORMATS[media_type], quality=QUALITY)  # PNG has no use for it
    return out.getvalue()


def _mode(picture: "Image.Image", media_type: str) -> str:
    """Grey stays grey and clear stays clear; all else becomes plain red, green and blue."""
    if picture.mode in {"1", "L", "I;16", "I", "F"}:
        return "L"
    clear = picture.mode in {"LA", "PA", "RGBA", "RGBa"} or "transparency" in picture.info
    return "RGBA" if clear and media_type == "image/png" else "RGB"
