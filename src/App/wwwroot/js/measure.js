// Ratings by keyboard: a digit answers the question that has the focus and goes on; Backspace goes back. Without this the
// page works with Tab and the arrow keys.

const form = document.querySelector("[data-measure]");
if (form) {
  const items = [...form.querySelectorAll("[data-item]")];
  const boxes = item => [...item.querySelectorAll("input[type=radio]")];
  const go = item => {
    const all = boxes(item);
    (all.find(box => box.checked) ?? all[0]).focus();
  };
  form.addEventListener("keydown", event => {
    const item = event.target.closest("[data-item]");
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
    const place = items.indexOf(item);
    if (/^[0-9]$/.test(event.key)) {
      const box = boxes(item).find(each => each.value === event.key);
      if (!box) return;
      event.preventDefault();
      box.checked = true;
      if (place + 1 < items.length) go(items[place + 1]);
      else form.querySelector("button[type=submit]").focus();
    } else if (event.key === "Backspace") {
      event.preventDefault();
      for (const box of boxes(item)) box.checked = false;
      if (place > 0) go(items[place - 1]);
    }
  });
  if (!form.querySelector("input[type=radio]:checked")) go(items[0]);
}
