// Resumable upload. A file is cut into pieces of 8 MiB; each is hashed here with WebCrypto and sent
// with its digest, the server checks it and says which pieces it holds. After a broken line or a
// closed page only the missing pieces are sent. The hash of the whole file is the server's work,
// because a browser cannot hash a stream.
const PIECE = 8 * 1024 * 1024;

const hex = (buffer) => [...new Uint8Array(buffer)].map((b) => b.toString(16).padStart(2, "0")).join("");
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

export function uploads() {
  for (const form of document.querySelectorAll("form[data-upload]")) {
    form.addEventListener("submit", (event) => {
      const file = form.querySelector("input[type=file]").files[0];
      if (!file) return;
      event.preventDefault();
      send(form, file).catch((error) => tell(form, error.message, true));
    });
  }
}

async function send(form, file) {
  const csrf = form.querySelector("[name=csrf]").value;
  const ask = (path, options = {}) => fetch(path, { ...options, headers: { "x-csrf": csrf, ...options.headers } });
  const begun = await ask(`${form.dataset.upload}?name=${encodeURIComponent(file.name)}&bytes=${file.size}`, { method: "POST" });
  if (!begun.ok) throw new Error(await begun.text());
  const { upload, held, next } = await begun.json();
  const count = Math.max(1, Math.ceil(file.size / PIECE));
  const have = new Set(held);
  const map = draw(form, count, have);
  for (let i = 0; i < count; i += 1) {
    if (have.has(i)) continue;
    map(i, "go");
    const piece = await file.slice(i * PIECE, Math.min((i + 1) * PIECE, file.size)).arrayBuffer();
    const digest = hex(await crypto.subtle.digest("SHA-256", piece));
    for (let attempt = 0; ; attempt += 1) {
      let answer = null;
      try {
        answer = await ask(`${upload}/${i}`, { method: "PUT", body: piece, headers: { "x-sha256": digest } });
      } catch { /* the line is gone: try again below */ }
      if (answer?.ok) break;
      // 409 means the piece did not match on arrival; everything else below 500 is final.
      if (answer && answer.status < 500 && answer.status !== 409) throw new Error(await answer.text());
      map(i, "re");
      await wait(Math.min(30_000, 500 * 2 ** attempt));
    }
    have.add(i);
    map(i, "ok");
    progress(form, have.size, count);
  }
  const sealed = await ask(`${upload}/seal`, { method: "POST" });
  if (!sealed.ok) throw new Error(await sealed.text());
  location.href = next;
}

function draw(form, count, have) {
  const box = form.querySelector(".chunks");
  box.hidden = false;
  // More than 200 squares say nothing more: one square then stands for a group of pieces.
  const group = Math.ceil(count / 200);
  const squares = Array.from({ length: Math.ceil(count / group) }, () => document.createElement("i"));
  box.replaceChildren(...squares);
  const done = squares.map(() => 0);
  const size = (g) => Math.min(group, count - g * group);
  const set = (i, state) => {
    const g = Math.floor(i / group);
    if (state === "ok") done[g] += 1;
    squares[g].className = state === "ok" && done[g] < size(g) ? "go" : state;
  };
  for (const i of have) set(i, "ok");
  progress(form, have.size, count);
  return set;
}

function progress(form, done, count) {
  const bar = form.querySelector("progress");
  bar.hidden = false;
  bar.max = count;
  bar.value = done;
  tell(form, `${done} / ${count}`, false);
}

function tell(form, text, bad) {
  const line = form.querySelector("[data-upload-state]");
  line.textContent = text;
  line.classList.toggle("err", bad);
}
