// "Read to me": plays the school's own recording of the page, or reads our own words aloud with a
// voice of this device (ux.md 4.4). What a child wrote is never read, no voice of the network is
// used, nothing is heard before a tap. Without script, or without such a voice, there is no button.
// A page in two languages is read in the child's own, or, where the device has no voice for that,
// in English: each voice reads the lines of its own language and no others.
(() => {
  "use strict";
  const speech = window.speechSynthesis;
  const main = document.getElementById("main");
  const { picture, clip, words, english } = document.currentScript.dataset;
  if (!main || !(speech || clip)) return;
  const recorded = clip ? new Audio() : null;
  const OURS = "h1, h2, legend, p, .card > span, .call > span, li, dt, label, .go, .moves .quiet";
  const THEIRS = "textarea, input, .said, .away, [hidden], .listen";
  const WAYS = [{ lang: document.documentElement.lang, words, without: ".english" }];
  if (words !== english) WAYS.push({ lang: "en-GB", words: english, without: ".home" });
  let way = null;
  let voice = null;
  let button = null;
  let turn = 0;

  const ours = () => [...main.querySelectorAll(OURS)].filter(
    (one) => !one.closest(THEIRS) && !one.querySelector(OURS) && !one.querySelector(".said")
      && !isHidden(one),
  );
  const isHidden = (one) => one.getClientRects().length === 0;

  function written(one) {
    const copy = one.cloneNode(true);
    copy.querySelectorAll(`${way.without}, .away, [hidden], [aria-hidden]`).forEach(
      (part) => part.remove(),
    );
    return copy.textContent.replace(/\s+/g, " ");
  }

  // a sentence of Urdu or Arabic ends with signs of its own
  const sentences = (one) => (written(one).match(/[^.!?:\u06d4\u061f]+[.!?:\u06d4\u061f]?/g) || [])
    .map((part) => part.replace(/[\u2066\u2069]/g, "").trim()).filter(Boolean);

  function quiet() {
    turn += 1;
    speech?.cancel();
    recorded?.pause();
    main.querySelectorAll(".being-read").forEach((one) => one.classList.remove("being-read"));
    button?.setAttribute("aria-pressed", "false");
  }

  function read() {
    const mine = turn;
    const parts = ours().flatMap((one) => sentences(one).map((said) => ({ one, said })));
    const next = (at) => {
      if (mine !== turn) return;
      parts[at - 1]?.one.classList.remove("being-read");
      if (at >= parts.length) { quiet(); return; }
      const spoken = new SpeechSynthesisUtterance(parts[at].said);
      Object.assign(spoken, { voice, lang: voice.lang, rate: 0.85, onend: () => next(at + 1) });
      parts[at].one.classList.add("being-read");
      speech.speak(spoken);
    };
    next(0);
  }

  function play() {
    recorded.src = clip; // fetched at the first tap, not with the page
    recorded.onended = quiet;
    recorded.play().catch(quiet);
  }

  function press() {
    const wasReading = button.getAttribute("aria-pressed") === "true";
    quiet();
    if (wasReading) return;
    button.setAttribute("aria-pressed", "true");
    if (recorded) { play(); return; }
    setTimeout(read, 60); // Chrome drops what is said right after cancel
  }

  const speaks = ({ lang }) => speech?.getVoices().find(
    (one) => one.localService && one.lang.split(/[-_]/)[0].toLowerCase() === lang.split("-")[0],
  );

  function offer() {
    const found = recorded ? WAYS[0] : WAYS.find(speaks);
    // the voices of a device come late and one after another
    if (!found || found === way || button?.getAttribute("aria-pressed") === "true") return;
    way = found;
    voice = speaks(way);
    button?.remove();
    button = document.createElement("button");
    button.type = "button";
    button.className = "quiet listen";
    button.setAttribute("aria-pressed", "false");
    const image = new Image(40, 40);
    image.src = picture;
    image.alt = "";
    button.lang = way.lang;
    button.dir = "auto";
    button.append(image, way.words);
    button.addEventListener("click", press);
    main.prepend(button);
  }

  speech?.addEventListener?.("voiceschanged", offer);
  window.addEventListener("pagehide", quiet);
  window.addEventListener("page-left", quiet);
  offer();
})();
