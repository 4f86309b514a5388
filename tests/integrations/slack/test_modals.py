"""Forms as Slack modals."""

from __future__ import annotations

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.forms import Choice, DateField, Form, Option, PersonField, TextField
from integrations.slack.carried import read_form
from integrations.slack.modals import render
from tests.integrations.slack.block_kit import faults, words
from tests.integrations.slack.test_blocks import WORDS

NAMES = st.sampled_from(["summary", "details", "category", "priority", "requester"])
OPTION = st.builds(Option, st.text(max_size=160), WORDS)
FIELD = st.one_of(
    st.builds(TextField, NAMES, WORDS, WORDS, st.booleans(), st.booleans(), st.integers(-1, 5000), WORDS),
    st.builds(Choice, NAMES, WORDS, st.lists(OPTION, max_size=8).map(tuple), WORDS, st.booleans(), WORDS, WORDS),
    st.builds(PersonField, NAMES, WORDS, st.sampled_from(["", "slack:T1/U1", "teams:t/a", "x"]), WORDS, st.booleans(), WORDS),
    st.builds(DateField, NAMES, WORDS, st.sampled_from(["", "2026-11-30", "2026-13-40", "soon"]), st.booleans(), WORDS),
)
FORM = st.builds(
    Form, verb=st.just("ticket.create"), title=WORDS, submit=WORDS, cancel=WORDS,
    fields=st.lists(FIELD, max_size=5, unique_by=lambda f: f.name).map(tuple), ref=WORDS, nonce=st.text(max_size=30), intro=WORDS,
    problem=WORDS, problems=st.dictionaries(NAMES, WORDS, max_size=2), keep=st.dictionaries(st.just("kept"), WORDS, max_size=1),
)  # fmt: skip


@settings(max_examples=80, phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink])
@given(FORM)
def test_any_form_with_any_text_is_a_valid_modal(form: Form) -> None:
    assert not faults(render(form), "modal")


def new_ticket() -> Form:
    return Form(
        verb="ticket.create",
        title="New ticket",
        submit="Create ticket",
        cancel="Cancel",
        nonce="n1",
        ref="T-42",
        keep={"kept": "sealed"},
        fields=(
            TextField("summary", "Summary", "VPN", required=True, max_length=200, hint="At most 200 characters"),
            TextField("details", "Details", multiline=True),
            Choice("priority", "Priority", (Option("low", "Low"), Option("high", "High")), "high"),
            PersonField("requester", "On behalf of", "slack:T1/U1"),
            DateField("by", "Needed by", "2026-11-30"),
        ),
    )


def test_a_form_is_filled_with_what_is_known_and_its_first_field_has_the_focus() -> None:
    view = render(new_ticket())
    summary, details, priority, requester, by = (block["element"] for block in view["blocks"])
    assert (summary["initial_value"], summary["max_length"], summary["focus_on_load"]) == ("VPN", 200, True)
    assert "initial_value" not in details
    assert details["multiline"]
    assert priority["initial_option"]["value"] == "high"
    assert (requester["initial_user"], by["initial_date"]) == ("U1", "2026-11-30")
    assert [block["optional"] for block in view["blocks"]] == [False, True, True, True, True]
    assert [block["block_id"] for block in view["blocks"]] == ["summary", "details", "priority", "requester", "by"]


def test_a_form_remembers_what_it_is_about() -> None:
    view = render(new_ticket())
    kept = read_form(view["private_metadata"])
    assert (view["callback_id"], kept.ref, kept.nonce, kept.keep) == ("ticket.create", "T-42", "n1", {"kept": "sealed"})


def test_problems_stand_above_the_fields_of_a_form_that_is_opened_again() -> None:
    form = Form("v", "t", "s", "c", (TextField("a", "A"),), problem="Please check.", problems={"a": "Too long."})
    assert "Please check.\nToo long." in words(render(form)["blocks"][0])
