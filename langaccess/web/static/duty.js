// The interpreter on duty: sound, a blinking title and a notification while an offer waits for an answer.
// Inside [data-duty]: form[data-duty-go] goes on duty without leaving the page (a new page would lose the right to make
// sound), [data-duty-test] sounds once, [data-sound-off] shows while the browser keeps this tab silent.
// Offers are the [data-offer] elements of the live part; data-offer-title says what is asked.
"use strict";
(() => {
  const duty = document.querySelector("[data-duty]");
  if (!duty) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const shown = new Map(); // offer id → its notification, or null
  let audio = null, seconds = 0, title = document.title;

  function wake() {
    audio ??= new AudioContext();
    return audio.resume();
  }

  function chime() {
    if (audio?.state !== "running") return;
    [[880, 0], [1175, 0.18], [880, 0.36]].forEach(([pitch, after]) => {
      const start = audio.currentTime + after, tone = audio.createOscillator(), loud = audio.createGain();
      tone.frequency.value = pitch;
      loud.gain.setValueAtTime(0.0001, start);
      loud.gain.exponentialRampToValueAtTime(0.4, start + 0.02);
      loud.gain.exponentialRampToValueAtTime(0.0001, start + 0.17);
      tone.connect(loud).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.18);
    });
  }

  function notify(offer) {
    if (!("Notification" in window) || Notification.permission !== "granted") return null;
    try {
      const note = new Notification(offer.dataset.offerTitle, { tag: offer.dataset.offer, requireInteraction: true });
      note.onclick = () => { window.focus(); note.close(); };
      return note;
    } catch { return null; } // a phone's browser allows notifications from a service worker only
  }

  function ring() {
    const offers = [...document.querySelectorAll("[data-offer]")], ids = offers.map((offer) => offer.dataset.offer);
    for (const [id, note] of shown) if (!ids.includes(id)) { note?.close(); shown.delete(id); }
    const fresh = offers.filter((offer) => !shown.has(offer.dataset.offer));
    fresh.forEach((offer) => shown.set(offer.dataset.offer, notify(offer)));
    seconds = fresh.length ? 0 : seconds + 1;
    if (offers.length && seconds % 3 === 0) chime();
    const alarm = offers.length && (still || seconds % 2 === 0);
    if (alarm) document.title = `● ${offers[0].dataset.offerTitle}`;
    else if (document.title.startsWith("●")) document.title = title;
    else title = document.title;
    duty.querySelectorAll("[data-sound-off]").forEach((notice) => { notice.hidden = audio?.state === "running"; });
  }

  duty.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!("dutyGo" in form.dataset)) return;
    event.preventDefault();
    wake();
    if ("Notification" in window && Notification.permission === "default") Notification.requestPermission();
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form, event.submitter), redirect: "manual" });
      if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error(answer.status);
      document.dispatchEvent(new Event("poll-now"));
    } catch { form.submit(); } // the server's own answer says what is wrong
  });
  duty.addEventListener("click", (event) => { if (event.target.closest("[data-duty-test]")) wake().then(chime); });
  // Any press in the page gives a reloaded tab its sound back.
  ["pointerdown", "keydown"].forEach((kind) => document.addEventListener(kind, () => { if (audio?.state !== "running") wake().then(ring); }));
  document.addEventListener("tick", ring);
  document.addEventListener("live", ring);
  try { wake(); } catch { audio = null; }
  ring();
})();
