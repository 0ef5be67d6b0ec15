"use strict";
/* Registering: the day of receipt and the due date, worked out by the server as the days are typed. */
(() => {
  const form = document.querySelector("form[data-receipt]");
  const box = form && document.getElementById(form.dataset.receipt);
  if (!box) return;
  const evidence = ["channel", "submitted_on", "is_oral", "posted_on", "signed_on", "reached_office_on", "called_on", "confirmed_on"];
  let timer = 0, running = null;

  async function workOut() {
    if (running) running.abort();
    const mine = running = new AbortController();
    const all = new FormData(form), data = new FormData();
    ["csrfmiddlewaretoken", ...evidence].forEach((name) => { if (all.has(name)) data.set(name, all.get(name)); });
    data.set("work_out", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, signal: mine.signal, credentials: "same-origin", headers: { "X-Part": "work_out" } });
      if (answer.ok && !answer.redirected) box.innerHTML = await answer.text();
    } catch { /* the button and the registration itself work it out too */ }
  }
  form.addEventListener("input", (event) => {
    if (!evidence.includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(workOut, 300);
  });
  form.addEventListener("change", (event) => { if (evidence.includes(event.target.name)) { clearTimeout(timer); workOut(); } });
})();
