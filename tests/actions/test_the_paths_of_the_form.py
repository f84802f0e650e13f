"""`rasa test core` over tests/stories: which action follows which, by the rules alone. Trains its own model."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RULES_ONLY = """
recipe: default.v1
assistant_id: stories
language: en
pipeline: []
policies:
- name: RulePolicy
  core_fallback_threshold: 0.3
  core_fallback_action_name: action_default_fallback
  enable_fallback_prediction: true
  restrict_rules: true
  check_for_contradictions: true
"""


def rasa(*arguments: str) -> None:
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "rasa", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]


def test_the_rules_do_not_contradict_each_other_and_every_story_holds(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text(RULES_ONLY, encoding="utf-8")
    model = ["--out", str(tmp_path), "--fixed-model-name", "stories"]
    rasa("train", "core", "-d", "domain.yml", "-c", str(config), "-s", "data/rules.yml", *model)
    results = tmp_path / "results"
    rasa(
        "test", "core", "-m", str(tmp_path / "stories.tar.gz"), "-s", "tests/stories", "--fail-on-prediction-errors",
        "--out", str(results), "--no-plot",
    )  # fmt: skip
    assert "all good" in (results / "failed_test_stories.yml").read_text(encoding="utf-8")
