"""Time the functions in cells: plain, and in a real LibreOffice; arrays against single cells.

Run from the checkout: python -m tests.bench.bench_functions
"""

from __future__ import annotations

import json
import random
from functools import partial
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from cchc_rules.bundled import folder
from cchc_rules.evaluation import assess_all, evaluate_condition
from cchc_rules.facts import Round, Unit
from cchc_rules.facts.reading import read_facts
from cchc_rules.forms.layout import lay_out
from cchc_rules.functions import FUNCTIONS
from cchc_rules.functions.binding import bind_keys
from cchc_rules.functions.filling import fill
from cchc_rules.functions.rulebook import Rulebook, rulebook
from cchc_rules.ranking import rank
from tests.calc.office import missing, office
from tests.functions.units import column, lines_of, made

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_rules.functions import CellIn, GridIn
    from tests.calc.office import Step

CALLS = {function.short: function for function in FUNCTIONS}
FORM = ("DIEM", "GIAI_THICH", "KIEM_TRA", "TONG")
DIEN_BIEN = (folder("rules") / "dien_bien/2020/huyen.cchc").read_text(encoding="utf-8")
XA = (folder("rules") / "mau/2026/xa.cchc").read_text(encoding="utf-8")
TIMES = 30
MANY = 1_000
LARGE = 100_000
"""Bytes of a large rule text."""


def main() -> None:
    """Print the figures."""
    whole_form()
    single_rows()
    large_text()
    if missing():
        print(f"LibreOffice left out: {missing()}")
    else:
        in_calc()
        form_in_calc()


def whole_form() -> None:
    """Time a whole form whose figures changed, against the bare engine on the same facts."""
    text = DIEN_BIEN
    book = rulebook(lines_of(text))
    assert isinstance(book, Rulebook)
    keys = [row.key for row in lay_out(book.rules).rows]
    grids = [_values(book, keys, seed) for seed in range(TIMES)]
    rows = bind_keys(keys, book)
    unit = Unit("", book.rules.kinds[0])
    facts = [fill(rows, values, book, unit).facts for values in grids]
    decide = partial(evaluate_condition, book.program)

    def bare(number: int) -> None:
        own = assess_all(book.program, [facts[number]], Round.APPRAISED)
        rank(book.rules, Round.APPRAISED, own, decide)

    kind: GridIn = [[book.rules.kinds[0]]]
    luat = lines_of(text)

    def called(names: tuple[str, ...], number: int) -> None:
        for name in names:
            CALLS[name](column(keys), column(grids[number]), luat, kind)

    told = [json.dumps([made(book.rules, seed).json]) for seed in range(TIMES)]

    def reading(number: int) -> None:
        own = [fill(rows, grids[number], book, unit).facts]
        rank(book.rules, Round.APPRAISED, assess_all(book.program, own, Round.APPRAISED), decide)

    def from_json(number: int) -> None:
        read = read_facts(told[number], "", book.rules)
        own = assess_all(book.program, list(read.facts), Round.APPRAISED)
        rank(book.rules, Round.APPRAISED, own, decide)

    bare(0)  # plans are made once, and keys are bound once
    CALLS["DIEM"](column(keys), column([None] * len(keys)), luat, kind)
    engine = _cpu(bare)
    print(f"form of {len(keys)} rows, {len(text.encode()) // 1000} kB of rules, all figures new:")
    print(f"  bare engine (score and rank)   {engine * 1e3:8.2f} ms")
    whole = _cpu(reading)
    print(f"  with reading the figures       {whole * 1e3:8.2f} ms")
    print(f"  with reading them from JSON        {_cpu(from_json) * 1e3:8.2f} ms")
    for names in (("DIEM",), ("TONG",), FORM):
        # A blank more or less changes no figure, but nothing is kept of such a form.
        grids = [[*values[:-1], f"{values[-1] or ''} "] for values in grids]
        took = _cpu(partial(called, names))
        print(f"  {' '.join(names):30} {took * 1e3:8.2f} ms  {took / whole:5.2f} x with reading")


def _values(book: Rulebook, keys: list[str], seed: int) -> list[CellIn]:
    unit = made(book.rules, seed)
    known = dict(zip(unit.keys, unit.values, strict=True))
    return [known.get(key) for key in keys]


def large_text() -> None:
    """Time the calls with a large rule text: the first, one with new figures, one with old."""
    text = XA.partition("KIỂM THỬ")[0]
    text += "# " + "ghi chú của hội đồng " * 6 + "\n"
    while len(text.encode()) < LARGE:
        text += "# " + "ghi chú của hội đồng " * 6 + "\n"
    luat = lines_of(text)
    print(f"rule text of {len(text.encode()) // 1000} kB, {len(luat)} lines:")
    for what, done in (("first call", 965.0), ("new figures", 966.0), ("same figures", 966.0)):
        start = perf_counter()
        CALLS["DIEM"](column(["2.1", "hồ_sơ", "hồ_sơ_đúng_hạn"]), column([None, 1000.0, done]),
                      luat, [["xã"]])  # fmt: skip
        print(f"  {what:14} {(perf_counter() - start) * 1e3:8.2f} ms")


