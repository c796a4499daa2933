"""The interactive view: a network laid out, and a page of HTML that draws it."""
