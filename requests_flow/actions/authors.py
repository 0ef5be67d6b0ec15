"""Who had a hand in a reply, and so may neither review nor sign it."""

from requests_flow.models import Case

# Whoever did one of these had a hand in the reply, even if somebody else handles the case by now.
HANDS_ON = ("outcome_chosen", "fact_recorded", "searched", "consulted", "consultation_recorded")


def authors_of(case: Case) -> frozenset[int]:
    """Primary keys of all who wrote, edited, searched, recorded facts for or handled `case`."""
    people = set(case.drafts.values_list("author_id", flat=True))
    people |= set(case.fact_records.values_list("recorded_by_id", flat=True))
    people |= set(case.searches.values_list("searched_by_id", flat=True))
    people |= set(
        case.documents.filter(kind__in=["found", "evidence", "attachment"]).values_list(
            "added_by_id", flat=True
        )
    )
    people |= set(case.consultations.values_list("recorded_by_id", flat=True))
    people |= set(case.entries.filter(verb__in=HANDS_ON).values_list("actor_id", flat=True))
    if case.handler_id:
        people.add(case.handler_id)
    return frozenset(people)
