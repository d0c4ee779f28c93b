"""Who read what with whom: whether reviewers can be compared at all, told by counting."""

from collections.abc import Mapping, Sequence

from saanjh.kit.ranking.answers import Review


def groups(read: Mapping[str, Sequence[Review]]) -> list[list[str]]:
    """The reviewers in groups that share applications, if only by a chain of others; each group and the list by id.

    `read` holds the reviews of each application. One group means that the design is connected (Weeks & Williams
    1964, Technometrics 6:319); between groups, severe readers cannot be told from weak applications.
    """
    leaders: dict[str, str] = {}

    def leader(reviewer: str) -> str:
        while leaders.setdefault(reviewer, reviewer) != reviewer:
            leaders[reviewer] = reviewer = leaders[leaders[reviewer]]
        return reviewer

    for reviews in read.values():
        for review in reviews:
            leaders[leader(review.reviewer)] = leader(reviews[0].reviewer)
    found: dict[str, list[str]] = {}
    for reviewer in sorted(leaders):
        found.setdefault(leader(reviewer), []).append(reviewer)
    return sorted(found.values())
