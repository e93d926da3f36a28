// Starts the small improvements. Every page works without them, except resumable upload.
import { keys } from "./keys.js";
import { countdowns } from "./countdown.js";
import { uploads } from "./upload.js";
import { news } from "./news.js";
import { map } from "./map.js";
import { drafts } from "./drafts.js";

document.documentElement.dataset.js = "on";
keys();
countdowns();
uploads();
news();
map();
drafts();

// Saved at once, so that the choice holds on the next page; without JavaScript the button posts.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A menu closes when the reader goes elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
