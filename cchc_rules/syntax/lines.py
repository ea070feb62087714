"""The lines under a heading and under KIỂM THỬ, and the file that they make, as written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.model import Treatment
from cchc_rules.records import field, record
from cchc_rules.syntax.expressions import (
    Bool,
    ByFormula,
    ByRatio,
    Expression,
    FullMark,
    Name,
    Node,
    Outcome,
    Points,
    Range,
    Share,
    Text,
)
from cchc_rules.syntax.heads import (
    Basis,
    ClassHead,
    ClassRow,
    Entry,
    GroupHead,
    Import,
    Kinds,
    LostHead,
    LostLine,
    Lower,
    ParameterHead,
    Period,
    Ranking,
    Rebase,
    Rounding,
    RuleSetHead,
    ScenarioHead,
    Total,
    TypeSpec,
    Unranked,
    UnrankedIf,
    WeightsHead,
    Year,
)

if TYPE_CHECKING:
    from decimal import Decimal


@record()
class DataItem(Node):
    """SỐ LIỆU tên: kiểu "tên gọi" …."""

    name: str
    type: TypeSpec
    title: str
    unit: str | None = None
    range: Range | None = None
    step: Decimal | None = None
    blank_is_zero: bool = False


@record()
class Computed(Node):
    """TÍNH tên: kiểu = biểu thức[, nếu mẫu bằng 0: …]."""

    name: str
    type: TypeSpec
    formula: Expression
    on_zero: Treatment | None = None


@record()
class Constraint(Node):
    """RÀNG BUỘC …."""

    condition: Expression


@record()
class Evidence(Node):
    """Tài liệu kiểm chứng: [bắt buộc [hoặc giải trình]] "…"."""

    text: str
    required: bool = False
    or_explained: bool = False


@record()
class Guidance(Node):
    """Hướng dẫn: "…"."""

    text: str


@record()
class ZeroIf(Node):
    """0 điểm nếu … [trừ khi …] [lý do "…"]."""

    condition: Expression
    reason: str | None = None


@record()
class NotApplicableIf(Node):
    """Không áp dụng nếu …[: điểm tối đa]."""

    condition: Expression
    treatment: Treatment = Treatment.EXCLUDED
    reason: str | None = None


@record()
class OnlyFor(Node):
    """Chỉ áp dụng cho kinds."""

    kinds: tuple[Name, ...]


@record()
class Flag(Node):
    """A line that is only its keyword; `terminal` names it."""

    terminal: str


@record()
class Rescale(Node):
    """Quy đổi từ 100 điểm."""

    points: Decimal


@record()
class Adjust(Node):
    """Trừ/thưởng … mỗi x | nếu …, không quá n điểm."""

    sign: int
    amount: Points | Share | FullMark
    each: Expression | None = None
    when: Expression | None = None
    cap: Decimal | None = None
    reason: str | None = None


@record()
class FullIf(Node):
    """Chấm điểm tối đa nếu …."""

    condition: Expression


@record()
class PerItem(Node):
    """Chấm n điểm mỗi x[, không quá m điểm]."""

    points: Decimal
    each: Expression
    cap: Decimal | None = None


@record()
class TableHead(Node):
    """Chấm theo x."""

    argument: Expression


@record()
class CasesHead(Node):
    """Chấm theo trường hợp."""


@record()
class DirectScore(Node):
    """Chấm theo tỷ lệ x, chấm theo công thức x."""

    outcome: ByRatio | ByFormula


@record()
class SurveyHead(Node):
    """Chấm theo khảo sát x [thang [từ a đến] b][, ít nhất n phiếu]."""

    name: Name
    low: Decimal | None = None
    high: Decimal | None = None
    least: int = 0


@record()
class ChecklistHead(Node):
    """Từng nội dung."""


@record()
class Council(Node):
    """Hội đồng chấm từ a đến b[, bước c]."""

    low: Decimal
    high: Decimal
    step: Decimal | None = None


@record()
class Row(Node):
    """A row of a table: `test` None is còn lại."""

    test: Range | Text | Bool | Case | None
    outcome: Outcome


@record()
class Case(Node):
    """Nếu … as the test of a row."""

    condition: Expression


@record()
class Bullet(Node):
    """- "nội dung": n nếu …."""

    title: str
    points: Decimal
    condition: Expression


@record()
class Given(Node):
    """x [năm trước | toàn nhóm] = values; a Word is thiếu, lỗi or không áp dụng."""

    name: Name
    values: tuple[Expression, ...] | str
    peers: bool = False


@record()
class GivenManual(Node):
    """Hội đồng chấm 1.18 = 3,5."""

    code: str
    points: Decimal


@record()
class GivenMark(Node):
    """Không áp dụng 1.14."""

    code: str


@record()
class Expected(Node):
    """Kết quả … = …; `of` is a code or the terminal TOTAL, RATIO_OF, CLASS, RANK."""

    of: str
    is_code: bool
    value: Expression | Range | str


Head = Import | RuleSetHead | ParameterHead | GroupHead | ScenarioHead | LostHead
MethodHead = (
    FullIf | PerItem | TableHead | CasesHead | DirectScore | SurveyHead | ChecklistHead | Council
)
Member = (
    Year
    | Basis
    | Kinds
    | Total
    | Period
    | Rounding
    | Rebase
    | Ranking
    | Unranked
    | UnrankedIf
    | ClassHead
    | ClassRow
    | Lower
    | WeightsHead
    | Entry
    | DataItem
    | Computed
    | Constraint
    | Evidence
    | Guidance
    | ZeroIf
    | NotApplicableIf
    | OnlyFor
    | Flag
    | Rescale
    | Adjust
    | MethodHead
    | Row
    | Bullet
    | Given
    | GivenManual
    | GivenMark
    | Expected
    | LostLine
)
Line = Head | Member


@record()
class Comment(Node):
    """A comment line (`own_line`) or the comment behind a line; empty text: a blank line."""

    text: str
    own_line: bool = True


@record()
class Block(Node):
    """A head with the lines under it."""

    head: Head
    members: tuple[Member, ...]


@record()
class RuleFile:
    """One file: its blocks in file order; `comments` by place, for the formatter."""

    file: str
    blocks: tuple[Block, ...]
    comments: tuple[Comment, ...] = field(default=(), compare=False)
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)
    """Every line in file order, as the formatter prints them."""
