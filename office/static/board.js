// The dispatch board: cards are dragged, or moved with the arrow keys. Both fill in the same form; without a script
// the card is a link to it.
"use strict";

(() => {
  const form = document.getElementById("board-move");
  const say = document.getElementById("board-say");
  const STEP = 30;
  const LAST_MINUTE = 23 * 60 + 30;
  // What is being moved, and where to: { card, technician, name, day, starts }.
  let plan = null;

  const minutesOf = (clock) => {
    const [hour, minute] = clock.split(":").map(Number);
    return hour * 60 + minute;
  };
  const clockOf = (minutes) =>
    `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

  const cardOf = (target) => target.closest?.(".visit-card[data-move]");

  const clear = () => {
    for (const cell of document.querySelectorAll(".target")) cell.classList.remove("target");
    plan?.card.classList.remove("moving");
    plan = null;
  };

  const begin = (card) => {
    clear();
    const row = card.closest("tr[data-technician]");
    plan = {
      card,
      technician: row ? row.dataset.technician : card.dataset.technician || "",
      name: row ? row.dataset.name : "nobody",
      day: card.dataset.day || document.querySelector("[data-day]")?.dataset.day || "",
      starts: card.dataset.starts || "09:00",
    };
    card.classList.add("moving");
  };

  const send = () => {
    const { card, technician, day, starts } = plan;
    form.action = card.dataset.move;
    form.elements.technician_id.value = technician;
    form.elements.day.value = day;
    form.elements.starts.value = starts;
    form.elements.minutes.value = card.dataset.minutes;
    form.elements.seen.value = card.dataset.seen;
    form.submit();
  };

  const showTarget = () => {
    for (const cell of document.querySelectorAll(".target")) cell.classList.remove("target");
    const rows = document.querySelectorAll(`tr[data-technician="${plan.technician}"]`);
    for (const row of rows) {
      for (const cell of row.cells) {
        const here = cell.dataset.day === plan.day;
        const then = !cell.dataset.starts || cell.dataset.starts === plan.starts;
        if (here && then) cell.classList.add("target");
      }
    }
    const until = minutesOf(plan.starts) + Number(plan.card.dataset.minutes);
    say.textContent = `Job ${plan.card.dataset.job}: ${plan.name}, ${plan.day}, ${plan.starts} to `
      + `${clockOf(until % 1440)}. Enter moves it, Escape leaves it.`;
  };

  const technicians = () => {
    const rows = new Map();
    for (const row of document.querySelectorAll("tr[data-technician]")) {
      rows.set(row.dataset.technician, row.dataset.name);
    }
    return Array.from(rows);
  };

  const toTechnician = (by) => {
    const all = technicians();
    if (all.length === 0) return;
    const at = all.findIndex(([id]) => id === plan.technician);
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
    [plan.technician, plan.name] = all[next];
  };

  const toTime = (by) => {
    if (document.querySelector(".board-week")) {
      const day = new Date(`${plan.day}T12:00:00Z`);
      day.setUTCDate(day.getUTCDate() + by);
      const wanted = day.toISOString().slice(0, 10);
      if (document.querySelector(`td[data-day="${wanted}"]`)) plan.day = wanted;
      return;
    }
    const minutes = minutesOf(plan.starts) + by * STEP;
    plan.starts = clockOf(Math.min(Math.max(minutes, 0), LAST_MINUTE));
  };

  const keys = {
    ArrowUp: () => toTechnician(-1),
    ArrowDown: () => toTechnician(1),
    ArrowLeft: () => toTime(-1),
    ArrowRight: () => toTime(1),
  };

  document.addEventListener("keydown", (event) => {
    const card = cardOf(event.target);
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    if (keys[event.key]) {
      event.preventDefault();
      if (plan?.card !== card) begin(card);
      keys[event.key]();
      showTarget();
    } else if (event.key === "Enter" && plan?.card === card) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape" && plan) {
      clear();
      say.textContent = "Left where it is.";
    } else if (event.key === "m") {
      event.preventDefault();
      card.click();
    }
  });

  document.addEventListener("focusout", (event) => {
    if (plan && cardOf(event.target) === plan.card && !plan.dragged) clear();
  });

  // Dragging. What is held by its middle begins where the pointer is.
  document.addEventListener("dragstart", (event) => {
    const card = cardOf(event.target);
    if (!card || !form) return;
    begin(card);
    plan.dragged = true;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.job);
  });
  const placeOf = (target) => target.closest?.("td[data-day], [data-lane]");
  document.addEventListener("dragover", (event) => {
    const place = placeOf(event.target);
    if (!plan || !place) return;
    event.preventDefault();
    if (place.classList.contains("target")) return;
    for (const cell of document.querySelectorAll(".target")) cell.classList.remove("target");
    place.classList.add("target");
  });
  document.addEventListener("drop", (event) => {
    const place = placeOf(event.target);
    if (!plan || !place) return;
    event.preventDefault();
    if (place.matches("[data-lane]")) {
      if (!plan.card.dataset.starts) return;
      plan.technician = "";
      plan.day = plan.card.dataset.day;
    } else {
      plan.technician = place.closest("tr").dataset.technician;
      plan.day = place.dataset.day;
      if (place.dataset.starts) plan.starts = place.dataset.starts;
    }
    send();
  });
  document.addEventListener("dragend", clear);

  // The board does not change under a hand that is moving something.
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (plan && event.target.id === "board") event.preventDefault();
  });
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (plan && event.target.id === "board") event.detail.shouldSwap = false;
  });
})();
