"""When a colour cannot be told from paper, or from ink."""

BLACK = "000000"


def is_light(colour: str) -> bool:
    """Tell whether a colour, as six hex digits, cannot be told from white paper."""
    try:
        return len(colour) == len(BLACK) and min(bytes.fromhex(colour)) >= LIGHT
    except ValueError:
        return False


LIGHT = 0xF0
