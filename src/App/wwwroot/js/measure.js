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

  // What the answers come to so far, counted where everything else is: by the server, from the instrument's own rule.
  const sum = form.querySelector("[data-sum]");
  let asked = 0;
  const count = async () => {
    const answers = Object.fromEntries(items.flatMap(boxes).filter(box => box.checked).map(box => [box.name.slice("Form.Answers[".length, -1), Number(box.value)]));
    const mine = ++asked;
    const answered = Object.keys(answers).length;
    if (answered === 0) {
      sum.hidden = true;
      return;
    }
    try {
      const reply = await fetch(`/api/instruments/${form.dataset.measure}/score`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRF-TOKEN": form.elements["form-token"].value },
        body: JSON.stringify({ answers }),
      });
      if (!reply.ok || mine !== asked) return;
      const score = await reply.json();
      sum.textContent = `${answered} of ${items.length} answered: ${score.words}`;
      sum.hidden = false;
    } catch {
      // Without the network the page still writes down what was rated; only the sum is not shown.
      sum.hidden = true;
    }
  };
  form.addEventListener("change", count);
  form.addEventListener("keyup", event => {
    if (/^[0-9]$/.test(event.key) || event.key === "Backspace") count();
  });
  count();
}
