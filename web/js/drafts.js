// A draft saves itself. When the line drops, the page says since when nothing was saved, tries again
// every ten seconds, and does not let the reader leave without a word. Nothing typed leaves the page.
export function drafts() {
  const form = document.querySelector("form[data-draft]");
  const place = document.querySelector("#saved");
  if (!form || !place) return;
  let since = null;
  let changed = false;

  const clock = () => new Date().toISOString().slice(11, 19) + " UTC";
  let last = clock();

  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });

  const lost = () => {
    since = since ?? last;
    place.textContent = form.dataset.draft.replace("{time}", since);
    place.classList.add("st", "late");
  };

  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form) return;
    if (!event.detail.successful) {
      lost();
      return;
    }
    since = null;
    last = clock();
    changed = false;
    place.classList.remove("st", "late");
  });

  setInterval(() => {
    if (since) form.dispatchEvent(new Event("retry"));
  }, 10_000);

  // A button pressed on a dead line would replace the page, and the text with it.
  form.addEventListener("submit", (event) => {
    if (navigator.onLine === false) {
      event.preventDefault();
      changed = true;
      lost();
    }
  });

  window.addEventListener("beforeunload", (event) => {
    if (since && changed) event.preventDefault();
  });
}
