"use strict";
/* The office's wording goes into its field where the cursor stands; then its first blank is chosen. */
(() => {
  const BLANK = /【[^【】]*】/;

  function insert(button, field) {
    const words = button.closest("[data-phrase]").querySelector("[data-words]").textContent.trim();
    const { selectionStart: start, selectionEnd: end } = field;
    if (field.maxLength > 0 && field.value.length - (end - start) + words.length > field.maxLength) {
      document.querySelector("[data-toasts]").append(Object.assign(document.createElement("div"), { textContent: button.dataset.full }));
      return;
    }
    field.focus();
    field.setSelectionRange(start, end);
    // As if it were typed: it can be undone, and what is kept for later hears of it.
    if (!document.execCommand("insertText", false, words)) {
      field.setRangeText(words, start, end, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const blank = BLANK.exec(words);
    if (blank) field.setSelectionRange(start + blank.index, start + blank.index + blank[0].length);
  }

  document.querySelectorAll("[data-insert]").forEach((button) => {
    const field = document.getElementById(button.dataset.insert);
    if (!field || !("setRangeText" in field)) return;
    let touched = false;
    field.addEventListener("focus", () => { touched = true; });
    button.hidden = false;
    button.addEventListener("click", () => {
      // Nobody has been in the field yet: what is added stands behind what is there.
      if (!touched) field.setSelectionRange(field.value.length, field.value.length);
      insert(button, field);
    });
  });
})();
