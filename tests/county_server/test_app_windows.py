"""The county's interface for windows: their news, their matters, their versions."""

import json
from dataclasses import replace
from pathlib import Path

from desk_app.county import answers
from desk_app.county_server.book import CountyBook
from desk_app.county_server.serve import EmbeddedCounty
from desk_app.domain.settling import Settling
from forms import calendar, library
from tests import versions
from tests.county.letters import accept
from tests.county_server.lines import Line, words
from tests.county_server.offices import Office
from tests.fakes import make_parts
from tests.opened import key_beside


def test_news_are_told_by_window_in_order_and_in_parts(line: Line, body: str) -> None:
    line.file()
    line.letter(body)
    county = Office(line.database, number=json.loads(body)["application"]["number"])
    steps = ("accept", "assess", "resume", "assess")
    for act in steps:
        county.say("cert_new", act)
    batch = answers.read_news(line.http.get("/v1/news?version=2&after=0&window=3").content)
    acts = [i.event.act for i in batch.items if i.event]
    assert acts == [*steps], "what the window brought itself is no news to it"
    rest = answers.read_news(line.http.get(f"/v1/news?version=2&after={batch.items[0].seq}").content)
    assert rest.items == batch.items[1:]
    assert answers.read_news(line.http.get("/v1/news?version=2&after=0&window=4").content).items == ()
    book = CountyBook(line.database, key=key_beside(line.database))
    assert book.news(0, limit=3).cursor == batch.items[2].seq
    book.close()


def test_an_older_window_is_told_in_its_own_words(line: Line, body: str) -> None:
    line.file()
    line.letter(body)
    row = json.loads(body)["application"]
    county = Office(line.database, number=row["number"])
    county.say(
        "cert_new", "correct", "照片不清楚", rows=({"material": "照片", "fault": "不清楚", "remedy": "重拍"},)
    )
    county.say("cert_new", "conclude", assessed="肢体3")
    told = line.http.get("/v1/news?after=0&window=3").json()
    assert [(n["application"], n["matter"], n["kind"]) for n in told["news"]] == [
        (row["id"], "cert_new", "correction"),
        (row["id"], "cert_new", "concluded"),
        (row["id"], "living_subsidy", "resumed"),
        (row["id"], "care_subsidy", "closed"),
    ]
    assert [n["text"] for n in told["news"]][:2] == ["照片不清楚", "已办结"]
    assert told["cursor"] == told["news"][-1]["seq"]
    assert line.http.get(f"/v1/news?after={told['cursor']}&window=3").json()["news"] == []


def test_of_two_windows_with_one_matter_the_first_wins(line: Line, body: str, tmp_path: Path) -> None:
    line.file()
    line.letter(body)
    parts = make_parts(tmp_path / "other desk")
    other = replace(parts, window=replace(parts.window, number="4"))
    second = accept(other)[1].body
    parts.store.close()
    refused = line.letter(second)
    assert refused.status_code == 422
    assert "“残疾人证新办”目前不符合:同一事项已经受理,正在办理" in words(refused)


def test_a_letter_is_judged_by_its_own_version_where_the_county_keeps_it(tmp_path: Path) -> None:
    # GIVEN a window that works with a newer version than the county's, which the county keeps as well
    folder = versions.write(tmp_path / "forms", "2026.12", versions.RENAMED)
    parts = make_parts(tmp_path / "desk", forms=folder)
    kept = library.in_force(library.Library(tmp_path / "packs"), folder)
    kept.keep()
    county = library.in_force(library.Library(tmp_path / "packs"))
    # WHEN its letter comes in
    database = tmp_path / "county.db"
    with EmbeddedCounty(database, county, key=key_beside(database)) as (url, token):
        line = Line(url, token, database)
        line.file()
        answer = answers.read_answer(line.letter(accept(parts)[1].body).content)
        line.http.close()
    parts.store.close()
    # THEN it is read by that version, and nothing needs to be said
    assert answer.remark == ""
    book = CountyBook(line.database, Settling(county, calendar.shipped()), key=key_beside(line.database))
    (case,) = book.cases()
    book.close()
    assert case.pack_digest == kept.current.digest != county.current.digest
    assert [m.title for m in case.matters][1] == "困难残疾人生活补助"
