// Keyboard shortcuts. They act only outside of fields and can be switched off (WCAG 2.1.4):
// the choice is kept in this browser under "keys".
export const off = () => localStorage.getItem("keys") === "off";

export function keys() {
  const box = document.querySelector("[data-keys-off]");
  if (box) {
    box.checked = off();
    box.addEventListener("change", () => localStorage.setItem("keys", box.checked ? "off" : "on"));
  }
  let first = "";
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
    }
    if (off() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const pressed = first ? `${first} ${event.key}` : event.key;
    first = "";
    if (event.key === "j" || event.key === "k") return move(event.key === "j" ? 1 : -1);
    if (event.key === "?") return go("/keys");
    if (event.key === "g") { first = "g"; return; }
    const target = [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key === pressed);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input, textarea")) target.focus(); else target.click();
  });
}

const go = (place) => { location.href = place; };

function move(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (rows.length === 0) return;
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1);
  rows[next].focus();
}
