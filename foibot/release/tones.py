"""When a colour cannot be told from paper, or from ink."""

BLACK = "000000"


def is_light(colour: str) -> bool:
    """Tell whether a colour, as six hex digits, cannot be told from white paper."""
    try:
        return len(colour) == len(BLACK) and min(bytes.fromhex(colour)) >= LIGHT
    except ValueError:
        return False


LIGHT = 0xF0
LEAST_CONTRAST = 1.33
"""Two colours of less (WCAG 2.2, 1.4.3) are one to a reader."""


def is_alike(one: str, other: str) -> bool:
    """Tell whether two colours, as six hex digits, cannot be told from each other."""
    try:
        light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    except ValueError:
        return False
    return (light + 0.05) / (dark + 0.05) < LEAST_CONTRAST and _distance(one, other) <= FARTHEST


FARTHEST = 0x40
"""How far apart red, green and blue may be: red on a green as light as it is told by its hue."""


def _luminance(colour: str) -> float:
    red, green, blue = (one / 255 / 12.92 if one <= 10 else ((one / 255 + 0.055) / 1.055) ** 2.4 for one in _of(colour))  # noqa: PLR2004 - the formula of the standard
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _of(colour: str) -> bytes:
    if len(colour) != len(BLACK):
        raise ValueError(colour)
    return bytes.fromhex(colour)


def _distance(one: str, other: str) -> int:
    return max(abs(here - there) for here, there in zip(_of(one), _of(other), strict=True))
