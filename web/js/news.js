// News from the server in one bar. The list below never moves by itself: the reader asks for it.
export function news() {
  const bar = document.querySelector(".news[data-url]");
  if (!bar) return;
  const source = new EventSource(bar.dataset.url);
  const show = (tone, text, link) => {
    const note = document.createElement("div");
    note.className = `note ${tone}`;
    const words = document.createElement("div");
    words.className = "grow";
    words.textContent = text;
    note.append(words);
    if (link) {
      const again = document.createElement("a");
      again.className = "btn sm";
      again.href = location.href;
      again.textContent = link;
      note.append(again);
    }
    bar.replaceChildren(note);
  };
  source.addEventListener("arrived", (event) => show("run", event.data, bar.dataset.show));
  let lost = null;
  source.addEventListener("open", () => { clearTimeout(lost); lost = null; });
  source.addEventListener("error", () => {
    lost ??= setTimeout(() => show("soon", bar.dataset.lost), 60_000);
  });
}
