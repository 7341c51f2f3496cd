"""Which files are parsed at all: those that lead to scikit-learn, by whatever way."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fitlens.check.reach import Reach
from fitlens.source.document import read_document
from fitlens.source.import_lines import Written, imports_in
from fitlens.source.modules import ModulesOnDisk

MODEL = "from sklearn.svm import SVC\n\nmodel = SVC()\n"


def no_package(_: str) -> bool:
    return False


def reaches(root: Path, name: str, builds_on: Callable[[str], bool] = no_package) -> bool:
    modules = ModulesOnDisk([str(root)], lambda: None)
    return Reach(modules, builds_on).reaches(read_document(str(root / name)))


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "import models\n",
        "import os, models as m\n",
        "if True: import os; import models\n",
        "import os, \\\n    models\n",
        "from models import (\n    model,\n)\n",
        "from \\\n  models import *\n",
        "def late():\n\tfrom.models import model\n",
        "from . import models\n",
        "import ｍodels\n",
        "import package\n\npackage.deep.far.model\n",
        "import package.deep.far\n",
        "from package.deep import far\n",
        "from package.every import *\n",
        "from between import anything\n",
        "import circle\n",
    ],
)
def test_a_file_leads_to_scikit_learn_through_modules_of_the_project(tmp_path: Path, text: str) -> None:
    write(
        tmp_path,
        {
            "models.py": MODEL,
            "package/__init__.py": "",
            "package/deep/__init__.py": "",
            "package/deep/far.py": MODEL,
            "package/every/__init__.py": '__all__ = ["inner"]\n',
            "package/every/inner.py": MODEL,
            "between.py": "import os\n\n\ndef made():\n    import models\n\n    return models.model\n",
            "circle.py": "import circle_back\n",
            "circle_back.py": "import circle\nimport between\n",
            "program.py": text,
            "plain.py": "import os\nimport other\n\n'import models'\n",
            "other.py": "import plain\n# from models import model\n",
        },
    )
    assert reaches(tmp_path, "program.py")
    assert not reaches(tmp_path, "plain.py")


def test_a_file_leads_to_scikit_learn_through_packages_that_build_on_it(tmp_path: Path) -> None:
    write(tmp_path, {"program.py": "from imblearn.over_sampling import SMOTE\nimport numpy as np\n"})
    assert reaches(tmp_path, "program.py", lambda package: package == "imblearn")
    assert not reaches(tmp_path, "program.py")


def test_what_a_file_says_to_fitlens_is_read(tmp_path: Path) -> None:
    for comment in ("x = 1  # fitlens: ignore[SKL101]\n", "x = 1  # noqa: SKL101\n"):
        write(tmp_path, {"program.py": comment})
        assert reaches(tmp_path, "program.py")


def test_imports_are_told_from_lines() -> None:
    text = "from ..a . b import c, d\nimport e.f as g, h\nfrom . import i\nx = 'we import nothing'\n"
    assert list(imports_in(text)) == [
        Written("a.b", 2, whole=False),
        Written("e.f", 0, whole=True),
        Written("h", 0, whole=True),
        Written("", 1, whole=False),
    ]
