// Keys for people who sit here all day, and the small comforts that need a script. Every page works without it.
"use strict";

(() => {
  const typing = (target) =>
    target.closest("input, textarea, select, [contenteditable]") !== null;

  const rows = () => Array.from(document.querySelectorAll("[data-row]")).filter((row) => row.offsetParent !== null);

  const step = (by) => {
    const all = rows();
    if (all.length === 0) return;
    const at = all.indexOf(document.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
    all[next].focus();
    all[next].scrollIntoView({ block: "nearest" });
  };

  const showKeys = () => {
    const dialog = document.getElementById("keys");
    if (dialog && !dialog.open) dialog.showModal();
  };

  // After `g` the letter of a room opens it.
  const GO_WITHIN_MS = 1500;
  let goingSince = -Infinity;

  const go = (letter) => document.querySelector(`[data-go="${CSS.escape(letter)}"]`)?.click();

  const keys = {
    g: () => { goingSince = performance.now(); },
    "/": () => { const field = document.getElementById("search-words"); field?.focus(); field?.select(); },
    b: () => document.getElementById("new-booking")?.click(),
    j: () => step(1),
    k: () => step(-1),
    "?": showKeys,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const going = performance.now() - goingSince < GO_WITHIN_MS;
    if (event.key !== "Shift") goingSince = -Infinity;
    const act = going ? () => go(event.key) : keys[event.key];
    if (!act || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    act();
  });

  const keysButton = document.getElementById("keys-button");
  if (keysButton) {
    keysButton.hidden = false;
    keysButton.addEventListener("click", showKeys);
  }

  // The newest words stay in view as they arrive, unless someone is reading further up.
  const thread = document.getElementById("thread-scroll");
  const toEnd = () => { if (thread) thread.scrollTop = thread.scrollHeight; };
  let atEnd = true;
  toEnd();
  document.body.addEventListener("htmx:beforeSwap", () => {
    if (thread) atEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 60;
  });
  document.body.addEventListener("htmx:afterSettle", () => { if (atEnd) toEnd(); });

  // A click on a tag writes it where the cursor last stood.
  let lastField = null;
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea, input[type=text]")) lastField = event.target;
  });
  document.addEventListener("click", (event) => {
    const tag = event.target.closest("[data-tag]");
    if (!tag) return;
    const home = tag.closest("form") || document;
    const field = lastField && home.contains(lastField) ? lastField : home.querySelector("textarea");
    if (!field) return;
    field.setRangeText(tag.dataset.tag, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // Times of an appointment and the like are sent once: a second click on the same button does nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method === "post") form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // What must be mended is read out first, unless somebody was quicker than the script and is already typing.
  const held = document.activeElement;
  if (!held || held === document.body || held.autofocus) document.getElementById("errors")?.focus();
})();
