"""What documentation says of unused hyperparameters: read from sentences made up here, and held against observations."""

import json
import re
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from fitlens.catalog.build.docstrings import parameter_lines
from fitlens.catalog.build.notes.command import reconcile
from fitlens.catalog.build.notes.comparing import Observation
from fitlens.catalog.build.notes.model import Note, Reconciliation, Unread, Verdict
from fitlens.catalog.build.notes.reading import notes_of
from fitlens.catalog.evidence import Trial
from fitlens.catalog.model import ClassEntry, Conflict, Constraint, Ineffective, Parameter, Setting
from fitlens.cli.main import main

SOLVERS = ("exact", "sgd", "lbfgs")
FLAG = (Constraint("boolean"),)


def options(*values: str) -> tuple[Constraint, ...]:
    return (Constraint("options", values=values),)


OVEN = ClassEntry(
    "sklearn.kitchen.Oven",
    "estimator",
    "sklearn.kitchen._oven",
    "sklearn/kitchen/_oven.py",
    1,
    parameters=(
        Parameter("heat", "1.0"),
        Parameter("solver", "'exact'", constraints=options(*SOLVERS)),
        Parameter("bake_kernel", "'flat'", constraints=options("flat", "poly", "polynomial", "round")),
        Parameter("early_opening", "False", constraints=FLAG),
        Parameter("timer", "None", constraints=(Constraint("none"), Constraint("interval", low=0.0))),
        Parameter("random_state", "None", constraints=(Constraint("random-state"),)),
    ),
)


def read(text: str, name: str = "heat") -> list[str]:
    """The notes in what is written about a hyperparameter: `used solver=sgd`, `heat ignored timer!=None`."""
    return [
        f"{'' if note.parameter == name else note.parameter + ' '}{note.says} " + " or ".join(map(_together, note.when))
        for note in notes_of(OVEN, {name: text.splitlines()})
        if isinstance(note, Note)
    ]


def _together(settings: tuple[Setting, ...]) -> str:
    return " and ".join(f"{s.parameter}{'!' if s.other else ''}={','.join(map(str, s.values))}" for s in settings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Warmth. Only needed when ``solver='sgd'``.", "used solver=sgd"),
        ("Only effective if solver is 'sgd' or 'lbfgs' to warm it.", "used solver=sgd,lbfgs"),
        ("It is significant only for the `sgd` solver.", "used solver=sgd"),
        ("Useful only when `early_opening` is enabled.", "used early_opening!=False"),
        ("Only used when solver='sgd' and timer > 0.", "used solver=sgd and timer!=0,0.0"),
        ("Only used for solver='sgd' or if timer is set.", "used solver=sgd or timer!=None"),
        ("Used when `timer` is not None.", "used timer!=None"),
        ("Ignored if timer is given.", "ignored timer!=None"),
        ('Has no effect with `solver="exact"`.', "ignored solver=exact"),
        ("Not used by LBFGS.", "ignored solver=lbfgs"),
        ("Ignored unless early_opening is True.", "ignored early_opening!=True"),
        ("When early_opening=False, this parameter is ignored.", "ignored early_opening=False"),
        ("Power of the polynomial kernel. Not used by the other kernels.", "ignored bake_kernel!=poly,polynomial"),
        ("Rounds made when `solver='sgd'`. Unused otherwise.", "ignored solver!=sgd"),
        ("Only used by `kernel='flat'` and `kernel='round'`.", "used bake_kernel=flat,round"),
    ],
)
def test_a_sentence_becomes_values_of_other_hyperparameters(text: str, expected: str) -> None:
    assert read(text) == [expected]


def test_a_sentence_may_speak_of_others_than_the_one_it_stands_under() -> None:
    text = 'If ``"lbfgs"`` is chosen, the options heat and timer will be ignored.'
    assert read(text, "solver") == ["heat ignored solver=lbfgs", "timer ignored solver=lbfgs"]


@pytest.mark.parametrize(
    "text",
    [
        "Used to warm it when solver='sgd'. Also used to cool it.",  # not only then
        "Used for warming when solver='sgd', and for cooling.",
        "Note that early closing is only applied if solver='sgd'.",  # something else is
        "Ignored if solver='sgd' and the door was opened before.",  # values alone do not decide
    ],
)
def test_what_does_not_say_so_of_the_hyperparameter_is_not_read_into_it(text: str) -> None:
    assert read(text) == []


def test_an_item_on_one_of_its_own_values_says_nothing_of_the_others() -> None:
    items = "How.\n\n- 'sgd' takes steps.\n  Only used when `timer` is set.\n- 'exact' does not."
    assert read(items, "solver") == []
    assert read(items.replace("'sgd'", "it"), "solver") == ["used timer!=None"]


def test_a_note_that_is_not_understood_is_told_and_what_names_no_other_hyperparameter_is_none() -> None:
    text = "Only used when `timer` rings. Ignored in rainy weather."
    (unread,) = notes_of(OVEN, {"heat": [text]})
    assert unread == Unread(OVEN.path, "heat", "Only used when `timer` rings.")


