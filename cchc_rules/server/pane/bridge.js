// What the custom functions of xlwings expect of their page: two facts about the workbook, the
// access token, and a way to the server whose failures are told in Vietnamese.
import { getCultureInfoName, getDateFormat, request } from "/static/js/utils.js";

const KEY = "cchc-token";
const UNREACHABLE =
  "Máy chủ CCHC không trả lời. Kiểm tra mạng, rồi mở ngăn CCHC và bấm Tính lại mọi ô.";

let kept = stored();

// Where Excel on the web blocks the storage of frames, the token lives as long as the page.
function stored() {
  try {
    return sessionStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

export function token() {
  return kept;
}

export function keepToken(given) {
  kept = given;
  try {
    sessionStorage.setItem(KEY, given);
  } catch {
    // `kept` holds it.
  }
}

export function authorization() {
  return kept && `Bearer ${kept}`;
}

// xlwings shows `response.data` in the cell and does not ask again.
async function post(...args) {
  try {
    return await request.post(...args);
  } catch (error) {
    error.response ??= { status: 0, data: UNREACHABLE };
    throw error;
  }
}

globalThis.xlwings = { getCultureInfoName, getDateFormat };
globalThis.xwRequest = { ...request, post };
globalThis.getAuth = async () => ({ token: authorization(), provider: "" });
