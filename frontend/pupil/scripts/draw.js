// Draw as well as write (P13): lines of points on a sheet of 500 by 300, kept in one field of the
// form as text such as "k12,40 15,44;r100,20". No pixels, nothing stored on the device. Without
// script there is no pad, and the words are enough; what was drawn before stays in the field.
(() => {
  "use strict";
  const box = document.getElementById("draw");
  const field = document.querySelector("input[name=drawing]");
  if (!box || !field || !window.PointerEvent) return;
  const WIDTH = 500;
  const HEIGHT = 300;
  const LETTERS = 16000;
  const NEAR = 1.2; // a point this near to the line between its neighbours says nothing
  const COLOURS = { k: "#16283a", r: "#c0392b", b: "#1f5fa8", g: "#2e7d32" };
  const pad = box.querySelector(".pad");
  const sheet = box.querySelector(".sheet");
  const full = box.querySelector("[data-draw=full]");
  let lines = field.value ? field.value.split(";") : [];
  let pen = "k";
  let points = null;
  let path = null;

  const said = (pen_, some) => pen_ + some.map((one) => one.join(",")).join(" ");
  const way = (some) =>
    "M" + some.map((one) => one.join(" ")).join("L") + (some.length === 1 ? "h0.1" : "");

  function add(pen_, some) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", "path");
    made.setAttribute("stroke", COLOURS[pen_]);
    made.setAttribute("d", way(some));
    sheet.append(made);
    return made;
  }

  function keep() {
    field.value = lines.join(";");
    sheet.replaceChildren();
    lines.forEach((one) =>
      add(one[0], one.slice(1).split(" ").map((part) => part.split(",").map(Number))));
  }

  function place(event) {
    const frame = sheet.getBoundingClientRect();
    const inside = (share, most) => Math.max(0, Math.min(most, Math.round(share * most)));
    return [
      inside((event.clientX - frame.left) / frame.width, WIDTH),
      inside((event.clientY - frame.top) / frame.height, HEIGHT),
    ];
  }

  // Ramer, Douglas and Peucker: leave out what the line shows without it.
  function simpler(some) {
    if (some.length < 3) return some;
    const [from, to] = [some[0], some.at(-1)];
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const far = (one) => length === 0
      ? Math.hypot(one[0] - from[0], one[1] - from[1])
      : Math.abs((to[0] - from[0]) * (from[1] - one[1]) - (from[0] - one[0]) * (to[1] - from[1])) / length;
    let [most, at] = [0, 0];
    some.slice(1, -1).forEach((one, index) => {
      if (far(one) > most) [most, at] = [far(one), index + 1];
    });
    if (most <= NEAR) return [from, to];
    return [...simpler(some.slice(0, at + 1)).slice(0, -1), ...simpler(some.slice(at))];
  }

  function begin(event) {
    if (points || event.button > 0) return;
    event.preventDefault();
    sheet.setPointerCapture(event.pointerId);
    points = [place(event)];
    path = add(pen, points);
  }

  function go(event) {
    if (!points || !sheet.hasPointerCapture(event.pointerId)) return;
    const next = place(event);
    const last = points.at(-1);
    if (Math.hypot(next[0] - last[0], next[1] - last[1]) < 2) return;
    points.push(next);
    path.setAttribute("d", way(points));
  }

  function end() {
    if (!points) return;
    const line = said(pen, simpler(points));
    points = null;
    const fits = lines.concat(line).join(";").length <= LETTERS;
    if (fits) lines.push(line);
    full.hidden = fits;
    keep();
  }

  function open() {
    pad.hidden = false;
    box.querySelector("[data-draw=open]").hidden = true;
  }

  function choose(button) {
    pen = button.dataset.pen;
    box.querySelectorAll("[data-pen]").forEach((one) =>
      one.setAttribute("aria-pressed", String(one === button)));
  }

  box.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.pen) choose(button);
    if (button.dataset.draw === "open") open();
    if (button.dataset.draw === "undo") lines.pop();
    if (button.dataset.draw === "clear") lines = [];
    if (["undo", "clear"].includes(button.dataset.draw)) { full.hidden = true; keep(); }
  });
  sheet.addEventListener("pointerdown", begin);
  sheet.addEventListener("pointermove", go);
  sheet.addEventListener("pointerup", end);
  sheet.addEventListener("pointercancel", end);
  box.hidden = false;
  if (lines.length) { open(); keep(); }
})();
