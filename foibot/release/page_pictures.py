"""The pictures on a page of a PDF: what lies over them, and what of them the page does not show.

Whoever takes a picture out of the file has it whole, with what is under a box or beyond the edge.
"""

from collections.abc import Iterable, Iterator, Sequence

from foibot.lean import dataclass

Box = tuple[float, float, float, float]
SMALLEST, LEAST_DRAWN, LEAST_PIXELS = 40.0, 3.0, 64
"""Points: the least that a scan or a photograph measures, and below which nothing of one is seen; its least pixels."""
WITHIN, WHOLE, BEYOND, LEAST_BOX = 0.95, 0.9, 0.1, 30.0
"""How much of a box lies on a picture, how much of a picture under it; how much of one is beyond the page; points²."""


@dataclass(frozen=True, slots=True)
class Laid:
    """What was drawn on a page: its turn, its bounds, whether it hides what is below, how many pixels a picture has."""

    turn: int
    box: Box
    covers: bool
    pixels: tuple[int, int] | None = None


def look_at_pictures(laid: Sequence[Laid], letters: Iterable[tuple[int, Box]], shown: Box) -> Iterator[tuple[str, str]]:
    """Yield what is found of the pictures on a page: the rule, and what is said."""
    written = list(letters)
    boxes = [one for one in laid if one.covers and one.pixels is None and not _is_written_on(one, written, laid)]
    for one in laid:
        if one.pixels is None or min(one.pixels) < LEAST_PIXELS:
            continue
        wide, high = one.box[2] - one.box[0], one.box[3] - one.box[1]
        if min(wide, high) < LEAST_DRAWN:
            yield "hidden_object", "a picture that is drawn too small to see"
        elif min(wide, high) >= SMALLEST:
            yield from _of_picture(one, laid, boxes, shown)


def _of_picture(one: Laid, laid: Sequence[Laid], boxes: Sequence[Laid], shown: Box) -> Iterator[tuple[str, str]]:
    if overlap(one.box, shown) < 1 - BEYOND:
        yield "cropped_picture", ""
    over = any(other.turn > one.turn and other.covers and overlap(one.box, other.box) >= WHOLE for other in laid)
    if over or any(_is_box_over(box, one) for box in boxes):
        yield "covered_picture", ""


def _is_box_over(box: Laid, picture: Laid) -> bool:
    large = _area(box.box) >= LEAST_BOX
    return large and box.turn > picture.turn and overlap(box.box, picture.box) >= WITHIN


def _is_written_on(box: Laid, letters: Sequence[tuple[int, Box]], laid: Sequence[Laid]) -> bool:
    """Tell whether words or a picture stand on a box: then it is a label, and no redaction."""
    words = any(turn > box.turn and overlap(letter, box.box) > WHOLE for turn, letter in letters)
    return words or any(one.turn > box.turn and one.pixels and overlap(one.box, box.box) > WHOLE for one in laid)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def overlap(one: Box, other: Box) -> float:
    """Return how much of one box another lies over, from 0 to 1."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    area = _area(one)
    return wide * high / area if wide > 0 and high > 0 and area > 0 else 0.0
