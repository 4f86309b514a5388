"""Draws the app's icons: a ticket with its two notches, and on it the tick of something solved.

Run `python manifests/icons.py` from the root after changing it (needs the development libraries).
"""

from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).parent / "teams"
GREEN = (31, 111, 92, 255)
WHITE = (255, 255, 255, 255)
CLEAR = (255, 255, 255, 0)
FINER = 8


def mark(size: int, paper: tuple[int, ...], ink: tuple[int, ...], ground: tuple[int, ...], margin: float) -> Image.Image:
    """A ticket of colour `paper` on `ground` with a tick of colour `ink`; drawn large, then made small for smooth edges."""
    large = size * FINER
    picture = Image.new("RGBA", (large, large), ground)
    draw = ImageDraw.Draw(picture)
    left, right = margin * large, (1 - margin) * large
    height = (right - left) * 0.68
    top, bottom = (large - height) / 2, (large + height) / 2
    draw.rounded_rectangle((left, top, right, bottom), radius=large * 0.07, fill=paper)
    notch = large * 0.085
    for side in (left, right):
        draw.ellipse((side - notch, large / 2 - notch, side + notch, large / 2 + notch), fill=ground)
    _tick(draw, large, ink, (right - left) / large)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def _tick(draw: ImageDraw.ImageDraw, large: int, ink: tuple[int, ...], scale: float) -> None:
    points = [(-0.20, 0.01), (-0.06, 0.15), (0.21, -0.14)]
    path = [(large * (0.5 + x * scale), large * (0.5 + y * scale)) for x, y in points]
    width = large * 0.11 * scale
    draw.line(path, fill=ink, width=int(width), joint="curve")
    for x, y in path:
        draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=ink)


def color() -> Image.Image:
    """192 x 192, a full square: Teams rounds the corners itself."""
    return mark(192, WHITE, GREEN, GREEN, 0.17)


def outline() -> Image.Image:
    """32 x 32, white on nothing; the half-clear edges are white too."""
    shape = mark(32, WHITE, CLEAR, CLEAR, 0.03)
    picture = Image.new("RGBA", shape.size, CLEAR)
    picture.putalpha(shape.getchannel("A"))
    return picture


if __name__ == "__main__":
    color().save(HERE / "color.png", optimize=True)
    outline().save(HERE / "outline.png", optimize=True)
