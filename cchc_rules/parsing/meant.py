"""Words that people write for a keyword, without their marks, by the keyword that they mean."""

from functools import cache

_INSIDE = {
    "AND": "and; cung voi; dong thoi; kem theo; voi",
    "OR": "or; hay; hoac la; hay la",
    "UNLESS": (
        "unless; ngoai tru; tru truong hop; tru truong hop khi; loai tru; tru phi; tru neu; tru"
    ),
    "REASON": "ly do la; vi; do; boi vi; vi ly do; ly do vi",
    "YEAR_BEFORE": "nam ngoai; nam cu; ky truoc",
    "ROUND": "lam tron den",
    "DIGITS": (
        "so le thap phan; chu so thap phan; chu so le; so sau dau phay; chu so sau dau phay; "
        "so thap phan; so le; so"
    ),
    "BY_UNROUNDED": "theo diem khong lam tron; theo diem goc",
    "BY_ROUNDED": "theo diem lam tron; theo diem sau lam tron",
    "PER_KIND": "theo tung loai; rieng theo loai",
    "TIES": "bang diem; bang nhau; cung hang; dong diem",
    "THEN": "tiep theo; sau do",
    "FOR": "cho don vi; cho cap; cho loai; doi voi; danh cho; voi; cua; ap dung cho",
    "POINTS": "d; diem so; diem cham",
    "MAXIMUM": (
        "diem toi da la; toan bo diem; du diem; diem cao nhat; toi da diem; so diem toi da; "
        "tron diem; cua diem toi da; so diem"
    ),
    "EXPECTED": "chua co; chua ban hanh; chua ro; cho ban hanh",
    "YES": "dung; co ap dung",
    "NO": "sai; khong ap dung",
    "T_BOOL": (
        "dung/sai; dung sai; dung / sai; dung hoac sai; yes/no; yes / no; co khong; co hoac "
        "khong; co hay khong; co - khong; co/ khong; dat/khong dat; boolean"
    ),
    "T_COUNT": "so luong; dem so; so nguyen; dem; so dem duoc; so lan; integer",
    "T_NUMBER": "so thap phan; so thuc; so le; con so; number; so tien",
    "T_PERCENT": "ty le phan tram; ty le; percent",
    "T_DATE": "ngay thang; ngay thang nam; thoi gian; thoi diem; thoi han; date",
    "T_CHOICE": "danh muc; chon; muc; danh sach",
    "T_TEXT": "van ban; ky tu; text; chuoi",
    "T_BALLOTS": "phieu",
    "T_TALLY": "so phieu",
    "IF": (
        "if; neu nhu; neu ma; khi ma; khi nao; trong truong hop; truong hop; neu co; gia su; khi "
        "co; voi dieu kien"
    ),
    "IF_BLANK": "neu de trong; neu bo trong; neu khong co; neu thieu; neu o trong; bo trong",
    "IF_DENOMINATOR": (
        "neu mau so bang; neu mau so la; neu mau la; neu mau so =; neu mau =; neu mau; neu "
        "mau so; khi mau so bang; neu chia cho"
    ),
    "REQUIRED": "bat buoc phai co; phai co; yeu cau",
    "OR_EXPLAINED": (
        "bat buoc hay giai trinh; bat buoc/giai trinh; bat buoc hoac co giai trinh; bat buoc "
        "giai trinh"
    ),
    "FROM": (
        "lon hon hoac bang; lon hon bang; lon hon hay bang; cao hon hoac bang; tren hoac "
        "bang; bang hoac lon hon; bang hoac tren; it nhat; toi thieu; khong duoi; khong it "
        "hon; khong thap hon; khong nho hon; dat tu; dat"
    ),
    "ABOVE": "lon hon; cao hon; nhieu hon; hon; vuot; vuot qua; tu tren",
    "UP_TO": (
        "duoi hoac bang; nho hon hoac bang; nho hon bang; nho hon hay bang; it hon hoac bang; "
        "bang hoac nho hon; khong lon hon; khong nhieu hon; cho den; cho toi; toi; den bang; "
        "den het; toi da; nhieu nhat; va den"
    ),
    "UP_TO_BELOW": (
        "den nho hon; den be hon; den it hon; den thap hon; den gan; den truoc; cho den duoi; "
        "toi duoi; va duoi; duoi den; va nho hon"
    ),
    "BELOW": "nho hon; be hon; thap hon; it hon; kem; chua den; chua dat; khong dat",
    "DIFFERENT": "khong bang; khac voi; khong phai bang",
    "HAS_DATA": "co so lieu ve; da co so lieu; co du lieu",
    "HAS_NO_DATA": "chua co so lieu; khong co du lieu; chua co du lieu; thieu so lieu",
    "NOT": "not; khong phai la; khong; chua; chua phai; chua phai la; khong bi; khong dung",
    "AT_MOST": (
        "toi da; khong vuot qua; khong vuot; khong duoc vuot qua; khong duoc qua; khong hon; "
        "toi da khong qua; nhung khong qua; va khong qua; toi da la; cao nhat"
    ),
    "AT_LEAST": "khong it hon; toi thieu",
    "SCALE": "thang diem",
    "STEP": "buoc nhay; moi buoc",
    "PER": (
        "cho mot; cho moi; tren moi; moi mot; voi moi; cho tung; cho 1; tren 1; moi 1; tung; "
        "nhan voi so"
    ),
    "BY_RATIO": (
        "tinh theo ty le; ty le; theo ty le thuan; ty le thuan; theo phan tram; theo ti le "
        "phan tram; theo ty le phan tram"
    ),
    "INTERPOLATED": "noi suy tuyen tinh; tinh noi suy",
    "FORMULA": "theo cong thuc; tinh theo cong thuc",
    "LEAST": "min; be nhat; thap nhat",
    "GREATEST": "max; lon; cao nhat",
    "MEAN": "trung binh cong; average",
    "WHOLE": "lay phan nguyen",
    "OF_PEERS": "toan tinh; cac don vi; ca nhom; cua nhom; trong nhom",
    "MISSING": "trong; bo trong; thieu so",
    "MISSING_DATA": "chua co so lieu; khong co so lieu",
    "FAULTY": "sai",
    "_COLON": "la; thi la; thi; thi duoc; thi cham; duoc; cham",
    "_EQUALS": "bang; la",
    "PLUS": "cong voi",
    "STAR": "nhan; nhan voi",
    "SLASH": "chia; chia cho; tren tong",
}
"""Inside a line; the same words may mean several keywords."""

