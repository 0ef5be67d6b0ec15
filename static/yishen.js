"use strict";
/* 依申 · what pages do beyond HTML. Everything works without it. Words come from <body data-say-…>. */
(() => {
  const body = document.body;
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const say = (name) => body.getAttribute(`data-say-${name}`) || "";
  const make = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text || "" });
  const store = (() => { try { localStorage.setItem("yishen:try", "1"); localStorage.removeItem("yishen:try"); return localStorage; } catch { return null; } })();

  function toast(text) {
    const line = make("div", "", text);
    document.querySelector("[data-toasts]").append(line);
    setTimeout(() => line.remove(), 8000);
  }

  /* ---- drafts: kept per user and form, seven days, never private fields ---- */
  const WEEK = 7 * 24 * 3600 * 1000;
  const draftKey = (form) => `yishen:draft:${body.dataset.user}:${form.dataset.autosave}`;
  const isKept = (field) => field.name && !field.closest("[data-private]") &&
    !["hidden", "password", "file", "submit", "button", "reset"].includes(field.type);
  const isChoice = (field) => field.type === "checkbox" || field.type === "radio";

  function readFields(form) {
    return Array.from(form.elements).filter(isKept).map((field) =>
      [field.name, isChoice(field) ? field.value : "", isChoice(field) ? field.checked
        : field.multiple ? Array.from(field.selectedOptions, (o) => o.value) : field.value]);
  }

  function writeFields(form, rows) {
    const fields = Array.from(form.elements).filter(isKept);
    const taken = new Set();
    for (const [name, choice, value] of rows) {
      const field = fields.find((f) => !taken.has(f) && f.name === name && (!isChoice(f) || f.value === choice));
      if (!field) continue;
      taken.add(field);
      if (isChoice(field)) field.checked = value;
      else if (field.multiple) all("option", field).forEach((o) => { o.selected = value.includes(o.value); });
      else field.value = value;
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function offerDraft(form) {
    const key = draftKey(form);
    const before = JSON.stringify(readFields(form));
    const draft = JSON.parse(store.getItem(key) || "null");
    if (!draft) return;
    if (Date.now() - draft.at > WEEK) { store.removeItem(key); return; }
    if (form.querySelector("[data-errors]") || document.querySelector("[data-errors]")) return;
    if (JSON.stringify(draft.rows) === before) return;
    writeFields(form, draft.rows);
    const line = make("div", "notice soon");
    const discard = make("button", "btn ghost small", say("discard"));
    discard.type = "button";
    line.setAttribute("role", "status");
    line.append(make("span", "", say("restored")), discard);
    discard.addEventListener("click", () => {
      form.reset(); store.removeItem(key); line.remove();
      form.dispatchEvent(new CustomEvent("discarded", { bubbles: true })); showWhen(form);
    });
    form.prepend(line);
  }

  function keepDraft(form) {
    let timer = 0;
    const keep = () => { try { store.setItem(draftKey(form), JSON.stringify({ at: Date.now(), rows: readFields(form) })); } catch { /* full: typing goes on */ } };
    form.addEventListener("input", (event) => { if (event.isTrusted) { clearTimeout(timer); timer = setTimeout(keep, 400); } });
    form.addEventListener("change", (event) => { if (event.isTrusted) keep(); });
    form.addEventListener("submit", (event) => { clearTimeout(timer); keep(); if (!event.defaultPrevented) sessionStorage.setItem("yishen:sent", draftKey(form)); });
  }

  /* A draft goes only when the page after sending is neither an error, nor the sign-in, nor the same form refused. */
  function settleDrafts() {
    if (!store) return;
    const sent = sessionStorage.getItem("yishen:sent");
    sessionStorage.removeItem("yishen:sent");
    if (sent && body.dataset.page === "page" && !document.querySelector("[data-errors]")) store.removeItem(sent);
    all("form[data-autosave]").forEach((form) => { offerDraft(form); keepDraft(form); });
  }

  /* ---- fields shown only for some choices ---- */
  function valuesOf(form, name) {
    return Array.from(form.elements).filter((f) => f.name === name && (!isChoice(f) || f.checked)).map((f) => f.value);
  }
  function showWhen(form) {
    const parts = all("[data-shows-when]", form);
    for (const part of parts) {
      part.hidden = !part.dataset.showsWhen.split(";").every((condition) => {
        const [name, wanted] = condition.split(":");
        return valuesOf(form, name.trim()).some((value) => wanted.split(",").map((w) => w.trim()).includes(value));
      });
    }
    for (const field of parts.flatMap((part) => all("input, select, textarea, button", part))) {
      if (field.dataset.refused === undefined) field.dataset.refused = field.disabled ? "1" : "";
      field.disabled = field.dataset.refused === "1" || Boolean(field.closest("[data-shows-when][hidden]"));
    }
  }

  /* ---- sent once ---- */
  function freshToken(form) {
    const cookie = /(?:^|; )(?:__Host-|__Secure-)?csrftoken=([^;]+)/.exec(document.cookie);
    const field = form.elements.csrfmiddlewaretoken;
    if (cookie && field) field.value = cookie[1];   // signed in again in another tab: the old token no longer holds
  }
  function sendOnce(event) {
    const form = event.target;
    if (form.method === "post") freshToken(form);
    if (event.defaultPrevented || form.method !== "post" || form.target || event.submitter?.formTarget || "many" in form.dataset) return;
    if (form.dataset.sent) { event.preventDefault(); toast(say("sent")); return; }
    form.dataset.sent = "1";
    setTimeout(() => all("button:not([type=button]), input[type=submit]", form).filter((b) => !b.disabled).forEach((b) => {
      b.disabled = true; b.dataset.held = "1"; if (b === event.submitter) b.dataset.sending = "1";
    }), 0);
  }
  function letGo() {
    all("form[data-sent]").forEach((form) => form.removeAttribute("data-sent"));
    all("[data-held]").forEach((b) => { b.disabled = false; b.removeAttribute("data-held"); b.removeAttribute("data-sending"); });
  }

  /* ---- the letter, redrawn as one types ---- */
  const byId = (id) => document.getElementById(id) || (id && document.querySelector(`[name="${id}"]`));
  const isSignedOut = (answer) => answer.status === 401 || (answer.redirected && (answer.headers.get("content-type") || "").includes("html"));

  function preview(form) {
    const frame = byId(form.dataset.previewTarget);
    const status = byId(form.dataset.previewStatus) || document.querySelector("[data-preview-status]:not(form)");
    let timer = 0, running = null, shown = "";
    const tell = (text, missing) => {
      status.classList.toggle("bad", Boolean(missing));
      status.replaceChildren(make("span", "", text));
      if (missing && missing.length) { const list = make("ul"); missing.forEach((m) => list.append(make("li", "", m))); status.append(list); }
    };
    async function draw() {
      if (running) running.abort();
      const mine = running = new AbortController();
      freshToken(form);
      const data = new FormData(form);
      Array.from(data.entries()).forEach(([name, value]) => { if (value instanceof File) data.delete(name); });
      tell(say("drawing"));
      try {
        const answer = await fetch(form.dataset.previewUrl, { method: "POST", body: data, signal: mine.signal, credentials: "same-origin", headers: { "X-CSRFToken": data.get("csrfmiddlewaretoken") || "", "X-Requested-With": "XMLHttpRequest" } });
        if (isSignedOut(answer)) return tell(say("session"), []);
        if (answer.status === 422) { const told = await answer.json(); return tell(told.message || say("missing"), told.missing || []); }
        if (!answer.ok || !(answer.headers.get("content-type") || "").includes("pdf")) return tell(say("failed"), []);
        const url = URL.createObjectURL(await answer.blob());
        if (mine.signal.aborted) return URL.revokeObjectURL(url);
        frame.src = `${url}#toolbar=0&navpanes=0&view=FitH`;
        if (shown) { const old = shown; setTimeout(() => URL.revokeObjectURL(old), 4000); }
        shown = url;
        return tell(say("drawn"));
      } catch (error) { return error.name === "AbortError" ? null : tell(say("failed"), []); }
    }
    const redraw = async () => { if (await draw() !== null) form.dispatchEvent(new CustomEvent("redrawn")); };
    // Not for the letters of a pinyin that is still to become characters.
    const later = (event) => { if (!event.isComposing) { clearTimeout(timer); timer = setTimeout(redraw, 300); } };
    ["input", "change", "compositionend", "discarded"].forEach((name) => form.addEventListener(name, later));
    redraw();
  }

  /* ---- keyboard ---- */
  const KEYS = "yishen:keys-off";
  const isTyping = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const rowsOf = () => all("[data-rows] tbody tr").filter((row) => row.querySelector("a[href]"));
  const linkOf = (row) => row.querySelector("a[data-open]") || row.querySelector("a[href]");
  let waitsForPlace = 0;

  function walk(step) {
    const rows = rowsOf();
    if (!rows.length) return;
    const at = rows.findIndex((row) => row.classList.contains("is-at"));
    const row = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step))];
    linkOf(row).focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }
  function openDialog(id) { const box = byId(id); if (box && !box.open) box.showModal(); }

  function oneKey(event) {
    const key = event.key;
    if (waitsForPlace > Date.now()) {
      waitsForPlace = 0;
      const place = all("a[data-go]").filter((a) => a.dataset.go === key).pop();
      if (place) { event.preventDefault(); location.assign(place.href); }
      return;
    }
    const chosen = all("[data-key]").find((item) => item.dataset.key === key && !item.disabled);
    const acts = {
      j: () => walk(1), k: () => walk(-1), "?": () => openDialog("help"), g: () => { waitsForPlace = Date.now() + 1500; },
      x: () => { const box = document.querySelector("[data-rows] tr.is-at .pick input"); if (box) box.click(); },
      "/": () => { const box = document.querySelector("[data-search]"); if (box) { box.focus(); box.select(); } },
    };
    const act = chosen ? () => { chosen.focus(); chosen.click(); } : acts[key];
    if (act) { event.preventDefault(); act(); }
  }

  function onKey(event) {
    const field = event.target;
    if (event.isComposing || event.key === "Process") return;
    if (event.key === "Escape") all("details[data-menu][open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = field.closest("form[data-main]") || document.querySelector("form[data-main]");
      if (form) { event.preventDefault(); form.requestSubmit(form.querySelector("[data-default]") || form.querySelector("button:not([type=button]):not([disabled])") || undefined); }
      return;
    }
    if (event.key === "Enter" && field.matches("form[data-careful] input:not([type=submit]):not([type=button]):not([type=file])")) event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(field) || document.querySelector("dialog[open]")) return;
    if (!(store && store.getItem(KEYS))) oneKey(event);
  }

  /* ---- clicks ---- */
  function onClick(event) {
    const opener = event.target.closest("[data-opens]");
    if (opener) openDialog(opener.dataset.opens);
    const filler = event.target.closest("[data-fill-username]");
    if (filler) fillIn(filler);
    all("details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target) || opener) menu.open = false; });
    const row = event.target.closest("[data-rows] tbody tr");
    if (!row || event.target.closest("a, button, input, label, select, summary") || String(getSelection())) return;
    const link = linkOf(row);
    if (link && (event.ctrlKey || event.metaKey)) window.open(link.href, "_blank", "noopener");
    else if (link) link.click();
  }
  function fillIn(button) {
    document.querySelector("[name=username]").value = button.dataset.fillUsername;
    const password = document.querySelector("[name=password]");
    password.value = button.dataset.fillPassword;
    const submit = password.form.querySelector("button:not([type=button])");
    submit.focus();
    submit.scrollIntoView({ block: "nearest" });
  }
  function listFiles(input) {
    const list = input.nextElementSibling && input.nextElementSibling.matches(".file-list") ? input.nextElementSibling : make("ul", "file-list");
    list.replaceChildren(...Array.from(input.files, (file) => make("li", "", `${file.name} · ${Math.max(1, Math.round(file.size / 1024))} KB`)));
    input.after(list);
  }

  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("submit", sendOnce);
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-rows] tbody tr");
    if (row) rowsOf().forEach((other) => other.classList.toggle("is-at", other === row));
  });
  window.addEventListener("pageshow", letGo);
  // On paper nothing is folded; what was folded before is so again afterwards.
  const unfolded = new Set();
  window.addEventListener("beforeprint", () => all("details[data-prints]:not([open])").forEach((one) => { unfolded.add(one); one.open = true; }));
  window.addEventListener("afterprint", () => { unfolded.forEach((one) => { one.open = false; }); unfolded.clear(); });
  all("form").filter((form) => form.querySelector("[data-shows-when]")).forEach((form) => {
    showWhen(form);
    ["change", "input"].forEach((name) => form.addEventListener(name, () => showWhen(form)));
  });
  settleDrafts();
  all("form[data-preview-url]").forEach(preview);
  all("input[type=file]").forEach((input) => {
    input.addEventListener("change", () => listFiles(input));
    ["dragenter", "dragover"].forEach((name) => input.addEventListener(name, () => input.classList.add("is-over")));
    ["dragleave", "drop"].forEach((name) => input.addEventListener(name, () => input.classList.remove("is-over")));
  });
  all("[data-keys-switch]").forEach((box) => {
    box.checked = !(store && store.getItem(KEYS));
    box.addEventListener("change", () => store && (box.checked ? store.removeItem(KEYS) : store.setItem(KEYS, "1")));
  });
  const summary = document.querySelector("[data-errors]");
  if (summary) summary.focus();
})();
