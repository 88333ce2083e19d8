// Billing: one tick for all rows of a list. Everything works without it.
"use strict";

(() => {
  for (const form of document.querySelectorAll("[data-ticks]")) {
    const all = form.querySelector("[data-tick-all]");
    if (!all) continue;
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const each of form.querySelectorAll("tbody input[type=checkbox]")) each.checked = all.checked;
    });
  }
})();
