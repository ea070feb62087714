"""Rule sets and rounds whose tổng điểm is 0: nobody is scored, and nothing is divided by it."""

import json
from pathlib import Path

import pytest

from cchc_rules.engine.scoring import Task, score
from cchc_rules.evaluation.results import UnitStatus
from cchc_rules.facts import Round

HEAD = """BỘ CHỈ SỐ KHONG "Tổng điểm 0"
  năm: 2026
  đối tượng: xã
  tổng điểm: {total}
  {rebase}
  xếp loại
    "Tốt": từ 80%
    "Yếu": dưới 80%
"""
BONUS = """ĐIỂM CỘNG 2 "Điểm cộng": 5 điểm
TIÊU CHÍ 2.1 "Sáng kiến": 5 điểm
  SỐ LIỆU sáng_kiến: số đếm "Số sáng kiến"
  chấm 1 điểm mỗi sáng_kiến, không quá 5 điểm
"""
PLAIN = """LĨNH VỰC 1 "Không điểm": 0 điểm
TIÊU CHÍ 1.1 "Có làm": 0 điểm
  SỐ LIỆU có_làm: có/không "Có làm"
  chấm điểm tối đa nếu có_làm
"""
WEIGHTED = """LĨNH VỰC 1 "Có trọng số": 0 điểm
  trọng số
    1.1: 40%
    1.2: 60%
TIÊU CHÍ 1.1 "Có làm": 3 điểm
  SỐ LIỆU có_làm: có/không "Có làm"
  chấm điểm tối đa nếu có_làm
TIÊU CHÍ 1.2 "Lần làm": 3 điểm
  SỐ LIỆU lần_làm: số đếm "Số lần làm"
  chấm 1 điểm mỗi lần_làm, không quá 3 điểm
"""
COUNCIL = """LĨNH VỰC 1 "Hội đồng chấm": 5 điểm
TIÊU CHÍ 1.1 "Chất lượng": 5 điểm
  hội đồng chấm từ 0 đến 5
"""
FIGURES = {"có_làm": True, "lần_làm": 2, "sáng_kiến": 3}


@pytest.mark.parametrize("rebase", ["quy đổi: có", "# không quy đổi"])
@pytest.mark.parametrize(
    ("total", "body", "round_"),
    [
        (0, PLAIN, Round.APPRAISED),
        (0, PLAIN + BONUS, Round.APPRAISED),
        (0, PLAIN + BONUS, Round.SELF),
        (0, WEIGHTED + BONUS, Round.APPRAISED),
        (5, COUNCIL + BONUS, Round.SELF),
    ],
)
def test_a_total_of_0_scores_nobody(
    tmp_path: Path, total: int, body: str, round_: Round, rebase: str
) -> None:
    rules, figures = tmp_path / "luật.cchc", tmp_path / "số liệu.json"
    rules.write_text(HEAD.format(total=total, rebase=rebase) + body, encoding="utf-8")
    units = [{"name": name, "kind": "xã", "facts": FIGURES} for name in ("Xã A", "Xã B")]
    figures.write_text(json.dumps({"units": units}), encoding="utf-8")
    ranking = score(Task(str(figures), str(rules), round=round_)).ranking
    assert ranking is not None
    for unit in ranking.units:
        assert unit.entry.status is UnitStatus.NOT_SCORED
        assert (unit.total, unit.percent, unit.places, unit.classes) == (None, None, None, ())
    (cohort,) = ranking.cohorts
    assert (cohort.units, cohort.not_scored, cohort.mean) == (2, 2, None)
