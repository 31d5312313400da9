"""The two commands of the README: what they install, when they do so again, what they refuse."""

import os
import re
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from installer import children, lock, packages, running, stamp, steps

ROOT = Path(__file__).resolve().parent.parent
INSTALLER = ROOT / "installer"
LOCK = (ROOT / "requirements.lock").read_text("utf-8")

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs bash")


def child_environment(venv: Path, **changes: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return {**kept, "DESK_VENV": str(venv), "PYTHONUTF8": "1", **changes}


def run(*command: str | Path, env: dict[str, str], cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=env, cwd=cwd, capture_output=True, encoding="utf-8", check=False)


# --- the lock ---


def test_lock_names_no_host() -> None:
    assert "://" not in LOCK
    assert not re.search(r"^\s*-", LOCK.replace("    --hash=", ""), re.MULTILINE)


@pytest.mark.parametrize("part", lock.sections(LOCK))
def test_every_requirement_is_pinned_and_hashed(part: str) -> None:
    pins = lock.pins(lock.sections(LOCK)[part])
    assert pins
    for head, pin in pins.items():
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*( ; .+)?", head)
        hashes = pin.splitlines()[1:]
        assert hashes, head
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) for line in hashes), head


def test_lock_answers_every_dependency_of_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    parts = {name: lock.pins(text) for name, text in lock.sections(LOCK).items()}
    asked = {
        "runtime": [*project["build-system"]["requires"], *project["project"]["dependencies"]],
        **project["project"]["optional-dependencies"],
    }
    for part, wishes in asked.items():
        pinned = [Requirement(head) for name in ("runtime", part) for head in parts[name]]
        for wish in map(Requirement, wishes):
            versions = [
                str(pin.specifier).removeprefix("==")
                for pin in pinned
                if pin.name == wish.name.lower().replace("_", "-")
            ]
            assert any(wish.specifier.contains(version) for version in versions), (
                f"{wish}: make the lock anew"
            )


def test_runtime_has_no_test_tools() -> None:
    names = {head.split("==")[0] for head in lock.pins(lock.sections(LOCK)["runtime"])}
    assert {"setuptools", "pyside6-essentials", "reportlab"} <= names
    assert not {"pytest", "mypy", "ruff", "hypothesis", "onnxruntime"} & names


@pytest.mark.parametrize(
    ("machine", "glibc", "there"),
    [("x86_64", "2.28", True), ("x86_64", "2.27", False), ("aarch64", "2.31", True), ("AMD64", "", True),
     ("loongarch64", "2.28", False)],
)  # fmt: skip
def test_what_reads_cards_is_asked_for_where_its_wheels_run(machine: str, glibc: str, there: bool) -> None:
    assert lock.has_reading(machine, glibc) is there


def test_no_part_brings_a_second_qt() -> None:
    assert "opencv-python==" not in LOCK  # its Qt plugins would stand before ours


def qt_versions(text: str, python: str) -> set[str]:
    pinned = [Requirement(head) for head in lock.pins(text) if lock.is_qt(head)]
    here = {"python_full_version": python, "sys_platform": "linux"}
    return {str(pin.specifier) for pin in pinned if pin.marker is None or pin.marker.evaluate(here)}


def test_qt_that_aborts_on_python_3_11_is_for_later_ones() -> None:
    runtime = lock.sections(LOCK)["runtime"]
    assert all(version.startswith("==6.11.") for version in qt_versions(runtime, "3.11.2"))
    assert all(version > "==6.12" for version in qt_versions(runtime, "3.12.1"))


@pytest.mark.parametrize("python", ["3.11.2", "3.12.1", "3.13.0"])
@pytest.mark.parametrize(
    ("machine", "glibc", "qt"),
    [("x86_64", "2.28", "6.9.3"), ("x86_64", "2.9", "6.9.3"), ("aarch64", "2.36", "6.8.0.2")],
)
def test_old_glibc_gets_the_last_qt_that_runs_there(machine: str, glibc: str, qt: str, python: str) -> None:
    chosen = lock.requirements(LOCK, "runtime", machine, glibc)
    assert qt_versions(chosen, python) == {f"=={qt}"}
    assert "\nreportlab==" in chosen


