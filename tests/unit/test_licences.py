"""Every part of the program is listed with its licence, and goes into a bill of materials."""

import json
import sys
from pathlib import Path

import pytest

from desk_app import __version__, release
from desk_app.__main__ import main
from desk_app.commands.licences import bill, components


def test_what_the_program_is_made_of_is_listed_with_its_licence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["licences"]) == 0
    told = capsys.readouterr().out
    for name in ("PySide6_Essentials", "SQLAlchemy", "reportlab", "cryptography"):
        assert any(line.startswith(f"{name} ") for line in told.splitlines()), name
    assert "SQLAlchemy" in told
    assert "MIT" in told
    needed = {
        "PySide6_Essentials",
        "SQLAlchemy",
        "httpx",
        "pillow",
        "segno",
        "uvicorn",
        "keyring",
        "fonttools",
    }
    assert not [each for each in components() if each.name in needed and not each.licence]


def test_a_licence_is_printed_whole_and_an_unknown_part_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["licences", "sqlalchemy"]) == 0
    assert "Permission is hereby granted" in capsys.readouterr().out
    assert main(["licences", "没有的"]) == 1
    assert "程序里没有" in capsys.readouterr().err


def test_the_bill_of_materials_is_cyclonedx(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bom.json"
    assert main(["licences", "--bom", str(path)]) == 0
    written = json.loads(path.read_text("utf-8"))
    assert (written["bomFormat"], written["specVersion"]) == ("CycloneDX", "1.5")
    assert written["metadata"]["component"]["version"] == release.name()
    purls = [each["purl"] for each in written["components"]]
    assert len(purls) == len(set(purls))
    assert any(purl.startswith("pkg:pypi/sqlalchemy@") for purl in purls)
    assert str(path) in capsys.readouterr().out


def test_parts_of_a_packaged_copy_are_listed_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = {"name": "OpenSSL", "version": "3.0.20-1", "licence": "Apache-2.0", "from": "Debian openssl"}
    (tmp_path / "parts.json").write_text(json.dumps([part]), "utf-8")
    (tmp_path / "licences").mkdir()
    (tmp_path / "licences" / "OpenSSL.txt").write_text("Apache License", "utf-8")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    (found,) = (each for each in components() if each.name == "OpenSSL")
    assert (found.version, found.licence, len(found.texts)) == ("3.0.20-1", "Apache-2.0", 1)
    assert "pkg:generic/openssl@3.0.20-1" in [each["purl"] for each in bill(components())["components"]]


def test_a_packaged_copy_names_its_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release.name.cache_clear()
    try:
        assert not release.of_package()
        assert release.name() == __version__
        release.name.cache_clear()
        (tmp_path / "share" / "desk-app").mkdir(parents=True)
        (tmp_path / "share" / "desk-app" / "release").write_text("0.1.0+202611280000\n", "ascii")
        monkeypatch.setattr(sys, "prefix", str(tmp_path))
        assert release.of_package() == "0.1.0+202611280000"
        assert release.name() == "0.1.0+202611280000"
    finally:
        release.name.cache_clear()
