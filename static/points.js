"use strict";
/* Points of an opinion: "comment" beside a paragraph opens a row for it; rows are added as they are needed. */
(() => {
  const box = document.querySelector("fieldset.points");
  const mould = document.querySelector("[data-point-template]");
  if (!box || !mould) return;
  const button = box.querySelector("[data-add-point]");
  const total = box.querySelector("[name=points-TOTAL_FORMS]");
  const most = Number(box.querySelector("[name=points-MAX_NUM_FORMS]").value);
  const more = box.querySelector("[data-more-points]");
  const rows = () => Array.from(box.querySelectorAll("[data-point]"));
  const part = (row, name) => row.querySelector(`[name$="-${name}"]`);

  function added() {
    const at = Number(total.value);
    if (at >= most) return null;
    const row = mould.content.firstElementChild.cloneNode(true);
    row.querySelectorAll("[name]").forEach((field) => {
      field.name = field.name.replace("__prefix__", at);
      field.id = field.id.replace("__prefix__", at);
    });
    (more || box).append(row);
    total.value = at + 1;
    return row;
  }
  function open(at) {
    const row = rows().find((one) => !part(one, "text").value.trim()) || added();
    if (!row) return;
    if (more && more.contains(row)) more.open = true;
    part(row, "paragraph").value = at;
    (part(row, "kind").value ? part(row, "text") : part(row, "kind")).focus();
    row.scrollIntoView({ block: "nearest" });
  }
  // Without script some rows stand ready; with it each comes when it is needed.
  if (more) {
    const spare = rows().filter((row) => more.contains(row));
    while (spare.length && !part(spare[spare.length - 1], "text").value.trim()) { spare.pop().remove(); total.value = Number(total.value) - 1; }
    more.open = true;
    more.querySelector("summary").hidden = true;
  }
  button.hidden = false;
  button.addEventListener("click", () => open(""));
  document.querySelectorAll("[data-point-at]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    open(link.dataset.pointAt);
  }));
})();
