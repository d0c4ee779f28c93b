"""Pictures are drawn anew from their pixels, so that nothing else travels with them: no place, camera or comment."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageMode, JpegPresets, MpoImagePlugin, PngImagePlugin, TiffImagePlugin

from saanjh.formats.kinds import check_one_kind
from saanjh.formats.unfit import Unfit

MOST_PIXELS = 32_000_000  # decoded, this many take about 130 MB; a phone's picture has 12 million
LONGEST_SIDE = 2600  # pixels of what is kept: enough to read a photographed page
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
QUALITY = 88

# Loaded now: where this runs, nothing can be opened later, and Pillow fetches its parts when it first needs them.
Image.preinit()
PARTS = (ImageMode, JpegPresets, MpoImagePlugin, PngImagePlugin, TiffImagePlugin)


def confined(content: bytes, *, media_type: str) -> tuple[None, bytes]:
    """The task of the process that reads one file: the picture, drawn anew."""
    return None, drawn_anew(content, media_type)


def drawn_anew(content: bytes, media_type: str) -> bytes:
    """The same picture, upright, as bytes of the same type; Unfit for one that is too large or cannot be read."""
    check_one_kind(content)
    try:
        with Image.open(BytesIO(content), formats=[FORMATS[media_type]]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Unfit("too_many_pixels")
            if media_type == "image/png" and getattr(picture, "is_animated", False):
                raise Unfit("kind")  # a film: only its first picture would be kept
            picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded at half or a quarter
            return _drawn(picture, media_type)
    except (Image.DecompressionBombError, MemoryError):
        raise Unfit("too_many_pixels") from None
    except (OSError, SyntaxError, ValueError, EOFError, OverflowError, IndexError, KeyError, TypeError):
        raise Unfit("damaged") from None  # what Pillow raises for broken pictures


def _drawn(picture: Image.Image, media_type: str) -> bytes:
    """Only pixels go over: a new canvas knows nothing of the old file."""
    turned = picture.getexif().get(ORIENTATION)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # first, so that what follows has little to hold
    plain = picture.convert(_mode(picture, media_type))
    redrawn = Image.new(plain.mode, plain.size)
    redrawn.paste(plain)
    upright: Any = redrawn.transpose(TURNS[turned]) if turned in TURNS else redrawn
    out = BytesIO()
    upright.save(out, FORMATS[media_type], quality=QUALITY)  # PNG has no use for it
    return out.getvalue()


def _mode(picture: Image.Image, media_type: str) -> str:
    """Grey stays grey and clear stays clear; all else becomes plain red, green and blue."""
    if picture.mode in {"1", "L", "I;16", "I", "F"}:
        return "L"
    clear = picture.mode in {"LA", "PA", "RGBA", "RGBa"} or "transparency" in picture.info
    return "RGBA" if clear and media_type == "image/png" else "RGB"


ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