@pytest.mark.parametrize(("machine", "glibc"), [("x86_64", "2.34"), ("aarch64", "2.39"), ("arm64", "")])
def test_newer_systems_get_the_lock_as_it_is(machine: str, glibc: str) -> None:
    runtime = lock.sections(LOCK)["runtime"]
    assert lock.pins(lock.requirements(LOCK, "runtime", machine, glibc)) == lock.pins(runtime)


# --- when it is done again ---


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    (tmp_path / "printing").mkdir()
    (tmp_path / "printing" / "font_files.py").write_text("# makes the fonts\n", "utf-8")
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    (tmp_path / "requirements.lock").write_text(LOCK, "utf-8")
    (tmp_path / ".venv").mkdir()
    return tmp_path


@pytest.fixture
def venv(clone: Path) -> Path:
    stamp.write_stamp(clone / ".venv", stamp.wanted(clone, clone / ".venv", "test"))
    return clone / ".venv"


def due(clone: Path, mode: str) -> list[str]:
    venv = clone / ".venv"
    return stamp.outdated(stamp.read_stamp(venv), stamp.wanted(clone, venv, mode))


def test_unchanged_clone_is_ready(clone: Path, venv: Path) -> None:
    assert steps.ready(clone, venv, "run")
    assert steps.ready(clone, venv, "test")


def test_new_clone_needs_everything_but_a_run_no_test_tools(clone: Path) -> None:
    assert due(clone, "run") == ["venv", "runtime", "reading", "project"]
    assert due(clone, "test") == ["venv", "runtime", "reading", "project", "test"]


def test_changed_lock_is_set_up_again_where_it_changed(clone: Path, venv: Path) -> None:
    lock = clone / "requirements.lock"
    lock.write_text(LOCK.replace("pytest==", "pytest==1!"), "utf-8")
    assert due(clone, "run") == []
    assert due(clone, "test") == ["test"]
    lock.write_text(LOCK.replace("\nreportlab==", "\nreportlab==1!"), "utf-8")
    assert due(clone, "run") == ["runtime"]


