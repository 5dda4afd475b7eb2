"""`first_party`: modules to files and back."""

from earnest.config import Settings
from earnest.project import discover, first_party


def test_modules_and_files_lead_to_each_other(tree):
    """Both directions hold the same pairs.

    REAL BUG THIS CATCHES: a package's `__init__.py` is called `gauge.__init__`, so nothing finds it.
    """
    ours = first_party(discover(tree("layout_inside"), Settings()))
    assert ours.file_of["gauge"] == "gauge/__init__.py"
    assert {file: module for module, file in ours.file_of.items()} == ours.module_of


def test_a_namespace_package_is_owned_and_a_test_is_not(tree):
    """`acme` has no file of its own.

    REAL BUG THIS CATCHES: a patch of `acme.mail.address` counts as one of somebody else's code.
    """
    ours = first_party(discover(tree("layout_namespace"), Settings()))
    owned = [name for name in ("acme", "acme.mail", "acme.billing", "acm", "mail", "test_invoice") if ours.owns(name)]
    assert owned == ["acme", "acme.mail", "acme.billing"]


def test_file_names_of_code_objects_lead_to_paths(tree):
    """Absolute, relative to the root, through a link; and those of other people's code to none.

    REAL BUG THIS CATCHES: lines recorded under an absolute name are lost, and every change is "not run".
    """
    root = tree("layout_inside")
    ours = first_party(discover(root, Settings()))
    link = root.parent / "link"
    link.symlink_to(root)
    names = [str(root / "gauge/scale.py"), "gauge/scale.py", str(link / "gauge" / "scale.py")]
    assert [ours.path_of(name) for name in names] == ["gauge/scale.py"] * 3
    others = ["<string>", str(root / "gauge/tests/test_scale.py"), "../gauge/scale.py"]
    assert [ours.path_of(name) for name in others] == [None] * 3


def test_of_two_modules_of_one_name_the_first_on_the_path_is_meant(tmp_path):
    """As Python itself would import it.

    REAL BUG THIS CATCHES: changes go to the file that is never imported.
    """
    for root in ("second", "first"):
        (tmp_path / root).mkdir()
        (tmp_path / root / "shared.py").touch()
    (tmp_path / "pytest.ini").write_text("[pytest]\npythonpath = second first\n")
    project = discover(tmp_path, Settings())
    assert [path.name for path in project.import_roots] == ["second", "first"]
    assert first_party(project).file_of == {"shared": "second/shared.py"}
