"""What an author hears when a formula cannot be shown."""


class MathsError(ValueError):
    """A formula outside the subset. `position` counts characters of the formula from 0; the sentence counts from 1."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (at character {position + 1})")
        self.message = message
        self.position = position
