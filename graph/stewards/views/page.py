"""A page of HTML that holds all it needs: text for a file, and a frame in a notebook."""

from __future__ import annotations


class Page(str):
    """The text of a page, with its ``heading``. In a notebook it shows itself, in a frame it cannot reach out of."""

    __slots__ = ("heading",)
    heading: str

    def __new__(cls, text: str, heading: str) -> Page:
        """Make a page of its text."""
        page = super().__new__(cls, text)
        page.heading = heading
        return page

    def __repr__(self) -> str:
        return f"<page {self.heading!r}, {len(self.encode()) / 1000:,.0f} kB: to be written to a file>"

    def _repr_html_(self) -> str:
        from stewards.markup import frame

        return frame(self, self.heading)
