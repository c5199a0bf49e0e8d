/**
 * What the HTML report does when it is looked at: filters, which the address keeps; the theme; links into folded rows; timelines and members, which
 * are drawn when somebody asks for them. `drawFault` and `drawOperation` stand before it.
 */
export const SCRIPT = `
(() => {
const $ = (selector, from = document) => [...from.querySelectorAll(selector)];
const id = (name) => document.getElementById(name);
const data = JSON.parse(id("data").textContent);
const text = id("filter-text"), vendor = id("filter-vendor"), fidelity = id("filter-fidelity"), shown = id("shown");
const toggles = $(".toggle"), items = $("[data-exchange],[data-tried]"), lines = $(".map > li"), groups = $(".group"), sections = $("section[data-vendor]");
const noMotion = matchMedia("(prefers-reduced-motion: reduce)").matches;
let target = "", open = "", isFiltered = false;

const isOff = (button) => button.getAttribute("aria-pressed") === "false";
const hide = (element, hidden) => { if (element.hidden !== hidden) element.hidden = hidden; };

function apply() {
  isFiltered = true;
  const words = text.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const off = new Set(toggles.filter(isOff).map((button) => button.dataset.verdict));
  const has = (where) => words.every((word) => where.includes(word));
  let count = 0;
  for (const item of items) {
    const d = item.dataset;
    const visible = has(d.text) && (!vendor.value || d.vendor === vendor.value) && (!fidelity.value || !d.fidelity || d.fidelity === fidelity.value) && !off.has(d.verdict);
    hide(item, !visible);
    if (visible && item.parentElement.classList.contains("list")) count += 1;
  }
  for (const line of lines) hide(line, !has(line.dataset.text) || ((off.size > 0 || fidelity.value !== "") && !$("a.cell", line).some((a) => !off.has(a.dataset.verdict) && (!fidelity.value || a.dataset.fidelity === fidelity.value))));
  for (const group of groups) hide(group, !group.querySelector("li:not([hidden])"));
  for (const section of sections) hide(section, (!!vendor.value && section.dataset.vendor !== vendor.value) || (words.length > 0 && !section.querySelector(".map > li:not([hidden])")));
  for (const list of [id("failures"), id("fault-failures")]) if (list) hide(list, !list.querySelector("article:not([hidden])"));
  filterMatrix(has, off);
  shown.textContent = String(count);
  hide(id("nothing"), count > 0);
}

const columns = $(".matrix thead th[data-subject]"), sums = $(".matrix .sums td");
const rows = $(".matrix tr[data-fault]").map((row) => ({ row, name: row.dataset.fault, group: row.dataset.group, cells: $("td", row).slice(0, columns.length), marks: [] }));
for (const line of rows) line.marks = line.cells.map((cell) => cell.firstElementChild);
const verdictOf = (mark) => mark.className.replace("mark m-", "");
function filterMatrix(has, off) {
  if (columns.length === 0) return;
  const used = columns.map(() => false);
  const fits = rows.map(({ name, group, marks }) => marks.map((mark, index) => {
    const { subject, vendor: of } = columns[index].dataset;
    const fit = !!mark && (!vendor.value || of === vendor.value) && !off.has(verdictOf(mark)) && has((subject + " " + name + " " + group).toLowerCase());
    if (fit) used[index] = true;
    return fit;
  }));
  let any = false;
  for (const [at, { row, cells, marks }] of rows.entries()) {
    const visible = fits[at].some(Boolean);
    any ||= visible;
    hide(row, !visible);
    if (visible) for (const [index, cell] of cells.entries()) { hide(cell, !used[index]); if (marks[index]) hide(marks[index], !fits[at][index]); }
  }
  for (const [index, column] of columns.entries()) { hide(column, !used[index]); hide(sums[index], !used[index]); }
  for (const body of $(".matrix tbody")) hide(body, !body.querySelector("tr[data-fault]:not([hidden])"));
  hide(id("matrix"), !any);
  hide(id("no-fault"), any);
  rove(current && !current.closest("[hidden]") ? current : rows.flatMap(({ marks }) => marks).find((mark) => mark && !mark.closest("[hidden]")));
}

// One cell of the matrix can be reached with Tab; arrows go on from there.
let current;
function rove(mark) {
  if (current) current.tabIndex = -1;
  current = mark;
  if (current) current.tabIndex = 0;
}
for (const { marks, name } of rows) for (const [index, mark] of marks.entries()) {
  if (!mark) continue;
  const { subject } = columns[index].dataset;
  const said = verdictOf(mark).replace("-", " ") + ": " + name + ", " + subject;
  mark.tabIndex = -1;
  mark.dataset.key = subject + " " + name;
  mark.setAttribute("aria-label", mark.title ? said + ": " + mark.title : said);
  mark.title = mark.title ? subject + ": " + mark.title : said;
}
const matrix = id("matrix");
matrix?.addEventListener("click", (event) => {
  const mark = event.target.closest(".mark");
  if (!mark) return;
  rove(mark);
  if (mark.tagName === "BUTTON") { showFault(open === mark.dataset.key ? "" : mark.dataset.key); save(); }
});
matrix?.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -999], End: [0, 999] }[event.key];
  const mark = document.activeElement;
  if (!step || !mark.classList.contains("mark")) return;
  event.preventDefault();
  const grid = rows.filter(({ row }) => !row.hidden && !row.parentElement.hidden).map(({ marks }) => marks.filter((each) => each && !each.parentElement.hidden));
  const row = grid.findIndex((marks) => marks.includes(mark));
  const column = grid[row].indexOf(mark);
  let next;
  for (let by = 1; by < 60; by += 1) {
    const line = grid[row + step[0] * by];
    if (!line) break;
    const at = step[1] === -999 ? 0 : step[1] === 999 ? line.length - 1 : column + step[1] * by;
    next = line[at];
    if (!next || !next.hidden || Math.abs(step[1]) > 1) break;
  }
  if (!next || next.hidden) return;
  rove(next);
  next.focus();
  if (open) { showFault(next.dataset.key); save(); }
});

function showFault(key) {
  $(".matrix tr.panel").forEach((row) => row.remove());
  for (const mark of $(".matrix [aria-expanded]")) mark.removeAttribute("aria-expanded");
  open = "";
  const line = rows.find(({ marks }) => marks.some((mark) => mark?.dataset.key === key));
  const mark = line?.marks.find((each) => each?.dataset.key === key);
  if (!mark) return;
  open = key;
  const result = data.faults.results[key];
  const [subject] = key.split(" ");
  const panel = document.createElement("tr");
  panel.className = "panel";
  panel.innerHTML = '<td colspan="' + (columns.length + 2) + '"><div class="view" role="region"><div class="vendor-head"><h3></h3><button type="button" class="close">Close</button></div><div class="drawn"></div></div></td>';
  panel.querySelector("h3").textContent = subject + ": " + line.name;
  panel.querySelector(".view").setAttribute("aria-label", subject + ": " + line.name);
  if (result) panel.querySelector(".drawn").innerHTML = drawFault(result, data.faults.texts);
  else panel.querySelector(".drawn").textContent = mark.title;
  panel.querySelector(".close").addEventListener("click", closeFault);
  line.row.after(panel);
  if (mark.tagName === "BUTTON") mark.setAttribute("aria-expanded", "true");
  panel.scrollIntoView({ block: "nearest", behavior: noMotion ? "auto" : "smooth" });
}
function closeFault() { showFault(""); save(); current?.focus(); }

// What is known of an operation opens below it.
const operations = new Map(data.coverage.operations.map((each) => [each.operation, each]));
document.addEventListener("click", (event) => {
  const button = event.target.closest("button.path");
  const known = button && operations.get(button.dataset.op);
  if (!known) return;
  const line = button.closest("li"), isOpen = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!isOpen));
  line.classList.toggle("opened", !isOpen);
  line.querySelector(".more")?.remove();
  if (isOpen) return;
  const more = document.createElement("div");
  more.className = "more";
  const links = $("a.cell", line).flatMap((cell) => cell.title.split("\\n").slice(1));
  if (links.length > 0) {
    const heading = document.createElement("div"), list = document.createElement("ul");
    heading.className = "label";
    heading.textContent = "exchanges";
    list.className = "chips";
    for (const link of links) {
      const row = document.getElementById(anchorOf(link));
      if (!row) continue;
      const entry = document.createElement("li"), a = document.createElement("a");
      a.href = "#" + row.id;
      a.textContent = link;
      entry.append(a);
      list.append(entry);
    }
    more.append(heading, list);
  }
  const drawn = document.createElement("div");
  drawn.innerHTML = drawOperation(known, data.coverage.lists);
  more.append(drawn);
  line.append(more);
});
const anchorOf = (exchange) => "x-" + exchange.replace(/[^\\w-]/g, (character) => "." + character.charCodeAt(0).toString(16) + ".");

// The address keeps what is filtered, which timeline is open, and what was looked at.
function save() {
  const hash = new URLSearchParams();
  if (text.value) hash.set("q", text.value);
  if (vendor.value) hash.set("vendor", vendor.value);
  if (fidelity.value) hash.set("fidelity", fidelity.value);
  const off = toggles.filter(isOff).map((button) => button.dataset.verdict);
  if (off.length > 0) hash.set("hide", off.join(","));
  if (open) hash.set("fault", open);
  const kept = String(hash);
  if (target) hash.set("at", target);
  history.replaceState(null, "", location.href.split("#")[0] + (kept ? "#" + hash : target ? "#" + target : ""));
}
function load() {
  const raw = location.hash.slice(1);
  if (raw !== "" && !raw.includes("=")) { target = decodeURIComponent(raw); openTarget(); save(); return; }
  const hash = new URLSearchParams(raw);
  const off = (hash.get("hide") ?? "").split(",");
  text.value = hash.get("q") ?? "";
  vendor.value = hash.get("vendor") ?? "";
  fidelity.value = hash.get("fidelity") ?? "";
  if (vendor.selectedIndex < 0) vendor.value = "";
  if (fidelity.selectedIndex < 0) fidelity.value = "";
  for (const button of toggles) button.setAttribute("aria-pressed", String(!off.includes(button.dataset.verdict)));
  // The page comes as it is without filters.
  if (raw !== "" || isFiltered) apply();
  showFault(hash.get("fault") ?? "");
  target = hash.get("at") ?? "";
  if (target) openTarget();
}
function openTarget() {
  const place = id(target);
  if (!place) return;
  for (const other of $(".target")) other.classList.remove("target");
  for (let around = place; around; around = around.parentElement) around.hidden = false;
  place.classList.add("target");
  if (place.tagName === "DETAILS") place.open = true;
  place.scrollIntoView({ block: place.tagName === "DETAILS" ? "center" : "start" });
  (place.querySelector(":scope > summary") ?? place).focus({ preventScroll: true });
}
addEventListener("hashchange", load);

for (const input of [text, vendor, fidelity]) input.addEventListener("input", () => { apply(); save(); });
for (const button of toggles) button.addEventListener("click", () => { button.setAttribute("aria-pressed", String(isOff(button))); apply(); save(); });
id("reset").addEventListener("click", () => { text.value = vendor.value = fidelity.value = target = ""; for (const button of toggles) button.setAttribute("aria-pressed", "true"); showFault(""); apply(); save(); });
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !/INPUT|SELECT|TEXTAREA/.test(document.activeElement.tagName)) { event.preventDefault(); text.focus(); }
  if (event.key !== "Escape") return;
  if (document.activeElement === text) { text.value = ""; apply(); save(); }
  else if (open) closeFault();
});
const theme = id("theme");
const isDark = () => document.documentElement.style.colorScheme ? document.documentElement.style.colorScheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
theme.setAttribute("aria-pressed", String(isDark()));
theme.addEventListener("click", () => {
  const dark = !isDark();
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
  theme.setAttribute("aria-pressed", String(dark));
});
let folded = [];
addEventListener("beforeprint", () => { folded = $(".row[data-telling]:not([open])"); for (const row of folded) row.open = true; });
addEventListener("afterprint", () => { for (const row of folded) row.open = false; });
rove(rows.flatMap(({ marks }) => marks).find(Boolean));
load();
})();
`;
