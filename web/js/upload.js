// Resumable upload. A file is cut into pieces of 8 MiB; each is hashed here with WebCrypto and sent
// with its digest, the server checks it, seals it at once and says where the next one begins. After
// a broken line or a closed page the upload goes on from there. The hash of the whole file is the
// server's work, because a browser cannot hash a stream.
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
  const { upload, next, at: begun } = await begin(form, file, ask);
  const count = Math.max(1, Math.ceil(file.size / PIECE));
  const map = draw(form, count, Math.floor(begun / PIECE));
  for (let at = begun; at < file.size;) {
    const i = Math.floor(at / PIECE);
    map(i, "go");
    const piece = await file.slice(at, Math.min(at + PIECE, file.size)).arrayBuffer();
    const digest = hex(await crypto.subtle.digest("SHA-256", piece));
    at = await put(ask, `${upload}?at=${at}`, piece, digest, () => map(i, "re"));
    for (let done = i; done < Math.ceil(at / PIECE); done += 1) map(done, "ok");
    progress(form, Math.ceil(at / PIECE), count);
  }
  const sealed = await ask(`${upload}/seal`, { method: "POST" });
  if (!sealed.ok) throw new Error(await why(sealed));
  localStorage.removeItem(memory(form, file));
  location.href = next;
}

// What this browser remembers of an upload: its address, never the file's content.
const memory = (form, file) => `upload ${form.dataset.upload} ${file.name} ${file.size} ${file.lastModified}`;

async function begin(form, file, ask) {
  const key = memory(form, file);
  const known = JSON.parse(localStorage.getItem(key) ?? "null");
  if (known) {
    const held = await ask(known.upload).catch(() => null);
    if (held?.ok) return { ...known, at: (await held.json()).at };
  }
  const item = form.querySelector("[name=item]")?.value ?? "";
  const query = `name=${encodeURIComponent(file.name)}&bytes=${file.size}&item=${encodeURIComponent(item)}`;
  const begun = await ask(`${form.dataset.upload}?${query}`, { method: "POST" });
  if (!begun.ok) throw new Error(await why(begun));
  const found = await begun.json();
  localStorage.setItem(key, JSON.stringify({ upload: found.upload, next: found.next }));
  return found;
}

// Sends one piece until the server holds it; the answer is where the next one begins.
async function put(ask, path, piece, digest, again) {
  for (let attempt = 0; ; attempt += 1) {
    let answer = null;
    try {
      answer = await ask(path, { method: "PUT", body: piece, headers: { "x-sha256": digest } });
    } catch { /* the line is gone: try again below */ }
    if (answer?.ok) return (await answer.json()).at;
    // 409 means the piece did not match on arrival; everything else below 500 is final.
    if (answer && answer.status < 500 && answer.status !== 409) throw new Error(await why(answer));
    again();
    await wait(Math.min(30_000, 500 * 2 ** attempt));
  }
}

async function why(answer) {
  const text = await answer.text();
  try { return JSON.parse(text).message; } catch { return `${answer.status}`; }
}

function draw(form, count, have) {
  const box = form.querySelector(".chunks");
  box.hidden = false;
  // More than 200 squares say nothing more: one square then stands for a group of pieces.
  const group = Math.ceil(count / 200);
  const squares = Array.from({ length: Math.ceil(count / group) }, () => document.createElement("i"));
  box.replaceChildren(...squares);
  const done = squares.map(() => new Set());
  const size = (g) => Math.min(group, count - g * group);
  const set = (i, state) => {
    const g = Math.floor(i / group);
    if (state === "ok") done[g].add(i);
    squares[g].className = state === "ok" && done[g].size < size(g) ? "go" : state;
  };
  for (let i = 0; i < have; i += 1) set(i, "ok");
  progress(form, have, count);
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
