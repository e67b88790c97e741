// Tells the present state from the page's block of coming changes, hides what has ended, and marks a form as one
// sending. The page reads well without it. It asks nobody for the time zone: instants are the same everywhere, and
// clock times are shown in the office's zone.
"use strict";

(function () {
  const block = document.getElementById("live");
  const live = block ? JSON.parse(block.textContent) : null;

  function shown(when, options) {
    return new Intl.DateTimeFormat(live.locale, { timeZone: live.zone, ...options }).format(when);
  }

  // The end of a day is its 24th hour, not the next day's first.
  function moment(minute, isEnd) {
    const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    const midnight = shown(new Date(minute * 60000), clock).replace(/\D/g, "") === "0000";
    const at = new Date((isEnd && midnight ? minute - 1 : minute) * 60000);
    const thisYear = shown(at, { year: "numeric" }) === shown(Date.now(), { year: "numeric" });
    const date = { day: "numeric", month: "long", year: thisYear ? undefined : "numeric" };
    const time = shown(new Date(minute * 60000), clock).replace(/^00/, isEnd && midnight ? "24" : "00");
    const now = Date.now();
    if (thisYear && shown(at, date) === shown(now, date)) return time;
    const weekday = shown(at, { weekday: "long" });
    if (at - now < 6 * 86400000) return live.words.moment_near.replace("{weekday}", weekday).replace("{time}", time);
    return live.words.moment_far.replace("{day}", shown(at, date)).replace("{time}", time);
  }

  function tell(state, nextChange, nextOpening) {
    const words = live.words;
    if (state === "open") return nextChange ? words.open_until.replace("{when}", moment(nextChange, true)) : words.open;
    if (state === "closed") return nextOpening ? words.closed_until.replace("{when}", moment(nextOpening)) : words.closed;
    return words[state];
  }

  // A course is a row of steps, two numbers each: the minutes since the last one, and which state it is from then on.
  function showState(badge, now) {
    const course = live.courses[live.channels[badge.dataset.channel]] || [];
    const inWindow = now >= live.from && now < live.until && course.length > 0;
    let minute = live.from, state, change, opening;
    for (let place = 0; place < course.length; place += 2) {
      minute += course[place];
      const next = live.states[course[place + 1]];
      if (minute <= now) {
        state = next;
      } else {
        change = change || minute;
        if (next === "open") opening = opening || minute;
      }
    }
    if (!inWindow || !state) state = "see_hours";
    badge.textContent = tell(state, change, opening);
    badge.className = "badge badge--" + state;
  }

  function refresh() {
    const now = Math.floor(Date.now() / 60000);
    for (const item of document.querySelectorAll("[data-until]")) item.hidden = now >= Number(item.dataset.until);
    for (const item of document.querySelectorAll("[data-from]")) item.hidden = now < Number(item.dataset.from);
    for (const group of document.querySelectorAll("[data-group]")) {
      const ending = [...group.querySelectorAll("[data-until]:not(.coming)")];
      const all = group.querySelectorAll(".alert").length;
      group.hidden = ending.length > 0 && ending.length >= all && ending.every((item) => item.hidden);
    }
    if (live) for (const badge of document.querySelectorAll(".badge[data-channel]")) showState(badge, now);
  }

  // One token for a page, in each tab of a browser: who comes back and sends the same again asks the same question, and is given the
  // first reference. An edited text is a new question whatever its token.
  function token() {
    const made = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    try {
      const key = "token " + location.pathname;
      if (!localStorage.getItem(key)) localStorage.setItem(key, made);
      return localStorage.getItem(key);
    } catch {
      return made;
    }
  }

  // Whoever searches, or sends documents, gets the script for it, and nobody else.
  for (const form of document.querySelectorAll("form[data-script]")) {
    const fetchScript = () => document.head.append(Object.assign(document.createElement("script"), { src: form.dataset.script }));
    if ("search" in form.dataset && new URLSearchParams(location.search).has("q")) fetchScript();
    else form.addEventListener("focusin", fetchScript, { once: true });
  }

  addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll("details")) folded.open = true;
  });

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  for (const input of document.querySelectorAll('input[name="token"]')) input.value = token();
  for (const input of document.querySelectorAll('input[name="took"]')) {
    input.form.addEventListener("submit", () => (input.value = Math.round(performance.now() / 1000)));
  }

  // Told before megabytes are on their way; the browser shows it at the field and holds the form back.
  for (const input of document.querySelectorAll("input[data-files]")) {
    input.addEventListener("change", () => {
      const bytes = Array.from(input.files, (file) => file.size).reduce((sum, size) => sum + size, 0);
      const isTooMuch = input.files.length > input.dataset.files || bytes > input.dataset.bytes;
      input.setCustomValidity(isTooMuch ? input.dataset.fault : "");
      input.reportValidity();
    });
  }
  refresh();
  setInterval(refresh, 20000);
})();
