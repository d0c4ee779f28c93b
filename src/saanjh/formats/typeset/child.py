"""The process that sets one document: JSON comes in, a PDF goes out, and its memory goes with it."""

import json
import sys
import tempfile
from pathlib import Path

import typst


def main() -> None:
    """Read from standard input, write to standard output."""
    asked = json.load(sys.stdin.buffer)
    with tempfile.TemporaryDirectory() as folder:
        for each in asked["fonts"]:
            (Path(folder) / Path(each).name).symlink_to(each)
        pdf = typst.compile(
            Path(__file__).with_name(asked["template"]),
            font_paths=[Path(folder)],
            ignore_system_fonts=True,
            sys_inputs={"document": json.dumps(asked["document"])},
            timestamp=asked["timestamp"],
            format="pdf",
        )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