def test_the_same_said_twice_is_one_note() -> None:
    assert read("Only used if solver is 'sgd'. Ignored by any other solver.") == ["used solver=sgd"]


def test_paragraphs_come_from_the_parameters_section() -> None:
    docstring = "Bakes.\n\nParameters\n----------\nheat, glow : float\n    Only used when `timer` is set.\n"
    assert parameter_lines(docstring) == {name: ["Only used when `timer` is set."] for name in ("heat", "glow")}


def judged(text: str, name: str = "heat", trials: tuple[Trial, ...] = (), **observed: Any) -> Verdict:
    entry = ClassEntry(*OVEN._replace(**observed))
    (note,) = notes_of(entry, {name: [text]})
    assert isinstance(note, Note)
    return Observation(entry, trials, {}).judge(note)


def idle(*values: object, parameter: str = "solver") -> tuple[Ineffective, ...]:
    return (Ineffective("heat", (Setting(parameter, values),)),)


def refused(solver: str) -> tuple[Conflict, ...]:
    return (Conflict(Setting("heat", (2.0,)), Setting("solver", (solver,)), "ValueError", "fit"),)


NOTE = "Only needed when solver='sgd'."


def test_a_note_agrees_with_what_was_seen_to_do_nothing_or_to_be_refused() -> None:
    assert judged(NOTE, ineffective=idle("exact", "lbfgs")).outcome == "agrees"
    assert judged(NOTE, ineffective=idle("exact"), conflicts=refused("lbfgs")).outcome == "agrees"
    partly = judged(NOTE, ineffective=idle("exact"))
    assert (partly.outcome, partly.unseen) == ("in part", (Setting("solver", ("lbfgs",)),))
    nothing = judged(NOTE)
    assert (nothing.outcome, nothing.unseen) == ("less", (Setting("solver", ("exact", "lbfgs")),))
    assert judged("Ignored if timer is set.").unseen == (Setting("timer", (None,), other=True),)  # by no constant


def test_a_note_disagrees_with_an_effect_where_it_denies_one_and_with_none_where_it_has_one() -> None:
    trial = Trial(
        "heat", "differs", "regression", "Oven(heat=2.0)", "Oven()", "", ("heat", "differs", "regression", {}, [])
    )
    assert judged(NOTE, trials=(trial,)).reasons == (
        "it made a difference: Oven(heat=2.0) against Oven() on regression data",
    )
    assert judged("Ignored if solver='sgd'.", trials=(trial,)).outcome == "less"
    assert judged(NOTE, influence=("heat",)).outcome == "disagrees"
    assert judged(NOTE, runtime=("heat",)).reasons == ("no effect was seen anywhere",)
    assert judged(NOTE, ineffective=idle("sgd")).reasons == ('no effect was seen with solver="sgd"',)
    assert judged(NOTE, ineffective=idle(False, parameter="early_opening")).outcome == "less"  # another matter


def test_ignored_is_not_refused() -> None:
    assert judged("Ignored if solver='exact'.", conflicts=refused("exact")).reasons == (
        'not ignored but refused with solver="exact"',
    )


def test_a_seed_is_held_against_what_draws() -> None:
    sgd = ((Setting("solver", ("sgd",)),),)
    assert judged(NOTE, "random_state", draws=sgd).outcome == "agrees"
    assert judged(NOTE, "random_state", evidence="seen").reasons == ("no other seed was seen to make another result",)
    assert judged("Ignored if solver='sgd'.", "random_state", draws=sgd).reasons == (
        'another seed made another result with solver="sgd"',
    )


@pytest.fixture(scope="module")
def installed() -> Reconciliation:
    spec = find_spec("sklearn")
    assert spec is not None
    assert spec.origin is not None
    return reconcile("1.9", str(Path(spec.origin).parent.parent))


def test_of_scikit_learn_itself_most_notes_are_understood(installed: Reconciliation) -> None:
    assert installed.found > 155
    assert len(installed.verdicts) > 0.9 * installed.found
    verdicts = {(each.note.path.rpartition(".")[2], each.note.parameter): each for each in installed.verdicts}
    assert verdicts["SVC", "degree"].outcome == "agrees"
    assert verdicts["MLPClassifier", "beta_1"].outcome in ("agrees", "in part")
    # Not what the documentation says: it is the other way round, and a seed without shuffling is an error.
    assert verdicts["HalvingGridSearchCV", "random_state"].outcome == "disagrees"
    assert any("refused" in reason for reason in verdicts["KFold", "random_state"].reasons)


def test_the_command(installed: Reconciliation, capsys: pytest.CaptureFixture[str]) -> None:
    python = ["catalog", "notes", "--python", sys.executable]
    assert main([*python, "--output-format", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["found"] == installed.found
    assert record["disagrees"] == len([each for each in record["notes"] if each["reasons"]]) > 0
    assert main(python) == 0
    told = capsys.readouterr().out
    assert re.search(r"KFold\.random_state: nothing with shuffle other than True\n +not ignored but refused", told)
    assert main(["catalog", "notes", "--python", "no-such-python"]) == 2
    assert "--python no-such-python: does not exist" in capsys.readouterr().err
