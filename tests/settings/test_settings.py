"""Which settings hold for a file, and what they do; what is said of those that cannot be used."""

import json
import re
import tomllib
from importlib.resources import files

import pytest

from fitlens.rules.registry import every_rule
from fitlens.settings.configuration import Configuration, Given
from fitlens.settings.layer import Layer, SettingsError
from fitlens.settings.options import OPTIONS
from fitlens.settings.schema import schema
from fitlens.settings.selection import applied
from tests.settings.conftest import WRONG, Check, Write


class TestWhere:
    def test_the_closest_file_holds_and_no_other(self, write: Write, check: Check) -> None:
        write(
            {
                "pyproject.toml": '[tool.fitlens]\nseverity = { SKL101 = "info" }\n',
                "a.py": WRONG,
                "inner/fitlens.toml": 'severity = { SKL101 = "warning" }\n',
                "inner/b.py": WRONG,
                # A project file that does not speak of us is passed over.
                "inner/deep/pyproject.toml": "[project]\nname = 'fitlens-user'\n",
                "inner/deep/c.py": WRONG,
                "other/.fitlens.toml": 'ignore = ["SKL101"]\n',
                "other/fitlens.toml": "force-exclude = true\n",
                "other/d.py": WRONG,
            }
        )
        assert check() == ["a.py:3 SKL101 info", "inner/b.py:3 SKL101 warning", "inner/deep/c.py:3 SKL101 warning"]
        assert check(isolated=True) == [
            f"{path}:3 SKL101 error" for path in ("a.py", "inner/b.py", "inner/deep/c.py", "other/d.py")
        ]

    def test_extend_is_where_what_is_not_given_comes_from(self, write: Write, check: Check) -> None:
        write(
            {
                "base/fitlens.toml": 'severity = { SKL1 = "info", SKL101 = "warning" }\nextend-exclude = ["here.py"]\n',
                "base/here.py": WRONG,
                "fitlens.toml": 'extend = "base/fitlens.toml"\nseverity = { SKL1 = "error" }\n',
                "a.py": WRONG,
                # Patterns are relative to the file that they are in.
                "here.py": WRONG,
            }
        )
        assert check("a.py", "here.py") == ["a.py:3 SKL101 warning", "here.py:3 SKL101 warning"]

    def test_what_is_given_on_the_command_line_holds_before_all(self, write: Write, check: Check) -> None:
        write({"fitlens.toml": 'ignore = ["SKL101"]\n', "strict.toml": 'severity = { ALL = "info" }\n', "a.py": WRONG})
        assert check() == []
        assert check(config=("ignore = []", 'extend-select = ["SKL101"]')) == ["a.py:3 SKL101 error"]
        assert check(config=("strict.toml",)) == ["a.py:3 SKL101 info"]
        assert check(config=("strict.toml", "severity.ALL='error'")) == ["a.py:3 SKL101 error"]

    def test_the_version_is_that_of_the_closest_file(self, write: Write) -> None:
        write({"fitlens.toml": 'target-version = "1.5"\n', "new/.fitlens.toml": '# newer\ntarget-version = "1.7"\n'})
        demands = [Configuration().demand(path) for path in ("a.py", "new/b.py")]
        assert [(each.place, each.version.text) for each in demands if each is not None and each.version] == [
            ("fitlens.toml:1", "1.5"),
            ("new/.fitlens.toml:2", "1.7"),
        ]
        assert Configuration(Given(isolated=True)).demand("a.py") is None


class TestRules:
    @pytest.mark.parametrize(
        ("layers", "on", "off"),
        [
            ([{}], "SKL101 SKL106 SKL201 SKL901", "SKL112"),
            ([{"select": ["SKL2"]}], "SKL201", "SKL101 SKL901"),
            ([{"select": ["ALL"]}], "SKL112 SKL999", ""),
            ([{"extend_select": ["unreproducible-estimator"]}], "SKL101 SKL112", "SKL113"),
            ([{"ignore": ["SKL1"]}], "SKL201", "SKL101"),
            # What says more decides, whichever of the two it is in.
            ([{"select": ["ALL"], "ignore": ["SKL10"], "extend_select": ["SKL102"]}], "SKL102 SKL112", "SKL101"),
            ([{"select": ["SKL101"], "ignore": ["SKL101"]}], "", "SKL101"),
            # Another layer begins anew with `select`, and goes on with the others.
            ([{"select": ["SKL1"]}, {"select": ["SKL2"]}], "SKL201", "SKL101"),
            ([{"select": ["SKL1"]}, {"extend_select": ["SKL201"]}], "SKL101 SKL201", "SKL202"),
            ([{"ignore": ["SKL106"]}, {"select": ["SKL1"]}], "SKL101", "SKL106"),
            ([{"ignore": ["SKL106"]}, {"select": ["SKL106"]}], "SKL106", "SKL101"),
            ([{"select": []}], "", "SKL101 SKL201"),
        ],
    )
    def test_selected(self, layers: list[dict[str, list[str]]], on: str, off: str) -> None:
        made = [Layer("a", "/", **{key: tuple(value) for key, value in layer.items()}) for layer in layers]  # pyright: ignore[reportArgumentType]
        codes = {rule.code for rule in applied(made)}
        assert codes >= set(on.split())
        assert codes.isdisjoint(off.split())

    def test_ignored_in_some_files(self, write: Write, check: Check) -> None:
        files = dict.fromkeys(("a.py", "src/b.py", "tests/c.py", "docs/d.py"), WRONG)
        write({**files, "fitlens.toml": 'per-file-ignores = { "{tests,docs}/**" = ["SKL101"] }\n'})
        assert check() == ["a.py:3 SKL101 error", "src/b.py:3 SKL101 error"]
        write({"fitlens.toml": 'per-file-ignores = { "!src/*.py" = ["unknown-hyperparameter"], "b.py" = ["SKL2"] }\n'})
        assert check() == ["src/b.py:3 SKL101 error"]