def test_what_reads_cards_can_be_left_out(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_READING", "no")
    assert due(clone, "run") == ["venv", "runtime", "project"]


def test_what_reads_cards_and_can_not_be_had_stops_nothing(
    clone: Path, venv: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # GIVEN a set-up that lacks it, and a pip that fails
    had = {part: value for part, value in stamp.read_stamp(venv).items() if part != "reading"}
    stamp.write_stamp(venv, had)
    monkeypatch.setattr(steps, "pip", lambda *_: [sys.executable, "-c", "raise SystemExit(1)"])
    # WHEN it is set up
    ((title, action),) = steps.plan(clone, venv, stamp.wanted(clone, venv, "run"))
    action()
    # THEN that is said, the rest is as ready as it was, and the next start tries again
    assert "没有也能用" in title
    assert "DESK_READING=no" in capsys.readouterr().out
    assert stamp.read_stamp(venv) == had
    assert due(clone, "run") == ["reading"]


def test_changed_pyproject_is_registered_again(clone: Path, venv: Path) -> None:
    with (clone / "pyproject.toml").open("a", encoding="utf-8") as text:
        text.write("# changed\n")
    assert due(clone, "run") == ["project"]


def test_moved_clone_is_made_anew(clone: Path, venv: Path, tmp_path: Path) -> None:
    moved = stamp.wanted(clone, tmp_path / "elsewhere", "run")
    assert stamp.outdated(stamp.read_stamp(venv), moved) == ["venv", "runtime", "reading", "project"]


def test_broken_off_change_makes_all_anew(clone: Path, venv: Path) -> None:
    with pytest.raises(KeyboardInterrupt), stamp.changing(venv, "runtime", "new"):
        raise KeyboardInterrupt
    assert due(clone, "run") == ["venv", "runtime", "reading", "project"]


def test_finished_change_is_kept(clone: Path, venv: Path) -> None:
    before = stamp.read_stamp(venv)
    with stamp.changing(venv, "runtime", "new"):
        assert stamp.read_stamp(venv) == {}
    assert stamp.read_stamp(venv) == {**before, "runtime": "new"}


@pytest.mark.parametrize("text", ["", "{", "[1]", '"x"'])
def test_spoilt_stamp_counts_as_none(clone: Path, venv: Path, text: str) -> None:
    (venv / stamp.STAMP_NAME).write_text(text, "utf-8")
    assert due(clone, "run") == ["venv", "runtime", "reading", "project"]


# --- whose directory it is, and one at a time ---


def test_a_strange_directory_is_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("not ours", "utf-8")
    with pytest.raises(children.SetUpError, match="DESK_VENV"):
        stamp.claim(tmp_path)
    assert letter.read_text("utf-8") == "not ours"


@posix_only
def test_half_made_venv_is_made_from_nothing(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    with stamp.guarded(venv):
        (venv / "lib").mkdir()
        (venv / "lib" / "half.py").write_text("broken", "utf-8")
        (venv / "lib64").symlink_to("lib")
        steps.make_venv(venv, venv / "desk-setup.log")
    assert not (venv / "lib" / "half.py").exists()
    assert run(steps.venv_program(venv, "python"), "-c", "import pip", env=dict(os.environ)).returncode == 0


HOLDER = """
import sys, time
from pathlib import Path
from installer import stamp
with stamp.guarded(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@posix_only
def test_second_set_up_waits_until_the_first_ends(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(venv)], cwd=ROOT, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"held\n"
        handle = os.open(venv / stamp.GUARD_NAME, os.O_RDWR)
        try:
            assert not stamp.try_guard(handle)
            first.send_signal(signal.SIGKILL)
            first.wait()
            assert stamp.try_guard(handle)
        finally:
            os.close(handle)


# --- system libraries ---


def test_every_library_is_asked_of_the_system() -> None:
    assert not packages.opens("libno-such-library.so.1")
    assert len(set(packages.LIBRARIES.values())) == len(packages.LIBRARIES)


@posix_only
def test_without_rights_the_one_line_is_told(tmp_path: Path) -> None:
    (tmp_path / "apt-get").symlink_to("/bin/true")
    with pytest.raises(children.SetUpError) as told:
        packages.install_packages(["libegl1", "libgl1"], tmp_path / "log", uid=1000, path=str(tmp_path))
    last = str(told.value).splitlines()[-1]
    assert last == "apt-get update && apt-get install -y --no-install-recommends libegl1 libgl1"


@posix_only
def test_sudo_that_asks_for_a_password_is_no_right(tmp_path: Path) -> None:
    (tmp_path / "sudo").symlink_to("/bin/false")
    assert packages.apt_prefix(1000, str(tmp_path)) is None
    assert packages.apt_prefix(0, str(tmp_path)) == []


@posix_only
def test_sudo_without_password_is_used(tmp_path: Path) -> None:
    (tmp_path / "sudo").symlink_to("/bin/true")
    assert packages.apt_prefix(1000, str(tmp_path)) == [str(tmp_path / "sudo"), "-n"]


def test_other_systems_are_told_and_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packages.install_packages(["libegl1"], tmp_path / "log", uid=1000, path=str(tmp_path))
    assert "libegl1" in capsys.readouterr().out


@posix_only
def test_fonts_that_are_there_are_not_asked_for(tmp_path: Path) -> None:
    name, package = next(iter(packages.FONTS.items()))
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).touch()
    asked = packages.missing_fonts(tmp_path)
    if sys.platform.startswith("linux"):
        assert set(asked) == set(packages.FONTS.values()) - {package}


@posix_only
@pytest.mark.parametrize("apt", ["/bin/true", "/bin/false", None])
def test_fonts_that_can_not_be_had_are_told_and_stop_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], apt: str | None
) -> None:
    (tmp_path / "env").symlink_to("/usr/bin/env")
    if apt:
        (tmp_path / "apt-get").symlink_to(apt)
    packages.add_fonts(["fonts-a", "fonts-b"], tmp_path / "log", uid=1000, path=str(tmp_path))
    told = capsys.readouterr().out
    assert told.count("没有装上") == 2
    assert "apt-get install -y --no-install-recommends fonts-b" in told


@posix_only
def test_a_font_package_that_fails_does_not_keep_others_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    apt = tmp_path / "apt-get"
    apt.write_text('#!/bin/sh\ncase "$*" in *fonts-a*) exit 1;; esac\n', "utf-8")
    apt.chmod(0o755)
    packages.add_fonts(["fonts-a", "fonts-b"], tmp_path / "log", uid=0, path=str(tmp_path))
    told = capsys.readouterr().out
    assert "fonts-a 没有装上" in told
    assert "fonts-b 没有装上" not in told


@posix_only
def test_a_service_is_for_the_tests_alone(
    clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = {str(tmp_path / "pyproject.toml"): "there", str(tmp_path / "nowhere"): "cups"}
    monkeypatch.setattr(packages, "TEST_SERVICES", here)
    monkeypatch.setattr(sys, "platform", "linux")
    assert packages.missing_test_services() == ["cups"]
    stale = dict.fromkeys(("venv", "runtime", "reading", "project", "test"), "old")
    for want, asked in ((stale, 1), ({k: v for k, v in stale.items() if k != "test"}, 0)):
        titles = [title for title, _ in steps.plan(clone, clone / ".venv", want)]
        assert sum("读屏服务" in title for title in titles) == asked


@posix_only
@pytest.mark.parametrize("apt", ["/bin/true", "/bin/false", None])
def test_a_service_that_can_not_be_had_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], apt: str | None
) -> None:
    (tmp_path / "env").symlink_to("/usr/bin/env")
    if apt:
        (tmp_path / "apt-get").symlink_to(apt)
    packages.add_test_services(["cups"], tmp_path / "log", uid=1000, path=str(tmp_path))
    told = capsys.readouterr().out
    assert "真实打印和读屏的测试会跳过" in told
    assert "apt-get install -y --no-install-recommends cups" in told


# --- the steps' own words ---


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "  Downloading pyside6_addons-6.11.3-cp310-abi3-manylinux_2_34_x86_64.whl (167.2 MB)\n",
            "pyside6_addons（167 MB）",
        ),
        (
            "  Using cached pyside6_essentials-6.11.3-cp310-abi3.whl (80.1 MB)\n",
            "pyside6_essentials（80 MB）",
        ),
        ("  Downloading segno-1.6.6-py3-none-any.whl (76 kB)\n", ""),
        ("  Downloading pillow-13.0.0-cp311.whl (6.6 MB)\n", ""),
        ("Saved ./wheels/segno-1.6.6-py3-none-any.whl\n", ""),
    ],
)
def test_only_big_files_are_named(line: str, told: str) -> None:
    assert children.big_file(line) == told


def test_a_failed_step_shows_its_last_lines_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "-c", "print('no space left'); raise SystemExit(3)"]
    with pytest.raises(children.SetUpError, match="检查磁盘"):
        children.run_logged(command, tmp_path / "log", "请检查磁盘。")
    assert "no space left" in capsys.readouterr().out
    assert "no space left" in (tmp_path / "log").read_text("utf-8")


def test_misleading_settings_do_not_reach_pip() -> None:
    env = children.clean_environment(
        {"PIP_USER": "1", "PYTHONPATH": "/x", "HTTPS_PROXY": "p", "PIP_INDEX_URL": "i"}
    )
    assert env == {"HTTPS_PROXY": "p", "PIP_INDEX_URL": "i"}


# --- the start ---


@pytest.mark.parametrize(
    ("env", "platform", "shown"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_where_a_window_can_be_shown(env: dict[str, str], platform: str, shown: bool) -> None:
    assert running.has_display(env, platform) is shown


@posix_only
@pytest.mark.parametrize(
    "script", sorted([*INSTALLER.glob("*.sh"), ROOT / ".ci" / "run"]), ids=lambda path: path.name
)
def test_shell_scripts_parse(script: Path) -> None:
    assert run("bash", "-n", script, env=dict(os.environ)).stderr == ""


@pytest.mark.parametrize("script", sorted(INSTALLER.glob("*.ps1")), ids=lambda path: path.name)
def test_powershell_5_reads_the_chinese_text(script: Path) -> None:
    assert script.read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A venv stamped as ready, whose desk-app prints its arguments and exits with 7."""
    venv = tmp_path / "made"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    program = venv / "bin" / "desk-app"
    program.write_text('#!/bin/sh\nprintf "<%s>" "$@"\nexit 7\n', "utf-8")
    program.chmod(0o755)
    stamp.write_stamp(venv, stamp.wanted(ROOT, venv, "run"))
    return venv


@posix_only
def test_second_start_hands_arguments_and_exit_code_through(made: Path, tmp_path: Path) -> None:
    done = run("bash", INSTALLER / "run.sh", "forms", "a b", env=child_environment(made), cwd=tmp_path)
    assert (done.stdout, done.stderr, done.returncode) == ("<forms><a b>", "", 7)


@posix_only
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS always has a display")
def test_without_display_the_walkthrough_runs_and_says_so(made: Path) -> None:
    told, started = run("bash", INSTALLER / "run.sh", env=child_environment(made)).stdout.splitlines()
    assert "没有检测到图形显示" in told
    assert started == "<walkthrough><--out><out>"


@posix_only
def test_with_display_the_window_opens(made: Path) -> None:
    done = run("bash", INSTALLER / "run.sh", env=child_environment(made, DISPLAY=":0"))
    assert done.stdout == "<>"


def test_pytest_gets_its_arguments_and_gives_its_exit_code() -> None:
    env = child_environment(Path(sys.prefix))
    command = (sys.executable, INSTALLER / "prepare.py", "go", "test")
    assert "pytest" in run(*command, "--version", env=env).stdout
    assert run(*command, "tests/no_such_test.py", env=env).returncode == pytest.ExitCode.USAGE_ERROR


@pytest.mark.parametrize(
    ("args", "given"),
    [
        ((), running.WORKERS),
        (("-m", "not story"), running.WORKERS),
        (("tests/unit",), running.WORKERS),
        (("-n", "0"), ()),
        (("-n4",), ()),
        (("-k", "x", "--pdb"), ()),
        (("tests/test_installer.py",), ()),
        (("tests/test_installer.py::test_lock_names_no_host", "-x"), ()),
    ],
)
def test_the_whole_suite_has_two_workers_and_the_caller_the_last_word(
    args: tuple[str, ...], given: tuple[str, ...]
) -> None:
    assert running.workers(args) == given


def test_checks_run_beside_the_last_tests_and_are_told_whole_after_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """In a folder with programs of those names: Python takes what lies where it is started."""
    for name, code in (("ruff", 0), ("mypy", 1), ("pytest", 0)):
        text = f"import sys\nprint('{name}', *sys.argv[1:], flush=True)\nsys.exit({code})\n"
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert running.run_all(sys.executable) == ["mypy", "mypy installer"]
    lines = capfd.readouterr().out.splitlines()
    assert [line.split()[2] for line in lines if line.startswith("== pytest")] == [*running.PARTS, "tests"]
    assert [line.split()[2] for line in lines if line.startswith("pytest -n")] == ["2"] * 4
    checks = lines[lines.index("== ruff check") :]
    assert lines.index("== ruff check") > lines.index("== pytest tests")
    assert checks[:4] == ["== ruff check", "ruff check", "== ruff format", "ruff format --check"]
    assert checks[4:] == ["== mypy", "mypy", "== mypy installer", "mypy -p installer"]


def test_an_unknown_verb_is_answered_in_one_sentence(tmp_path: Path) -> None:
    done = run(sys.executable, INSTALLER / "prepare.py", "dance", env=child_environment(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("用法：")
