// Messages arrive and leave without a reload. Everything here also works, more slowly, without this script.

const POLL_MS = 700;
const HIDDEN_POLL_MS = 3000;
const PROGRESS_MS = 2000;
const MOST_ON_A_SCREEN = 200;
const NEAR_END_PX = 80;

const here = document.body.dataset;
let cursor = Number(here.cursor);

document.documentElement.classList.add("live");

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const screenOf = (device) =>
  document.querySelector(`[data-device="${device}"] [data-screen], [data-device="${device}"][data-screen]`);

// Arriving

const drawn = (html) => {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.firstElementChild;
};

const isAtEnd = (screen) => screen.scrollHeight - screen.scrollTop - screen.clientHeight < NEAR_END_PX;
const toEnd = (screen) => { screen.scrollTop = screen.scrollHeight; };

const put = ({ device, id, html }) => {
  const fresh = drawn(html);
  const known = document.getElementById(id);
  if (known) {
    // Words never change, only what became of them; an opened mail stays open.
    known.className = fresh.className;
    known.querySelector("[data-fate]").replaceWith(fresh.querySelector("[data-fate]"));
    return;
  }
  const screen = screenOf(device);
  if (!screen) return;
  if (screen.dataset.screen === "newest-first") {
    screen.querySelector(".empty").after(fresh);
    if (screen.scrollTop > 0) screen.scrollTop += fresh.offsetHeight;
    trim(screen, "last");
  } else {
    const follow = isAtEnd(screen);
    screen.append(fresh);
    trim(screen, "first");
    if (follow) toEnd(screen);
  }
  if (fresh.classList.contains("received")) noteNew(device, fresh);
};

const trim = (screen, end) => {
  const all = screen.querySelectorAll(":scope > [data-message]");
  for (let over = all.length - MOST_ON_A_SCREEN; over > 0; over -= 1) {
    (end === "first" ? all[all.length - MOST_ON_A_SCREEN - over] : all[MOST_ON_A_SCREEN - 1 + over])?.remove();
  }
};

const setLinkState = (words) => {
  const line = document.getElementById("link-state");
  if (line.textContent !== words) line.textContent = words;
};

const look = async () => {
  const answer = await fetch(`/live?since=${cursor}`, { cache: "no-store" });
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  const news = await answer.json();
  if (news.epoch !== here.epoch) {
    location.reload();
    return false;
  }
  news.parts.forEach(put);
  cursor = news.cursor;
  showSwitches(news.switches);
  showStopped(news.stopped);
  const pending = document.getElementById("pending");
  if (pending.textContent !== String(news.pending)) pending.textContent = news.pending;
  return news.more;
};

const watch = async () => {
  for (;;) {
    let more = false;
    try {
      more = await look();
      setLinkState("");
    } catch {
      setLinkState("Not connected; trying again.");
    }
    if (!more) await pause(document.hidden ? HIDDEN_POLL_MS : POLL_MS);
  }
};

// New messages on a device that is out of sight are counted beside its name.

const inSight = new Set();
const sight = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    const key = target.closest("[data-device]").dataset.device;
    if (isIntersecting) { inSight.add(key); count(key, 0); } else inSight.delete(key);
  }
}, { threshold: 0.6 });

const count = (key, number) => {
  const badge = document.querySelector(`[data-for="${key}"] .count`);
  if (!badge) return;
  badge.hidden = number === 0;
  badge.dataset.number = number;
  badge.textContent = number ? `${number} new` : "";
};

const noteNew = (device, message) => {
  if (message.matches(".letter")) {
    message.classList.add("unread");
    message.addEventListener("toggle", () => message.classList.remove("unread"), { once: true });
  }
  const badge = document.querySelector(`[data-for="${device}"] .count`);
  if (badge && !inSight.has(device)) count(device, Number(badge.dataset.number || 0) + 1);
};

// Typing

const send = async (form, submitter) => {
  const line = form.querySelector("[data-trouble]");
  const box = form.querySelector("textarea");
  const typed = box?.value;
  const sent = new FormData(form, submitter);
  if (line) line.textContent = "";
  clear(form);
  let trouble = "";
  try {
    const answer = await fetch(form.action, { method: "POST", body: sent, headers: { Accept: "application/json" } });
    if (answer.status === 422) trouble = (await answer.json()).trouble;
    else if (!answer.ok) trouble = `That did not go out (${answer.status}).`;
  } catch {
    trouble = "The practice ground does not answer. Is it still running?";
  }
  if (!trouble) return;
  if (line) line.textContent = trouble; else setLinkState(trouble);
  if (box && !box.value) box.value = typed;
};

const clear = (form) => {
  if (!form.querySelector("textarea")) return;
  form.reset();
  showPicture(form);
};

const showPicture = (form) => {
  const chosen = form.querySelector("input[type=file]")?.files[0];
  const line = form.querySelector("[data-chosen]");
  if (line) line.textContent = chosen ? `With ${chosen.name}` : "";
};

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.matches("[data-typed]")) {
    event.preventDefault();
    await send(form, event.submitter);
  } else if (form.matches("[data-switch]")) {
    event.preventDefault();
    await turn(form);
  }
});

document.addEventListener("keydown", (event) => {
  const box = event.target;
  if (!box.matches?.("[data-enter-sends]") || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  box.form.requestSubmit();
});

// An opened mail is read from its top.
document.addEventListener("toggle", (event) => {
  const letter = event.target;
  if (letter.matches?.(".letter[open]")) letter.closest("[data-screen]").scrollTop = letter.offsetTop;
}, true);

document.addEventListener("change", (event) => {
  if (event.target.matches("input[type=file]")) showPicture(event.target.form);
});

// Switches

const turn = async (form) => {
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: new FormData(form), headers: { Accept: "application/json" },
    });
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    showSwitches((await answer.json()).switches);
  } catch {
    setLinkState("The switch did not turn; try again.");
  }
};

const showSwitches = (positions) => {
  for (const [key, on] of Object.entries(positions)) {
    const form = document.querySelector(`[data-switch="${key}"]`);
    const button = form.querySelector("[role=switch]");
    if (button.getAttribute("aria-checked") === String(on)) continue;
    button.setAttribute("aria-checked", String(on));
    form.elements.to.value = on ? "off" : "on";
  }
};

const showStopped = (numbers) => {
  for (const sign of document.querySelectorAll("[data-stopped]")) {
    sign.hidden = !numbers.includes(sign.dataset.stopped);
  }
};

// The jobs

const followJobs = async (place) => {
  let seen = place.innerHTML;
  for (;;) {
    await pause(document.hidden ? HIDDEN_POLL_MS : PROGRESS_MS);
    try {
      const answer = await fetch(place.dataset.url, { cache: "no-store" });
      if (!answer.ok) continue;
      const now = await answer.text();
      if (now === seen) continue;
      seen = now;
      const focused = place.contains(document.activeElement) ? document.activeElement.id : "";
      place.innerHTML = now;
      if (focused) document.getElementById(focused)?.focus();
    } catch {
      // The watch over messages already says that nobody answers.
    }
  }
};

for (const screen of document.querySelectorAll("[data-screen='']")) toEnd(screen);
for (const screen of document.querySelectorAll(".device [data-screen]")) sight.observe(screen);
watch();
const jobs = document.getElementById("progress");
if (jobs) followJobs(jobs);
