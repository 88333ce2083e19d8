// The call page: Ctrl+Enter books from any field, and Enter in a field of the job does not look for the caller again.
"use strict";

(() => {
  const form = document.querySelector("[data-call]");
  if (!form) return;
  const books = form.querySelector("[data-books]");
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      books.click();
      return;
    }
    const field = event.target;
    if (field.matches("input:not([type=search])") && !field.closest(".find")) event.preventDefault();
  });

  const urgency = form.querySelector("#urgency");
  const safety = form.querySelector("#safety");
  if (urgency && safety) {
    const show = () => { safety.closest(".field").hidden = urgency.value !== "emergency"; };
    urgency.addEventListener("change", show);
    show();
  }
})();
