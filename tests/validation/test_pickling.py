"""What goes to a worker and what comes back can be pickled."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

from cchc_rules.engine.validating import Options, validate_one
from tests.excel.form.making import SAMPLE, Made, sample, write_form

if TYPE_CHECKING:
    from pathlib import Path


def test_a_worker_says_what_we_would(tmp_path: Path) -> None:
    path = str(write_form(tmp_path / "phiếu.xlsx", Made(sample(), cells={"D20": "sai"})))
    options = Options(rules=str(SAMPLE))
    here = validate_one(path, options)
    assert pickle.loads(pickle.dumps(here)) == here
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        there = pool.submit(validate_one, path, options).result()
    assert there == here
    assert dict(there.facts[0].places) == dict(here.facts[0].places)
