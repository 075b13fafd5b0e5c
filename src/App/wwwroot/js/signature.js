// A signature drawn with finger, pen or mouse. Without this the typed name is the signature, and is enough.

const field = document.querySelector("[data-signature]");
if (field) {
  const pad = field.querySelector("svg"), line = field.querySelector("path"), kept = field.querySelector("input");
  const most = 18000;
  field.hidden = false;

  const place = event => {
    const box = pad.getBoundingClientRect();
    const within = (at, from, size, most) => Math.max(0, Math.min(most, Math.round((at - from) / size * most)));
    return `${within(event.clientX, box.left, box.width, 600)} ${within(event.clientY, box.top, box.height, 200)}`;
  };
  const add = (letter, event) => {
    if (kept.value.length > most) return;
    kept.value += `${letter}${place(event)}`;
    line.setAttribute("d", kept.value);
  };

  pad.addEventListener("pointerdown", event => {
    pad.setPointerCapture(event.pointerId);
    add("M", event);
    event.preventDefault();
  });
  pad.addEventListener("pointermove", event => { if (pad.hasPointerCapture(event.pointerId)) add("L", event); });
  field.querySelector("[data-clear]").addEventListener("click", () => {
    kept.value = "";
    line.removeAttribute("d");
  });
}
