"""Evidence lists get their labels (E1, E2, …) in the order in which the report first links them."""

from collections.abc import Mapping


class Links:
    """Hands out anchors of evidence lists.

    found: rows of each list that has any; a number without a list stays unlinked.
    """

    def __init__(self, found: Mapping[str, int]) -> None:
        self.found = found
        self.labels: dict[str, str] = {}
        self.titles: dict[str, str] = {}

    def to(self, name: str, title: str) -> str | None:
        """Anchor of the list, None where it is empty; title: what is counted."""
        if not self.found.get(name):
            return None
        if name not in self.labels:
            self.labels[name] = f"E{len(self.labels) + 1}"
            self.titles[name] = title
        return self.labels[name]
