// Changing a job where it stands: a refused form comes back in its place, and Escape leaves it as it was.
"use strict";

(() => {
  const REFUSED = new Set([409, 422]);

  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (!REFUSED.has(xhr.status) || !xhr.getResponseHeader("HX-Reswap")) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.target.closest("[data-fact]")?.querySelector("[data-leave]")?.click();
  });
})();
