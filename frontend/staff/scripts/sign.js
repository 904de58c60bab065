// A signature drawn with a finger, kept as points. Without it the typed name is enough.
"use strict";

const STROKES_AT_MOST = 60;
const POINTS_AT_MOST = 400;

function signOn(box) {
  const field = box.querySelector("canvas");
  const kept = box.querySelector("input[name=signature]");
  const pen = field.getContext("2d");
  let strokes = [];
  let stroke = null;

  function point(event) {
    const frame = field.getBoundingClientRect();
    const inside = (at, size, most) => Math.max(0, Math.min(most, Math.round((at / size) * most)));
    return [
      inside(event.clientX - frame.left, frame.width, 1000),
      inside(event.clientY - frame.top, frame.height, 400),
    ];
  }

  function draw() {
    pen.clearRect(0, 0, 1000, 400);
    pen.lineWidth = 6;
    pen.lineCap = "round";
    pen.lineJoin = "round";
    pen.strokeStyle = "#14213d";
    for (const one of strokes) {
      pen.beginPath();
      one.forEach(([x, y], place) => (place ? pen.lineTo(x, y) : pen.moveTo(x, y)));
      pen.stroke();
    }
  }

  function keep() {
    const whole = strokes.filter((one) => one.length > 1);
    kept.value = whole.length ? JSON.stringify(whole) : "";
  }

  field.addEventListener("pointerdown", (event) => {
    if (strokes.length >= STROKES_AT_MOST) return;
    field.setPointerCapture(event.pointerId);
    stroke = [point(event)];
    strokes.push(stroke);
  });
  field.addEventListener("pointermove", (event) => {
    if (!stroke || stroke.length >= POINTS_AT_MOST) return;
    const [x, y] = point(event);
    const [lastX, lastY] = stroke[stroke.length - 1];
    if (Math.abs(x - lastX) + Math.abs(y - lastY) < 12) return;
    stroke.push([x, y]);
    draw();
  });
  field.addEventListener("pointerup", () => {
    stroke = null;
    keep();
  });
  box.querySelector("[data-sign-clear]").addEventListener("click", () => {
    strokes = [];
    keep();
    draw();
  });
  try {
    strokes = kept.value ? JSON.parse(kept.value) : [];
  } catch {
    strokes = [];
  }
  draw();
}
document.querySelectorAll("[data-sign]").forEach(signOn);
