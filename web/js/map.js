// The atlas: one tile of all takes part in the order of tabs, arrow keys walk over the tiles as they
// are seen. Without this file each tile is a link of its own.
const KEYS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"];

export function map() {
  const atlas = document.querySelector("[data-atlas]");
  if (!atlas) return;
  const tiles = [...atlas.querySelectorAll(".tiles a")];
  if (tiles.length === 0) return;
  const first = tiles.find((tile) => tile.getAttribute("aria-current")) ?? tiles[0];
  for (const tile of tiles) tile.tabIndex = tile === first ? 0 : -1;
  atlas.addEventListener("keydown", (event) => {
    if (!KEYS.includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    const here = tiles.indexOf(event.target.closest("a"));
    if (here < 0) return;
    event.preventDefault();
    const next = tiles[walk(tiles, here, event.key)];
    for (const tile of tiles) tile.tabIndex = tile === next ? 0 : -1;
    next.focus();
  });
}

function walk(tiles, here, key) {
  if (key === "Home") return 0;
  if (key === "End") return tiles.length - 1;
  // Tiles run from left to right in every script, as their codes do.
  if (key === "ArrowLeft") return Math.max(here - 1, 0);
  if (key === "ArrowRight") return Math.min(here + 1, tiles.length - 1);
  return nearest(tiles, here, key === "ArrowDown" ? 1 : -1);
}

// The tile of the next row above or below whose middle is nearest.
function nearest(tiles, here, way) {
  const middle = (tile) => {
    const box = tile.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const [x, y] = middle(tiles[here]);
  let best = here;
  let far = Infinity;
  for (let at = 0; at < tiles.length; at += 1) {
    const [tx, ty] = middle(tiles[at]);
    const down = (ty - y) * way;
    if (down < 4) continue;
    const distance = down * 4 + Math.abs(tx - x);
    if (distance < far) { far = distance; best = at; }
  }
  return best;
}