_OPENING = {
    "IMPORT": "import; nhap; lay tu",
    "RULE_SET": "bo tieu chi; chi so; bo chi tieu",
    "PARAMETER": "hang so; tham bien; nguong",
    "SECTION": "chuong; phan so",
    "FIELD": "lv; linh vuc so; nhom",
    "CRITERION": "tieu chi so; chi tieu; tieu chuan; muc; tc",
    "COMPONENT": (
        "tieu chi thanh phan so; tieu tieu chi; tieu chi con; tieu chi nho; tieu chi tp; "
        "tctp; thanh phan; chi so thanh phan"
    ),
    "BONUS": "diem thuong; cong diem; diem cong them",
    "PENALTY": "diem phat; tru diem",
    "SCENARIO": "kiem tra; kiem tra thu; chay thu; vi du; truong hop thu; thu",
    "DATA_ITEM": (
        "du lieu; chi tieu; chi so; thong so; bien; so; khai bao; khai bao so lieu; so lieu dau vao"
    ),
    "COMPUTED": "tinh toan; cong thuc tinh; ty le",
    "CONSTRAINT": "rang buoc la; dieu kien; yeu cau",
    "BASIS": "can cu phap ly; co so phap ly; theo quyet dinh; co so",
    "KINDS": "doi tuong ap dung; doi tuong danh gia; don vi; cac don vi; loai don vi; ap dung",
    "TOTAL": "tong so diem; tong diem toi da; tong; diem tong; tong cong; diem toi da",
    "PERIOD": "thoi ky; ky; ky bao cao; ky danh gia; thoi gian; thoi ky so lieu",
    "REBASE": "quy doi diem; chuyen doi",
    "RANK": "hang; cach xep hang; thu hang; xep thu hang",
    "CLASS": "loai; phan loai; xep muc; muc xep loai; danh gia xep loai",
    "LOWER_TO": "ha xuong muc; ha xuong loai",
    "LOWER_ONE": "ha loai; ha bac; ha mot muc; ha 1 bac",
    "WEIGHTS": "ty trong; he so; quyen so",
    "EVIDENCE": (
        "tai lieu chung minh; tai lieu minh chung; minh chung; ho so kiem chung; tai lieu; "
        "tai lieu kem theo; kiem chung"
    ),
    "GUIDANCE": "ghi chu; luu y; chu y; chu thich; giai thich; huong dan cham; huong dan cham diem",
    "SCORE": "cham diem; tinh diem; cho diem; duoc; cho",
    "SCORE_BY": (
        "tinh diem theo; cham diem theo; cho diem theo; diem theo; cach cham; cach cham theo; "
        "cach tinh; cach tinh diem; danh gia theo; thang diem theo; tinh theo; cham bang; "
        "theo"
    ),
    "SCORE_BY_CASES": (
        "cham theo truong hop sau; cac truong hop; truong hop; cham theo tung truong hop; "
        "cham theo cac truong hop"
    ),
    "SCORE_BY_RATIO": "cham ty le; tinh theo ty le; cham theo ty le phan tram",
    "SCORE_BY_FORMULA": "cham cong thuc; tinh theo cong thuc; cong thuc",
    "SCORE_BY_SURVEY": "khao sat; cham khao sat; theo khao sat; cham theo phieu khao sat",
    "CHECKLIST": (
        "cac noi dung; noi dung; tung muc; theo tung noi dung; cham tung noi dung; cham theo "
        "tung noi dung; danh muc"
    ),
    "COUNCIL": (
        "hoi dong; hoi dong cho diem; hoi dong cham diem; hoi dong danh gia; hoi dong tham "
        "dinh cham; to tham dinh cham"
    ),
    "DEDUCT": "tru diem; bi tru; giam; giam tru; tru di",
    "REWARD": "cong; cong diem; cong them; duoc cong; thuong diem; duoc thuong",
    "NOT_APPLICABLE_IF": (
        "khong ap dung if; khong tinh neu; khong cham neu; khong xet neu; mien neu; bo qua neu"
    ),
    "UNRANKED_IF": "khong xep hang if; khong xep hang neu nhu; khong xep hang doi voi",
    "ONLY_FOR": (
        "chi ap dung voi; chi ap dung doi voi; chi danh cho; chi cham cho; chi cho; ap dung "
        "cho; ap dung doi voi; ap dung voi"
    ),
    "NOT_SELF": "khong tu cham diem; don vi khong tu cham",
    "ALLOW_ABOVE": "cho phep vuot diem; duoc vuot diem toi da",
    "ALLOW_NEGATIVE": "duoc am; cho phep am",
    "CAPPED_TOTAL": "khong vuot qua tong diem; khong vuot tong diem",
    "CLOSED": "da chot; chot so lieu; da khoa so lieu",
    "RESULT": "ket qua mong doi; ket qua la; ket qua diem; ket qua cham; mong doi; diem",
    "ELSE": (
        "else; cac don vi con lai; don vi con lai; cac muc con lai; muc con lai; "
        "truong hop khac; cac truong hop khac; truong hop con lai; cac truong hop con lai; "
        "con lai la; con lai thi; ngoai ra; khac; nguoc lai"
    ),
    "YEAR": "nam danh gia; nam ap dung; nam cham; nam tinh",
    "ROUND": "lam tron so; lam tron den; lam tron diem; so chu so lam tron",
}
"""At the beginning of a line."""

REVERSED = {"tro len": "FROM", "tro xuong": "UP_TO", "tro di": "FROM", "tro ve truoc": "UP_TO"}
"""Words behind a value that say what a keyword before it says."""


def _by_words(table: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for terminal, words in table.items():
        for one in words.split("; "):
            found.setdefault(one, []).append(terminal)
    return found


@cache
def meant_inside() -> dict[str, list[str]]:
    """Return the keywords that words inside a line may mean."""
    return _by_words(_INSIDE)


@cache
def meant_at_start() -> dict[str, list[str]]:
    """Return the keywords that words at the beginning of a line may mean."""
    return _by_words(_OPENING)
