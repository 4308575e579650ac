"""Tags: short words that somebody finds stories by. Pure."""

LONGEST, MOST = 40, 8


def tags_of(text: str) -> list[str]:
    """“Young people, Work” as ["work", "young people"]: each once, small letters, in the order of the alphabet."""
    found = {" ".join(part.lower().split()) for part in text.replace(";", ",").replace("\n", ",").split(",")}
    return sorted(found - {""})


def problem_of(tags: list[str]) -> str:
    """What is wrong with them, as what to do; empty where nothing is."""
    if len(tags) > MOST:
        return f"Enter {MOST} tags or fewer"
    long = next((tag for tag in tags if len(tag) > LONGEST), "")
    return f"Each tag must be {LONGEST} characters or fewer: “{long[:LONGEST]}…” is longer" if long else ""
