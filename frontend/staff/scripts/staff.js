// What makes staff pages nicer. Everything works without it.
"use strict";

document.documentElement.classList.add("with-script");

// A page that says "there is a problem" puts the reader there.
document.querySelector("[data-focus]")?.focus();

// Characters left, told rarely enough for a screen reader.
function countdown(box) {
  const told = document.getElementById(`${box.id}-count`);
  const limit = Number(box.dataset.limit);
  const plain = told.textContent;
  told.setAttribute("role", "status");
  box.addEventListener("input", () => {
    const left = limit - box.value.length;
    const words = left < 0
      ? `${(-left).toLocaleString("en-GB")} characters too many`
      : `${left.toLocaleString("en-GB")} characters left`;
    told.textContent = left > limit / 10 ? plain : words;
    told.classList.toggle("count--over", left < 0);
  });
}
document.querySelectorAll("textarea[data-limit]").forEach(countdown);

// A second press within three seconds does nothing; the key in the form guards the rest.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sentAt && Date.now() - Number(form.dataset.sentAt) < 3000) {
    event.preventDefault();
    return;
  }
  form.dataset.sentAt = String(Date.now());
});

// A link to a part that is folded away opens it.
function unfold() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  const folded = target && target.closest("details");
  if (folded) folded.open = true;
}
window.addEventListener("hashchange", unfold);
unfold();
