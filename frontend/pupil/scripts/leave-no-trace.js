// The child's page leaves no trace on a device (T3, T5). Each answer takes the place of the page
// before: one row in the history, and no Back that shows what was told. "Hide this page" and five
// idle minutes blank it first. Without script the pages work as they are, with a row for each step.
(() => {
  "use strict";
  const IDLE_MS = 5 * 60 * 1000;
  const AGAIN_MS = [1000, 3000, 8000];
  let isBusy = false;
  let touchedAt = Date.now();

  const touched = () => { touchedAt = Date.now(); };
  const blank = () => document.body.replaceChildren();

  // where the school's own "Hide this page" leads
  const away = document.querySelector("a.hide")?.href ?? "/away";

  function leave(address) {
    blank();
    location.replace(address);
  }

  function awaken(body) {
    // a script that came in an answer does not run by itself
    body.querySelectorAll("script[src]").forEach((one) => {
      const fresh = document.createElement("script");
      Object.assign(fresh.dataset, one.dataset);
      fresh.src = one.getAttribute("src");
      one.replaceWith(fresh);
    });
  }

  function show(answer) {
    const root = document.documentElement;
    root.lang = answer.documentElement.lang || root.lang;
    root.dir = answer.documentElement.dir || "";
    window.dispatchEvent(new Event("page-left"));
    document.body.replaceWith(document.adoptNode(answer.body));
    awaken(document.body);
    window.scrollTo(0, 0);
    // as a page that was loaded: the way out is the next stop of the keyboard
    document.body.tabIndex = -1;
    document.body.focus({ preventScroll: true });
  }

  // says truthfully above the form that it is not sent, and whether it is tried again by itself
  function sayNotSent(form, when) {
    const words = document.getElementById("not-sent-words");
    if (!words) return null;
    let note = form.querySelector(".not-sent");
    if (!note) {
      note = words.content.firstElementChild.cloneNode(true);
      note.classList.add("not-sent");
      form.prepend(note);
      note.scrollIntoView({ block: "center" }); // not behind the bar at the top
    }
    note.querySelectorAll("[data-when]").forEach((one) => { one.hidden = one.dataset.when !== when; });
    return note;
  }

  // a page about a problem has no form: what the child said stays, with the problem's words above it
  function sayWhy(form, problem) {
    const note = sayNotSent(form, "stopped");
    const said = (selector) => [...problem.querySelector(selector).childNodes].map(
      (one) => document.importNode(one, true),
    );
    note?.querySelector("h2").replaceChildren(...said("h1"));
    note?.querySelector("p").replaceChildren(...said(".lead"));
  }

  const isProblem = (answer) => answer.querySelector("main.step-problem") !== null;

  const wait = (time) => new Promise((done) => { setTimeout(done, time); });

  async function ask(form, fields) {
    for (let tried = 0; ; tried += 1) {
      try {
        const asked = { method: "POST", body: fields, cache: "no-store", redirect: "follow" };
        const answer = await fetch(form.action, asked);
        const html = await answer.text(); // cut half-way: it fails here, and is asked again
        const page = new DOMParser().parseFromString(html, "text/html");
        if (answer.status < 500 || !isProblem(page)) return page;
        throw new Error("a part of the school's own side broke");
      } catch {
        const isLast = tried >= AGAIN_MS.length;
        sayNotSent(form, isLast ? "stopped" : "trying");
        if (isLast) return null;
        await wait(AGAIN_MS[tried]);
      }
    }
  }

  async function send(event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    event.preventDefault();
    if (isBusy) return; // a second tap on the same button
    isBusy = true;
    touched();
    const fields = new URLSearchParams(new FormData(form));
    if (event.submitter?.name) fields.append(event.submitter.name, event.submitter.value);
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await ask(form, fields);
      if (answer !== null && isProblem(answer)) sayWhy(form, answer);
      else if (answer !== null) show(answer);
    } finally {
      form.removeAttribute("aria-busy");
      isBusy = false;
    }
  }

  function click(event) {
    touched();
    const link = event.target.closest("a[href]");
    if (!link || link.origin !== location.origin || link.getAttribute("href").startsWith("#")) {
      return;
    }
    event.preventDefault();
    leave(link.href);
  }

  // a card's own address does not stay in the history
  const { address } = document.body.dataset;
  if (address) history.replaceState(null, "", address);
  document.addEventListener("submit", send);
  document.addEventListener("click", click);
  ["pointerdown", "keydown", "input", "scroll"].forEach((kind) => {
    document.addEventListener(kind, touched, { passive: true, capture: true });
  });
  setInterval(() => { if (Date.now() - touchedAt >= IDLE_MS) leave(away); }, 5000);
  window.addEventListener("pagehide", blank);
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
