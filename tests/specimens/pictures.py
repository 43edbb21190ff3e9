"""A real picture, small, for documents that show one."""

import io

from PIL import Image, ImageDraw


def png(text: str = "NOTICE") -> bytes:
    """A picture of some letters, as a scanner would make it."""
    target = io.BytesIO()
    picture = Image.new("L", (240, 80), 255)
    ImageDraw.Draw(picture).text((20, 30), text, fill=0)
    picture.save(target, "PNG")
    return target.getvalue()
