// The task pane: says whether the functions answer, by which rules, and how they are called.
import { config } from "/static/js/config.js";
import { authorization, keepToken, token } from "./bridge.js";

const RULES = "CCHC_LUAT";
const TOKEN = /^[!-~]+$/;

const byId = (id) => document.getElementById(id);

function element(tag, ...content) {
  const made = document.createElement(tag);
  made.append(...content);
  return made;
}

// --- what is known without asking ----------------------------------------------------------------

function described({ usage, summary, help, arguments: given }) {
  const list = element("dl");
  for (const one of given) {
    list.append(element("dt", one.optional ? `[${one.name}]` : one.name), element("dd", one.help));
  }
  return element(
    "details",
    element("summary", element("code", usage.split("(")[0]), element("span", summary)),
    element("p", element("code", `=${usage}`)),
    list,
    element("p", help),
  );
}

function showRegistry() {
  byId("functions").append(...config.functions.map(described));
  byId("shelf").append(...config.rules.map((one) => element("li", element("code", `"${one}"`))));
  byId("versions").append(`cchc-rules ${config.version} · xlwings ${config.xlwingsVersion}`);
}

// --- the server ----------------------------------------------------------------------------------

function show(state, text, detail = "") {
  byId("status").dataset.state = state;
  byId("state").textContent = text;
  byId("detail").textContent = detail;
}

// Returns the status of the answer, 0 where the server is silent.
async function asked() {
  try {
    return (await fetch("/status", { headers: { Authorization: authorization() } })).status;
  } catch {
    return 0;
  }
}

// Returns whether the server answers to us.
async function connected() {
  const unnamed = config.tokenRequired && !token();
  const status = unnamed ? 401 : await asked();
  byId("access").hidden = status !== 401;
  if (unnamed) {
    show("waiting", "Máy chủ cần mã truy cập");
  } else if (status === 401) {
    show("failed", "Mã truy cập không đúng", "Chép lại nguyên mã mà người lập máy chủ đã cấp.");
  } else if (status === 0) {
    show("failed", "Máy chủ không trả lời", "Kiểm tra mạng, hoặc hỏi người lập máy chủ.");
  } else if (status !== 200) {
    show("failed", "Máy chủ gặp lỗi", "Báo người lập máy chủ xem nhật ký.");
  }
  return status === 200;
}

// --- the workbook --------------------------------------------------------------------------------

// Asks through the very function that cells call.
async function version(rules) {
  const [[line]] = await globalThis.CCHC_PHIEN_BAN(rules, {});
  return line;
}

async function ruleText() {
  return Excel.run(async (context) => {
    const name = context.workbook.names.getItemOrNullObject(RULES);
    await context.sync();
    if (name.isNullObject) {
      return null;
    }
    const range = name.getRangeOrNullObject();
    range.load("values");
    await context.sync();
    return range.isNullObject ? null : range.values;
  });
}

async function showRules() {
  const rules = await ruleText();
  byId("stamp").hidden = rules === null;
  byId("rules").textContent =
    rules === null ? `Sổ này không có vùng tên ${RULES}.` : await version(rules);
}

async function inExcel() {
  show("waiting", "Đang chờ Excel…", "Chờ quá mười giây thì đóng ngăn này rồi mở lại.");
  const info = await globalThis.Office?.onReady();
  if (info?.host === "Excel") {
    return true;
  }
  show("ready", "Máy chủ đang chạy", "Đây là một ngăn của Excel; mở trong Excel để dùng các hàm.");
  return false;
}

// Returns whether the formulas of this workbook can be calculated.
async function refresh() {
  const usable = (await connected()) && (await inExcel());
  byId("actions").hidden = byId("workbook").hidden = !usable;
  byId("forget").hidden = !token();
  if (usable) {
    try {
      show("ready", "Các hàm đang chạy", await version(null));
      await showRules();
    } catch (error) {
      show("failed", "Hàm chưa trả lời", error.message);
    }
  }
  return usable;
}

async function recalculate() {
  if (await refresh()) {
    await Excel.run(async (context) => {
      context.application.calculate("Full");
      await context.sync();
    });
    byId("detail").textContent = "Đã tính lại mọi ô.";
  }
}

async function enter(event) {
  event.preventDefault();
  const field = byId("token");
  const given = field.value.trim();
  if (!TOKEN.test(given)) {
    show(
      "failed",
      "Mã truy cập không đúng",
      "Mã chỉ gồm chữ không dấu, chữ số và dấu câu, viết liền.",
    );
    return;
  }
  keepToken(given);
  field.value = "";
  await recalculate();
  field.focus();
}

async function stamped(context) {
  const { usage } = config.functions.find((one) => one.name === "PHIEN_BAN");
  const cell = context.workbook.getActiveCell();
  cell.load("formulas");
  await context.sync();
  if (cell.formulas[0][0] !== "") {
    return "Ô đang chọn không trống. Chọn một ô trống rồi bấm lại.";
  }
  cell.formulas = [[`=${usage.split("(")[0]}(${RULES})`]];
  await context.sync();
  return "Đã ghi. Hai máy hiện cùng một dòng thì chấm như nhau.";
}

async function stamp() {
  try {
    byId("stamped").textContent = await Excel.run(stamped);
  } catch (error) {
    byId("stamped").textContent = `Không ghi được, trang có thể đang bị khóa. (${error.message})`;
  }
}

async function forget() {
  keepToken("");
  await refresh();
}

showRegistry();
byId("access").addEventListener("submit", enter);
byId("recalculate").addEventListener("click", recalculate);
byId("stamp").addEventListener("click", stamp);
byId("forget").addEventListener("click", forget);
await refresh();
