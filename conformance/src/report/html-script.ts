/** What the HTML report does when it is looked at: filters, the theme, and links into folded rows. Everything is there without it. */
export const SCRIPT = `
(() => {
const $ = (selector, from = document) => [...from.querySelectorAll(selector)];
const text = document.getElementById("filter-text"), vendor = document.getElementById("filter-vendor"), fidelity = document.getElementById("filter-fidelity");
const toggles = $(".toggle");
const shown = document.getElementById("shown");
function apply() {
  const words = text.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const off = new Set(toggles.filter((b) => b.getAttribute("aria-pressed") === "false").map((b) => b.dataset.verdict));
  let count = 0;
  for (const item of $("[data-exchange]")) {
    const d = item.dataset;
    const visible = words.every((word) => d.text.includes(word)) && (!vendor.value || d.vendor === vendor.value) && (!fidelity.value || d.fidelity === fidelity.value) && !off.has(d.verdict);
    item.hidden = !visible;
    if (visible && item.closest(".list")) count += 1;
  }
  for (const item of $(".map li")) item.hidden = !words.every((word) => item.dataset.text.includes(word)) || (off.size > 0 || fidelity.value ? ![...item.querySelectorAll("a.cell")].some((a) => !off.has(a.dataset.verdict) && (!fidelity.value || a.dataset.fidelity === fidelity.value)) : false);
  for (const group of $(".group")) group.hidden = !group.querySelector("li:not([hidden])");
  for (const section of $("section[data-vendor]")) section.hidden = !!vendor.value && section.dataset.vendor !== vendor.value;
  shown.textContent = String(count);
  document.getElementById("nothing").hidden = count > 0;
}
for (const input of [text, vendor, fidelity]) input.addEventListener("input", apply);
for (const button of toggles) button.addEventListener("click", () => { button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") === "false")); apply(); });
document.getElementById("reset").addEventListener("click", () => { text.value = vendor.value = fidelity.value = ""; for (const b of toggles) b.setAttribute("aria-pressed", "true"); apply(); });
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/INPUT|SELECT|TEXTAREA/.test(document.activeElement.tagName)) { event.preventDefault(); text.focus(); }
  if (event.key === "Escape" && document.activeElement === text) { text.value = ""; apply(); }
});
const theme = document.getElementById("theme");
theme.addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.style.colorScheme ? root.style.colorScheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.style.colorScheme = dark ? "light" : "dark";
  theme.setAttribute("aria-pressed", String(!dark));
});
function openTarget() {
  const row = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!row || !row.classList.contains("row")) return;
  for (const other of $(".row.target")) other.classList.remove("target");
  row.closest("li").hidden = false;
  row.open = true;
  row.classList.add("target");
  row.scrollIntoView({ block: "center" });
  row.querySelector("summary").focus({ preventScroll: true });
}
addEventListener("hashchange", openTarget);
for (const link of $("a.cell")) link.addEventListener("click", () => { if (link.hash === location.hash) openTarget(); });
let folded = [];
addEventListener("beforeprint", () => { folded = $(".row:not([open])").filter((row) => row.dataset.telling !== undefined); for (const row of folded) row.open = true; });
addEventListener("afterprint", () => { for (const row of folded) row.open = false; });
openTarget();
})();
`;