def single_rows() -> None:
    """Time calls of one row each, every one of another figure, against scoring that figure."""
    luat = lines_of(XA.partition("KIỂM THỬ")[0])
    book = rulebook(luat)
    assert isinstance(book, Rulebook)
    rows = bind_keys(["tỷ_lệ_đất"], book)
    unit = Unit("", "xã")
    shares = iter(number / 10_000 for number in range(4 * TIMES * TIMES))

    def bare(_: int) -> None:
        own = [fill(rows, [next(shares)], book, unit).facts]
        assess_all(book.program, own, Round.APPRAISED)

    def call(given: GridIn, _: int) -> None:
        CALLS["DIEM"]([["tỷ_lệ_đất"]], [[next(shares)]], given, [["xã"]])

    engine = _cpu(bare)
    print("one row, one figure, 91 lines of rules:")
    print(f"  bare engine                    {engine * 1e3:8.2f} ms")
    for what, given in (("range", luat), ("MÃ@NĂM", [["CCHC-XA@2026"]])):
        call(given, 0)
        took = _cpu(partial(call, given))
        print(f"  DIEM, rules by {what:10}      {took * 1e3:8.2f} ms  {took / engine:5.2f} x bare")


def in_calc() -> None:
    """Time arrays and single cells in LibreOffice, as a person waits for them."""
    rng = random.Random(1)
    lines = XA.partition("KIỂM THỬ")[0].split("\n")
    given = f"$LUAT.$A$1:$A${len(lines)}"
    steps: list[Step] = [["new"], ["sheet", "LUAT"]]
    steps += [["set", "LUAT", f"A{row}", line] for row, line in enumerate(lines, 1) if line]
    shares = [[rng.randint(0, 10_000) / 10_000] for _ in range(MANY)]
    steps.append(["fill", "Sheet1", f"A1:A{MANY}", shares])
    steps.append(["fill", "Sheet1", f"B1:B{MANY}", [["tỷ_lệ_đất"]] * MANY])
    asked: list[tuple[str, str, str, str]] = []
    for luat in ('"CCHC-XA@2026"', given):
        one = f'=CCHC.XEP_LOAI(A{{0}}:A{{0}};{luat};"xã")'
        whole = f'=CCHC.XEP_LOAI(A1:A{MANY};{luat};"xã")'
        asked += [(f"XEP_LOAI {luat}", how, whole, one) for how in ("first", "array", "single")]
        one = f'=CCHC.DIEM(B{{0}}:B{{0}};A{{0}}:A{{0}};{luat};"xã")'
        whole = f'=CCHC.DIEM(B1:B{MANY};A1:A{MANY};{luat};"xã")'
        asked += [(f"DIEM {luat}", how, whole, one) for how in ("first", "array", "single")]
    for number, (_, how, whole, one) in enumerate(asked):
        letter = chr(ord("E") + number)
        single = how == "single"
        formula = one if single else whole
        steps.append(["timed", "Sheet1", f"{letter}1:{letter}{MANY}", formula,
                      "single" if single else "array"])  # fmt: skip
    with office() as calc:
        found = [one for one in calc.ask([*steps, ["close"]]) if one is not None]
    print(f"LibreOffice, {MANY} rows:")
    for (what, how, _, _), took in zip(asked, found, strict=True):
        print(f"  {what:32} {how:7} {took * 1e3:9.1f} ms")


def form_in_calc() -> None:
    """Time a whole form in LibreOffice: one figure changes, four functions calculate again."""
    book = rulebook(lines_of(DIEN_BIEN))
    assert isinstance(book, Rulebook)
    keys = [row.key for row in lay_out(book.rules).rows]
    values = _values(book, keys, 1)
    lines = DIEN_BIEN.split("\n")
    count = len(keys)
    plain = [one if isinstance(one, (str, float)) else "" for one in values]
    given = f'(A1:A{count};B1:B{count};$LUAT.$A$1:$A${len(lines)};"{book.rules.kinds[0]}")'
    steps: list[Step] = [["new"], ["sheet", "LUAT"]]
    steps.append(["fill", "LUAT", f"A1:A{len(lines)}", [[line] for line in lines]])
    steps.append(["fill", "Sheet1", f"A1:B{count}", list(zip(keys, plain, strict=True))])
    for letter, name in zip("CDE", FORM[:3], strict=True):
        area = f"{letter}1:{letter}{count}"
        steps.append(["timed", "Sheet1", area, f"=CCHC.{name}{given}", "array"])
    steps.append(["timed", "Sheet1", "F1:I1", f"=CCHC.TONG{given}", "array"])
    changed = next(at for at, value in enumerate(values, 1) if isinstance(value, float))
    steps.extend(
        ["retimed", "Sheet1", f"B{changed}", float(number), f"C1:I{count}"]
        for number in range(TIMES)
    )
    with office() as calc:
        found = [one for one in calc.ask([*steps, ["close"]]) if one is not None]
    print(f"LibreOffice, form of {count} rows, {len(DIEN_BIEN.encode()) // 1000} kB of rules:")
    for name, took in zip(FORM, found, strict=False):
        print(f"  {name:32} first   {took * 1e3:9.1f} ms")
    again = sum(found[len(FORM) :]) / TIMES
    print(f"  one figure changed, all four     {again * 1e3:9.1f} ms")


def _cpu(work: Callable[[int], None]) -> float:
    """Return the CPU seconds of one turn."""
    start = process_time()
    for number in range(TIMES):
        work(number)
    return (process_time() - start) / TIMES


if __name__ == "__main__":
    main()
