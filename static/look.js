"use strict";
/* What was shown behind the mask goes back behind it, by the clock and not by ticks: a tab that slept masks as it wakes. */
(() => {
  const card = document.querySelector("[data-look]");
  const left = card.querySelector("[data-look-left]");
  const until = Date.now() + Number(card.dataset.look) * 1000;
  let timer = 0;

  function end() {
    clearInterval(timer);
    card.querySelectorAll("[data-mask]").forEach((shown) => {
      if (shown.dataset.mask) { shown.textContent = shown.dataset.mask; return; }
      shown.previousElementSibling.remove();
      shown.remove();
    });
    const on = card.querySelector("[data-look-on]");
    const over = card.querySelector("[data-look-over]");
    if (!on) return;
    const wasThere = on.contains(document.activeElement);
    on.remove();
    over.hidden = false;
    if (wasThere) over.querySelector("a").focus();
  }
  function tick() {
    const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    left.textContent = String(seconds);
    if (!seconds) end();
  }

  timer = setInterval(tick, 250);
  document.addEventListener("visibilitychange", tick);
  window.addEventListener("pagehide", end);   // nothing is left for the way back
  card.querySelector("[data-look-end]").addEventListener("click", (event) => { event.preventDefault(); end(); });
  // To load the page anew must not send the form anew.
  history.replaceState(null, "", card.dataset.lookUrl);
  card.scrollIntoView({ block: "center" });
  card.querySelector("[data-look-on]").focus({ preventScroll: true });
})();
