"""The words that tables of offices use beside the figures, as bare phrases."""


def _phrases(text: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in text.split(";"))


ORDERS = _phrases("stt; tt; so tt; so thu tu; no; thu tu")
IDS = _phrases("ma; ma don vi; ma so; ma so don vi; id; code")
KINDS = _phrases("loai; loai don vi; cap; cap don vi; kind; unit kind")
OWN_NAMES = _phrases("don vi; ten don vi; ten; name; unit; unit name")
NAMES = OWN_NAMES | _phrases(
    """
    ten dia phuong; dia phuong; don vi hanh chinh; ten don vi hanh chinh; don vi dia phuong;
    co quan; co quan don vi; province; district; commune; city;
    tinh; ten tinh; tinh thanh; tinh thanh pho; tinh tp; ten tinh thanh pho;
    huyen; ten huyen; quan huyen; huyen thanh pho; huyen thi xa thanh pho; huyen thi thanh pho;
    xa; ten xa; xa phuong; phuong xa; xa phuong thi tran; xa phuong dac khu;
    so; ten so; so nganh; so ban nganh;
    bo; bo nganh; bo co quan ngang bo; bo nganh trung uong; co quan ngang bo
    """
)
TOTALS = _phrases(
    """
    tong diem; tong so diem; diem tong; diem tong cong; total score; diem tham dinh;
    tong diem tham dinh; tong diem dat
    """
)
SELF_TOTALS = _phrases("diem tu cham; tong diem tu cham; diem tu danh gia; tong diem tu danh gia")
PERCENTS = _phrases("ty le; ty le dat; percent")
RANKS = _phrases("hang; xep hang; thu hang; vi thu; vi tri; rank; ranking")
CLASSES = _phrases("xep loai; phan loai; class")
RESULTS = (
    TOTALS
    | SELF_TOTALS
    | PERCENTS
    | RANKS
    | CLASSES
    | _phrases(
        """
        tong; tong cong; total; diem; diem so; diem dat; score; loai; nhom; muc; chi so; ket qua;
        ghi chu; note; notes; diem dieu tra
        """
    )
)
SUMMARIES = _phrases(
    """
    min; max; minimum; maximum; highest; lowest; mean; median; average; avg; total; sum; std;
    stdev; stddev; do lech chuan;
    tong; tong cong; tong so; cong; tong cong toan tinh; toan tinh; toan huyen; toan thanh pho;
    ca nuoc; cao nhat; thap nhat; lon nhat; nho nhat; trung vi; trung binh; tb; binh quan;
    trung binh chung; trung binh tinh; trung binh toan tinh; trung binh toan huyen;
    trung binh cac huyen; trung binh cac so; trung binh ca nuoc; binh quan chung;
    binh quan toan tinh; gia tri lon nhat; gia tri nho nhat; gia tri trung binh;
    gia tri trung vi; diem trung binh; diem trung binh chung; diem cao nhat; diem thap nhat;
    diem toi da; diem chuan; thang diem; ghi chu; nguon; note; notes; source
    """
)
NOTES = (
    "ghi chu",
    "chu thich",
    "nguon",
    "note",
    "source",
    "nguoi lap",
    "nguoi tong hop",
    "don vi tinh",
)
