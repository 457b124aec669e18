"""Pictures of formulas and of content, as PNG. Where they cannot be drawn there are none, and the text says it all.

In reading order: `asking` (what adapters ask), `shelf` (what is ready), `studio` and `wire` (the way to the painter),
`painter` (the process that draws), `formula` and `mathml`, `svg`, `photo`.
"""

from plbot.pictures.asking import Picture, Pictures

__all__ = ["Picture", "Pictures"]
