"""Wheel, sdist and checkout carry the same grammar, rules and workbooks, and nothing stale."""

import subprocess
import sys
import tarfile
import tomllib
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

import pytest

import cchc_rules
from cchc_rules import bundled

ROOT = Path(__file__).parents[2]
FOLDERS = ("grammar", "rules", "workbook")
IN_WHEEL = "cchc_rules/_bundled/"

needs_checkout = pytest.mark.skipif(
    not (ROOT / "cchc_rules").is_dir(),
    reason="the installed package is under test: there is no checkout to build from",
)


def build(project: Path, target: str, into: Path) -> Path:
    """The `wheel` or `sdist` built from the project, without a network."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    return next(into.glob("*.whl" if target == "wheel" else "*.tar.gz"))


def wheel_files(wheel: Path) -> dict[str, bytes]:
    with ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sdist_files(sdist: Path) -> dict[str, bytes]:
    with tarfile.open(sdist) as archive:
        members = {m.name.partition("/")[2]: archive.extractfile(m) for m in archive if m.isfile()}
        return {name: member.read() for name, member in members.items() if member}


def write(files: dict[str, bytes], into: Path) -> Path:
    for name, data in files.items():
        path = into / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return into


def beneath(files: dict[str, bytes], prefix: str) -> dict[str, bytes]:
    """The files of the three folders, which stand under the prefix."""
    starts = tuple(f"{prefix}{name}/" for name in FOLDERS)
    return {
        name.removeprefix(prefix): data for name, data in files.items() if name.startswith(starts)
    }


def on_disk() -> dict[str, bytes]:
    paths = (path for name in FOLDERS for path in (ROOT / name).rglob("*") if path.is_file())
    return {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in paths
        if not path.name.startswith(("~$", ".~lock"))
    }


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "sdist", tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


@needs_checkout
def test_sdist_and_wheel_carry_the_folders(sdist: Path, wheel: Path) -> None:
    expected = on_disk()
    assert {name.partition("/")[0] for name in expected} >= {"grammar", "rules"}
    assert beneath(sdist_files(sdist), "") == expected
    assert beneath(wheel_files(wheel), IN_WHEEL) == expected


@needs_checkout
def test_wheel_from_sdist_is_the_wheel(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    project = write(sdist_files(sdist), tmp_path / "project")
    assert build(project, "wheel", tmp_path / "dist").read_bytes() == wheel.read_bytes()


@needs_checkout
def test_deleted_file_does_not_linger(sdist: Path, tmp_path: Path) -> None:
    project, dist = write(sdist_files(sdist), tmp_path / "project"), tmp_path / "dist"
    stale = project / "rules" / "stale.cchc"
    stale.write_text("", encoding="utf-8")
    assert f"{IN_WHEEL}rules/stale.cchc" in wheel_files(build(project, "wheel", dist))
    stale.unlink()
    assert f"{IN_WHEEL}rules/stale.cchc" not in wheel_files(build(project, "wheel", dist))


@needs_checkout
def test_wheel_holds_only_the_package(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in wheel_files(wheel)}
    assert tops == {"cchc_rules", f"cchc_rules-{cchc_rules.__version__}.dist-info"}


@needs_checkout
@pytest.mark.parametrize("name", FOLDERS)
def test_folder_in_wheel(wheel: Path, tmp_path: Path, name: str) -> None:
    site = write(wheel_files(wheel), tmp_path / "site")
    code = f"from cchc_rules import bundled; print(ascii(str(bundled.folder({name!r}))))"
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=site, check=True, capture_output=True, text=True
    )
    assert shown.stdout.strip() == ascii(str(site / IN_WHEEL / name))


@needs_checkout
def test_lock_names_only_the_public_index() -> None:
    packages = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    sources = [package["source"] for package in packages if package["name"] != "cchc-rules"]
    assert [source for source in sources if source != {"registry": "https://pypi.org/simple"}] == []
    files = [file for package in packages for file in package.get("wheels", [])]
    files += [package["sdist"] for package in packages if "sdist" in package]
    hosts = {file["url"].partition("/packages/")[0] for file in files}
    assert hosts == {"https://files.pythonhosted.org"}


def test_versions_agree() -> None:
    assert version("cchc-rules") == cchc_rules.__version__


def test_folder_of_this_installation() -> None:
    home = Path(cchc_rules.__file__).parent.resolve()
    expected = home.parent if home == ROOT.resolve() / "cchc_rules" else home / "_bundled"
    folders = [bundled.folder(name).resolve() for name in FOLDERS]
    assert folders == [expected / name for name in FOLDERS]
    assert (bundled.folder("grammar") / "cchc.lark").is_file()
    assert any(bundled.folder("rules").rglob("*.cchc"))
