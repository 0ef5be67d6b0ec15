"use strict";
/* Writing the reply: what the file lacks and what changed, renewed whenever the letter was drawn. */
(() => {
  const form = document.querySelector("form[data-notes-url]");
  const box = form && document.getElementById(form.dataset.notes);
  if (!box) return;
  let running = null, shown = "";

  async function renew() {
    if (running) running.abort();
    const mine = running = new AbortController();
    const data = new FormData(form);
    Array.from(data.entries()).forEach(([name, value]) => { if (value instanceof File) data.delete(name); });
    try {
      const answer = await fetch(form.dataset.notesUrl, { method: "POST", body: data, signal: mine.signal, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      const text = await answer.text();
      if (text === shown) return;   // nothing is read out twice
      const open = new Set(Array.from(box.querySelectorAll("details[open]"), (one) => one.dataset.keepsOpen));
      box.innerHTML = shown = text;
      box.querySelectorAll("details").forEach((one) => { one.open = open.has(one.dataset.keepsOpen); });
    } catch { /* the reply itself is refused with the same words */ }
  }
  form.addEventListener("redrawn", renew);
})();
