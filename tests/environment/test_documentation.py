"""Reading one name's documentation out of a source file. The texts here are ours, in scikit-learn's form."""

import os
import time
from pathlib import Path

import pytest

from fitlens.catalog.model import ClassEntry
from fitlens.catalog.store import open_catalog
from fitlens.environment.documentation import DocumentationReader
from fitlens.environment.installed import find_scikit_learn

SOURCE = '''"""A module."""

class Base:
    """Not this one."""

class Model(
    Base
):
    r"""Model of nothing.

    Parameters
    ----------
    depth : int or None, \\
            default=None
        How far to go, see :class:`~sklearn.tree.Tree` and :ref:`the guide <guide>`. For
        more, see :ref:`sphx_glr_auto_examples_plot.py`.

        A second paragraph.

    loss : {"a", "b"}
        Which loss:

        - ``a``: the one
          that is first;
        - `b`: the other [1]_.

        .. versionadded:: 0.1

    Attributes
    ----------
    coef_, intercept_ : ndarray of shape (n_features,)
        The two.

    See Also
    --------
    Other : Not an item.
    """
'''


@pytest.fixture
def read(tmp_path: Path):
    (tmp_path / "sklearn").mkdir()
    (tmp_path / "sklearn" / "model.py").write_text(SOURCE)
    reader = DocumentationReader(str(tmp_path))
    entry = ClassEntry("sklearn.model.Model", "estimator", "sklearn.model", "sklearn/model.py", 6)
    return lambda name: reader(entry, name)


def test_the_first_paragraph_as_markdown(read):
    assert read("depth").text == "How far to go, see `Tree` and the guide."
    assert read("depth").holds.startswith("int or None")


def test_a_paragraph_that_announces_a_list_brings_it(read):
    assert read("loss").text == "Which loss:\n\n- `a`: the one that is first;\n- `b`: the other."


def test_names_that_share_an_item(read):
    assert read("intercept_") == read("coef_")
    assert read("coef_").holds == "ndarray of shape (n_features,)"


def test_what_is_no_item_of_the_two_sections_is_not_documented(read):
    assert read("Other") is None
    assert read("nothing") is None


def test_a_changed_file_is_read_again(read, tmp_path: Path):
    assert read("coef_").text == "The two."
    file = tmp_path / "sklearn" / "model.py"
    file.write_text(SOURCE.replace("The two.", "Both."))
    os.utime(file, (1, 1))
    assert read("coef_").text == "Both."


def test_nothing_installed_nothing_read(tmp_path: Path):
    entry = ClassEntry("sklearn.model.Model", "estimator", "sklearn.model", "sklearn/model.py", 6)
    assert DocumentationReader(None)(entry, "depth") is None
    assert DocumentationReader(str(tmp_path))(entry, "depth") is None


def test_nearly_all_of_the_installed_scikit_learn_is_read_and_within_milliseconds():
    installation = find_scikit_learn()
    assert installation is not None
    reader = DocumentationReader(installation.directory)
    missing: list[str] = []
    asked = 0
    estimators = list(open_catalog("1.9").classes("estimator"))
    begin = time.process_time()
    for entry in estimators:
        names = [parameter.name for parameter in entry.parameters]
        names += [parameter.name for parameter in entry.learned if parameter.documented]
        for name in names:
            asked += 1
            if reader(entry, name) is None:
                missing.append(f"{entry.path}.{name}")
    each = (time.process_time() - begin) / len(estimators)
    assert asked > 2000
    assert len(missing) < asked / 100, missing
    assert each < 0.1
