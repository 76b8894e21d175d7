"""The form of a mapping row holds every row that the catalogue has, and gives it back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from landbridge.service.projects.record_types import SppKind
from landbridge.service.workflows.catalogue import CATALOGUE, Group, Row, Source
from landbridge.service.workflows.editing.rowforms import RowForm, entered, form_of, row_of
from landbridge.service.workflows.rows import is_fixed

CUSTOMER = CATALOGUE["customers"].main


def sent(form: RowForm) -> dict[str, str]:
    """What a browser sends of the form as the page shows it."""
    lines = {
        f"line-{at}-{name}": value
        for at, line in enumerate(form.lines)
        for name, value in line.items()
        if value
    }
    return {"source": form.source.value, **form.boxes, **dict.fromkeys(form.ticked, "on"), **lines}


def again(row: Row, group: Group, *, active: bool = True) -> tuple[Row, bool]:
    form = entered(sent(form_of(row, active=active)))
    return row_of(form, group), "active" in form.ticked


def test_every_default_row_goes_through_its_form() -> None:
    seen: set[Source] = set()
    for workflow in CATALOGUE.values():
        for group in workflow.groups:
            for row in group.rows:
                if not is_fixed(group, row):
                    seen.add(row.source)
                    assert again(row, group) == (row, True), f"{workflow.key} {group.key} {row.target}"
    assert {Source.FIELD, Source.CONSTANT, Source.VALUES, Source.LOOKUP, Source.CONDITIONAL} <= seen


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(
    str.strip
)
NAMES = st.from_regex(r"[a-z][a-zA-Z]{0,9}", fullmatch=True)


@given(
    st.one_of(
        st.builds(lambda text: Row("note__c", Source.CONSTANT, value=text), TEXT),
        st.builds(
            lambda pieces: Row("note__c", Source.CONCATENATION, value=pieces),
            st.lists(
                st.one_of(
                    st.builds(lambda name: {"field": name}, NAMES),
                    st.builds(lambda text: {"text": text}, TEXT),
                ),
                min_size=1,
                max_size=6,
            ),
        ),
        st.builds(
            lambda field, pairs: Row("note__c", Source.VALUES, field, pairs),
            NAMES,
            st.dictionaries(TEXT.map(str.strip), TEXT, min_size=1, max_size=6),
        ),
        st.builds(
            lambda field, table, by: Row(
                "note__c", Source.LOOKUP, field, {"table": table, "by": by, "return": "id"}
            ),
            NAMES,
            st.sampled_from(["user", "project"]),
            NAMES,
        ),
    ),
    st.booleans(),
)
def test_rows_come_back_as_they_were(row: Row, active: bool) -> None:
    assert CUSTOMER.target("note__c").kind is SppKind.TEXT
    assert again(row, CUSTOMER, active=active) == (row, active)
