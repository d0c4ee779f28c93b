"""Sets a document of plain words and tables as a PDF with Typst, in a process of its own that ends with it.

Whoever calls hands over strings alone; they go in as JSON, so that nothing that somebody wrote is read as markup. Only
the fonts named here are used, and no clock: the same document gives the same bytes.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-I", "-X", "utf8", "-W", "ignore", str(Path(__file__).with_name("child.py")))
SECONDS = 60
FONTS = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoNastaliqUrdu-Regular.ttf", "NotoNastaliqUrdu-Bold.ttf")


class NotSet(Exception):
    """The document could not be set; says what to do."""


def typeset(document: Mapping[str, Any], *, fonts: Path, timestamp: int, template: str = "record.typ") -> bytes:
    """The PDF of a document (see the template for its shape); `timestamp` (seconds) is when the file says it was made.

    NotSet where a font is missing in the folder, or Typst does not end well.
    """
    missing = [name for name in FONTS if not (fonts / name).is_file()]
    if missing:
        raise NotSet(
            f"No PDF without the fonts {', '.join(missing)} in {fonts}. Install them (Debian, Ubuntu: apt install "
            "fonts-noto-core), or name their folder in SAANJH_FONTS."
        )
    named = {"template": template, "fonts": [str(fonts / name) for name in FONTS]}
    asked = {"document": document, "timestamp": timestamp, **named}
    try:
        done = subprocess.run(  # our own module, by this very Python
            COMMAND, input=json.dumps(asked).encode(), capture_output=True, timeout=SECONDS, check=False, cwd="/"
        )
    except subprocess.TimeoutExpired:
        raise NotSet(f"The PDF was not set within {SECONDS} seconds.") from None
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF"):
        raise NotSet("The PDF could not be set: " + done.stderr.decode(errors="replace").strip()[-500:])
    return done.stdout