class TestMistakes:
    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ('\nselct = ["SKL1"]\n', "fitlens.toml:2: unknown key `selct`; did you mean `select`?"),
            ("line-length = 100\n", "fitlens.toml:1: unknown key `line-length`; expected one of extend, target-version, "),
            ('select = "SKL1"\n', "fitlens.toml:1: `select` is 'SKL1', expected a list of rules, such as [\"SKL102\"]"),
            ('select = ["SKL1", 2]\n', "fitlens.toml:1: `select` holds the number 2, expected a list of rules, "),
            (
                'ignore = [\n  "SKL101",\n  "unknown-hyperparametr",\n]\n',
                "fitlens.toml:3: `ignore`: no rule 'unknown-hyperparametr'; did you mean 'unknown-hyperparameter'?",
            ),
            ("target-version = 1.5\n", "fitlens.toml:1: `target-version` is the number 1.5, expected one such as 1.9, in quotes"),
            ('force-exclude = "yes"\n', "fitlens.toml:1: `force-exclude` is 'yes', expected true or false"),
            (
                '[severity]\nSKL101 = "info"\nSKL102 = "off"\n',
                "fitlens.toml:3: `severity.SKL102` is 'off', expected error, warning or info, in quotes",
            ),
            (
                '# one\n[per-file-ignores]\n"tests/**" = ["SKL1"]\n"docs/**" = "SKL1"\n',
                "fitlens.toml:4: `per-file-ignores.docs/**` is 'SKL1', expected a list of rules, ",
            ),
            ('exclude = "a"\n', "fitlens.toml:1: `exclude` is 'a', expected a list of patterns, such as [\"legacy/\"]"),
            ('extend = "none.toml"\n', "none.toml: no such file (which fitlens.toml extends)"),
            ('extend = "fitlens.toml"\n', "fitlens.toml: `extend` leads back to itself: fitlens.toml -> fitlens.toml"),
            ("select = [\n", "fitlens.toml:2: is not TOML: "),
        ],
    )  # fmt: skip
    def test_names_the_file_the_line_the_key_and_what_is_expected(
        self, write: Write, check: Check, text: str, says: str
    ) -> None:
        write({"fitlens.toml": text, "a.py": WRONG})
        with pytest.raises(SettingsError, match=f"^{re.escape(says)}"):
            check()

    def test_in_a_project_file_among_other_tools(self, write: Write, check: Check) -> None:
        write(
            {
                "pyproject.toml": """
                    [tool.other]
                    selct = 1
                    [tool.fitlens]
                    exclude = [
                        "a",
                    ]
                    selct = []
                    """,
                "a.py": WRONG,
            }
        )
        with pytest.raises(SettingsError, match=r"^pyproject.toml:8: unknown key `selct`; did you mean `select`\?$"):
            check()

    @pytest.mark.parametrize(
        ("config", "says"),
        [
            (("none.toml",), "--config none.toml: no such file; expected a file of settings, or KEY=VALUE"),
            (("ignore=SKL1",), "--config ignore=SKL1: is not TOML: "),
            (
                ("ignore=['unknown-hyper']",),
                "--config ignore=['unknown-hyper']: `ignore`: no rule 'unknown-hyper'; did you mean 'unknown-hyperparameter'?",
            ),
            (("ignroe=['SKL1']",), "--config ignroe=['SKL1']: unknown key `ignroe`; did you mean `ignore`?"),
            (("other.toml",), "--config other.toml: has no [tool.fitlens]"),
        ],
    )
    def test_on_the_command_line(self, write: Write, config: tuple[str, ...], says: str) -> None:
        write({"pyproject.toml": "[project]\n", "a.py": WRONG})
        with pytest.raises(SettingsError) as raised:
            Configuration(Given(tuple(each.replace("other.toml", "pyproject.toml") for each in config)))
        assert str(raised.value).replace("pyproject.toml", "other.toml").startswith(says)


def test_a_layer_has_every_option_and_every_option_is_explained() -> None:
    fields = set(Layer._fields) - {"source", "root", "target_line"}
    assert fields == {option.name.replace("-", "_") for option in OPTIONS}
    for option in OPTIONS:
        Configuration(Given((option.example,), isolated=True)) if option.name != "extend" else None


def test_the_schema_that_ships_is_the_one_that_the_options_make() -> None:
    shipped = files("fitlens.settings").joinpath("fitlens.schema.json").read_text(encoding="utf-8")
    assert json.loads(shipped) == schema(), "run `make schema`"


def test_the_schema_accepts_what_is_accepted_and_refuses_what_is_refused() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(schema())
    validator = jsonschema.Draft202012Validator(schema())
    for option in OPTIONS:
        validator.validate(tomllib.loads(option.example))
    for wrong in ("selct = []", 'select = ["E501"]', "target-version = 1.9", 'severity = { SKL101 = "off" }'):
        assert not validator.is_valid(tomllib.loads(wrong)), wrong


def test_codes_and_names_are_of_one_rule_each() -> None:
    names = [each for rule in every_rule() for each in (rule.code, rule.name)]
    assert len(names) == len(set(names))
