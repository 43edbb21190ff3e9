// What a page gains when script runs; every page works without it. Markup and protocol: templates/shared/macros.html.
"use strict";
(() => {
  const tickUrl = document.currentScript.dataset.tick;
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const show = (selector, shown) => all(selector).forEach((one) => { one.hidden = !shown; });
  const announce = (text) => { document.getElementById("announcer").textContent = text ?? ""; };
  const rules = { createHTML: (html) => html, createScriptURL: () => tickUrl }; // only our own server's answers, only this Worker
  const trusted = window.trustedTypes?.createPolicy("app", rules) ?? rules;
  const on = (kind, act) => document.addEventListener(kind, act);

  document.querySelector("[data-errors]")?.focus();
  on("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest(".menu[open]");
    if (menu) { menu.open = false; menu.firstElementChild.focus(); }
  });
  on("click", (event) => {
    all(".menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    if (event.target.closest("[data-print]")) print();
  });

  // data-once: a form goes out once; coming back to the page, or ten seconds, frees it again.
  function free(form) {
    delete form.dataset.sent;
    all("[aria-disabled]", form).forEach((button) => { button.ariaDisabled = null; });
  }
  on("submit", (event) => {
    const form = event.target;
    if (!("once" in form.dataset)) return;
    if ("sent" in form.dataset) return event.preventDefault();
    form.dataset.sent = "";
    if (event.submitter) event.submitter.ariaDisabled = "true";
    setTimeout(free, 10000, form);
  });
  addEventListener("pageshow", () => all("[data-sent]").forEach(free));

  // data-filter: accents, case and apostrophes do not matter; Enter presses the best match.
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f'`’‘ʼ]/g, "").toLowerCase();
  all("[data-filter]").forEach((input) => {
    const items = all("[data-filter-list] .tile:not([data-filter-keep])").map((tile) => {
      const parts = [...tile.childNodes].map((node) => node.textContent);
      return { tile, words: fold(["", ...parts, tile.dataset.names, tile.value].join(" ")) };
    });
    let best, later;
    function filter() {
      const wanted = fold(input.value.trim()), found = items.filter((item) => item.words.includes(wanted));
      items.forEach((item) => { item.tile.hidden = !found.includes(item); delete item.tile.dataset.hit; });
      best = wanted && (found.find((item) => item.words.includes(" " + wanted)) ?? found[0])?.tile;
      if (best) best.dataset.hit = "";
      if (wanted) all("[data-filter-list] details").forEach((one) => { one.open = true; });
      all("[data-filter-group]").forEach((group) => { group.hidden = !group.querySelector(".tile:not([hidden])"); });
      show("[data-filter-none]", !found.length);
      clearTimeout(later);
      later = setTimeout(() => announce(wanted && input.dataset.say.replace("{n}", found.length)), 500);
    }
    input.addEventListener("input", filter);
    input.form.addEventListener("submit", (event) => { event.preventDefault(); if (best) best.click(); });
    filter();
  });

  // data-poll: live parts. `ahead`: how far the server's clock is before ours, learnt from each answer.
  let ahead;
  const polls = all("[data-poll]").map((part) => ({ part, due: 0, wait: 2, done: "final" in part.dataset }));

  function replace(poll, news) {
    const { part } = poll, focused = part.contains(document.activeElement) && document.activeElement;
    const open = all("details[id][open]", part), title = part.querySelector("h1")?.textContent.trim();
    part.innerHTML = trusted.createHTML(news.html);
    open.forEach(({ id }) => document.getElementById(id)?.setAttribute("open", ""));
    if (focused) {
      const heir = (focused.id && document.getElementById(focused.id)) || part.querySelector("h1") || part;
      if (heir.tabIndex < 0) heir.tabIndex = -1; // makes it focusable; buttons and links already are
      heir.focus({ preventScroll: true });
    }
    Object.assign(part.dataset, { version: news.version, state: news.state });
    if (title && document.title.startsWith(title)) document.title = news.title + document.title.slice(title.length);
    announce(news.announce ?? news.title);
    poll.done = news.final;
    part.dispatchEvent(new CustomEvent("live", { detail: news, bubbles: true }));
  }

  async function ask(poll) {
    poll.due = Infinity;
    const began = performance.now(), { poll: url, version } = poll.part.dataset;
    try {
      const answer = await fetch(url, {
        headers: { Accept: "application/json", "If-None-Match": `"${version}"` },
        cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(10000),
      });
      const signedOut = answer.status === 401 || answer.type === "opaqueredirect";
      if (answer.status === 200) replace(poll, await answer.json());
      else if (answer.status !== 304 && !signedOut) throw new Error(answer.status);
      ahead = Date.parse(answer.headers.get("Date")) - Date.now() || 0;
      poll.wait = signedOut ? 15 : 2;
      show("[data-signed-out]", signedOut);
      show("[data-offline]", false);
    } catch {
      poll.wait = Math.min(15, poll.wait * 2);
      show("[data-offline]", true);
    }
    poll.due = began + poll.wait * 1000 - 500; // a tick comes each second; half of one is slack
  }

  function tick() {
    if ("frozen" in document.documentElement.dataset) return; // tests hold the page still
    polls.forEach((poll) => { if (!poll.done && performance.now() >= poll.due) ask(poll); });
    if (ahead !== undefined || !polls.length) all("[data-elapsed-from]").forEach((clock) => {
      const seconds = Math.max(0, Math.floor((Date.now() + (ahead ?? 0) - Date.parse(clock.dataset.elapsedFrom)) / 1000));
      clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    });
    document.dispatchEvent(new Event("tick"));
  }

  if (all("[data-poll], [data-elapsed-from], [data-duty]").length) {
    const now = () => { polls.forEach((poll) => { if (poll.due < Infinity) poll.due = 0; }); tick(); };
    new Worker(trusted.createScriptURL(tickUrl)).onmessage = tick;
    on("poll-now", now);
    addEventListener("online", now);
    on("visibilitychange", now);
  }
})();
