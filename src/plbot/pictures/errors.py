"""Why there is no picture."""


class PictureError(ValueError):
    """It cannot be drawn, however often it is tried. The words are ours and quote nothing."""
