"""What an author types: check, preview, new, schema; and the schema that editors use."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from plbot.cli.content import app
from plbot.content import find_content, load
from plbot.content.schema import schema_text, standard_schema

EXAMPLES = str(Path(__file__).parent / "examples")


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words), env={"COLUMNS": "100"})
    return result.exit_code, result.output


def test_check_says_how_much_was_drawn_and_exits_0_when_all_is_well() -> None:
    code, output = run("check", EXAMPLES)
    assert code == 0
    assert "2 standards, 12 items," in output
    assert "0 faults" in output


def test_check_exits_1_on_faults_and_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "standards").mkdir()
    (tmp_path / "standards/A.yaml").write_text("code: A\ntitle: T\n")
    code, output = run("check", "--content", str(tmp_path))
    assert code == 1
    assert "standards/A.yaml:1:1: 'i_can' is missing" in output


def test_check_as_json_is_for_programs(tmp_path: Path) -> None:
    (tmp_path / "standards").mkdir()
    (tmp_path / "standards/A.yaml").write_text("code: A\ntitle: T\n")
    result = CliRunner().invoke(app, ["check", "--json", str(tmp_path)])
    found = json.loads(result.stdout)
    assert found["faults"] == [{"file": "standards/A.yaml", "line": 1, "column": 1, "what": "'i_can' is missing"}]


def test_a_folder_without_content_is_told_in_one_line(tmp_path: Path) -> None:
    code, output = run("check", str(tmp_path / "nowhere"))
    assert code == 1
    assert "holds no folder 'standards'" in output
    assert "Traceback" not in output


def test_preview_shows_a_standard_as_a_student_sees_it_and_the_answers_for_its_author() -> None:
    code, output = run("preview", "4.nf.1", "--content", EXAMPLES)
    assert code == 0
    for shown in ("Equivalent fractions", "I can make equal fractions", "Why: Halving", "see: Fraction walls",
                  "Hint 1:", "Answer:", "(added-same):", "Worked:", "point(s)", "5 questions", "4 right"):  # fmt: skip
        assert shown in output, shown
    assert "{{" not in output
    assert "\\frac" not in output
    assert "**" not in output


def test_preview_of_one_item_shows_only_that_one_and_other_numbers_on_request() -> None:
    first = run("preview", "MS-LS1-6", "--item", "bubble-rate", "--content", EXAMPLES)[1]
    second = run("preview", "MS-LS1-6", "--item", "bubble-rate", "--draw", "1", "--content", EXAMPLES)[1]
    assert "Pondweed" in first
    assert "path of the matter" not in first
    assert first != second


def test_preview_of_what_is_not_there_says_what_is() -> None:
    assert run("preview", "9.X", "--content", EXAMPLES) == (
        1,
        "There is no standard 9.X here. There are: 4.NF.A.1, MS-LS1-6\n",
    )
    code, output = run("preview", "4.NF.1", "--item", "nope", "--content", EXAMPLES)
    assert code == 1
    assert "There are: fill-top, simplest" in output


def test_a_new_standard_passes_the_check_and_is_never_written_over(tmp_path: Path) -> None:
    words = ("new", "4.NF.B.3.a", "--title", 'Sums: "a" #1', "--content", str(tmp_path))
    assert run(*words)[0] == 0
    file = tmp_path / "standards/ccss-math/4.NF.B.3.a.yaml"
    before = file.read_text()
    code, output = run(*words)
    assert code == 1
    assert "already there" in output
    assert file.read_text() == before
    assert load(tmp_path).standards["4.NF.B.3.a"].title == 'Sums: "a" #1'
    assert run("check", str(tmp_path))[1].endswith("0 faults, 0 warnings\n")


def test_a_new_standard_stays_in_its_folder(tmp_path: Path) -> None:
    for code in ("../../x", "a/b", "", "A.es", "-x"):
        assert run("new", "--title", "T", "--content", str(tmp_path / "c"), "--", code)[0] == 1
    assert not (tmp_path / "c").exists()


def test_the_schema_in_the_content_folder_is_up_to_date() -> None:
    """Write it anew with: plbot content schema --to content/standard.schema.json"""
    assert (find_content() / "standard.schema.json").read_text() == schema_text()
    assert run("schema")[1] == schema_text()


def every_part(value: Any) -> list[dict[str, Any]]:
    """All mappings within a schema."""
    if isinstance(value, list):
        return [found for inner in value for found in every_part(inner)]
    if isinstance(value, dict):
        return [value, *(found for inner in value.values() for found in every_part(inner))]
    return []


def test_the_schema_is_draft_7_and_every_reference_in_it_leads_somewhere() -> None:
    schema = standard_schema()
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    for part in every_part(schema):
        assert not {"$defs", "discriminator", "prefixItems", "ge", "le"} & set(part)
        if "$ref" in part:
            assert str(part["$ref"]).removeprefix("#/definitions/") in schema["definitions"]


def test_the_schema_knows_every_kind_of_item() -> None:
    kinds = {part["const"] for part in every_part(standard_schema()) if "const" in part}
    assert kinds == {"number", "ratio", "expression", "fraction", "choice", "choices", "text", "order", "match", "open"}
