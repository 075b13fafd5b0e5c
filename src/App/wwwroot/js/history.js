// The history form: every answer is saved as soon as it is given, and questions appear with the answers they hang on.
// Without this file the form is saved by its button.

const form = document.querySelector("form[data-history]");
if (form) {
  const note = form.querySelector("[data-saved-note]");
  let waiting = null;
  let sending = false;
  let again = false;

  const show = () => {
    for (const part of form.querySelectorAll("[data-when]")) {
      if (!part.dataset.when) continue;
      // Within a group the name ends in its row; the group's own condition is a question by itself.
      const name = part.dataset.when.startsWith("o:") ? part.dataset.when : `o:${part.dataset.when}`;
      const fields = [...form.elements].filter(field => field.name === name);
      if (fields.length === 0) continue;
      const any = part.dataset.any.split(" ");
      part.hidden = !fields.some(field => field.checked && any.includes(field.value));
    }
  };

  const save = async () => {
    if (sending) {
      again = true;
      return;
    }
    sending = true;
    note.textContent = form.dataset.saving;
    try {
      const answer = await fetch(form.dataset.history, { method: "POST", body: new FormData(form) });
      if (!answer.ok) throw new Error();
      const said = await answer.json();
      for (const fault of form.querySelectorAll("[data-fault]")) {
        const found = said.faults.find(one => one.id === fault.dataset.fault);
        fault.textContent = found ? found.sentence : "";
        fault.parentElement.classList.toggle("invalid", Boolean(found));
      }
      note.textContent = said.faults.length > 0 ? "" : form.dataset.saved;
    } catch {
      note.textContent = form.dataset.notSaved;
    }
    sending = false;
    if (again) {
      again = false;
      await save();
    }
  };

  form.addEventListener("change", event => {
    const field = event.target;
    // “I don't know” stands alone; whatever else is chosen takes its place.
    if (field.type === "checkbox" && field.checked) {
      const same = [...form.elements].filter(other => other.name === field.name && other !== field && other.type === "checkbox");
      const alone = value => value.startsWith("_") || value === "none";
      for (const other of same) if (alone(field.value) || alone(other.value)) other.checked = false;
    }
    show();
    clearTimeout(waiting);
    waiting = setTimeout(save, 300);
  });
  show();
}
