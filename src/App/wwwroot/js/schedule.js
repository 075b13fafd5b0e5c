// A visit is dragged to another chair or time. What stands against it is said in words; a rule that may be gone against
// asks for a reason. Without this the same is done on the visit's own page.

const table = document.querySelector("[data-move]");
const says = document.getElementById("schedule-says");

const say = (text, refused) => {
  says.textContent = text;
  says.classList.toggle("refused", refused);
};

const move = async ({ dataset }, { chair, start }, entryId, reason) => {
  const { token } = await (await fetch("/api/antiforgery")).json();
  return fetch(`${table.dataset.move}/${dataset.id}/move`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-TOKEN": token },
    body: JSON.stringify({ entryId, chair, start, reason, from: { chair: dataset.in, start: dataset.from } }),
  });
};

// The server tells rules of judgement from chairs that are taken: only the first may be gone against.
const judgement = new Set(["schedule.closed", "schedule.outside-opening-hours", "schedule.no-prescriber", "schedule.too-few-nurses", "schedule.too-close"]);

const drop = async (visit, place) => {
  const entryId = crypto.randomUUID();
  say("Moving…", false);
  try {
    const answer = await move(visit, place, entryId, null);
    if (answer.ok) {
      location.reload();
      return;
    }
    const problem = await answer.json();
    say(problem.detail ?? "The visit was not moved.", true);
    if (judgement.has(problem.code)) offer(visit, place);
  } catch {
    say("The clinic's server does not answer; the visit stays where it was.", true);
  }
};

const offer = (visit, place, typed = "") => {
  const form = document.createElement("form");
  form.className = "against-rule";
  const reason = document.createElement("input");
  reason.required = true;
  reason.value = typed;
  reason.setAttribute("aria-label", "Reason to move it all the same");
  reason.placeholder = "Reason to move it all the same";
  const button = document.createElement("button");
  button.className = "button small";
  button.textContent = "Move all the same";
  form.append(reason, button);
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const answer = await move(visit, place, crypto.randomUUID(), reason.value);
    if (answer.ok) {
      location.reload();
      return;
    }
    say((await answer.json()).detail ?? "The visit was not moved.", true);
    offer(visit, place, reason.value);
  });
  says.append(" ", form);
  reason.focus();
};

// Where the pointer is: a free cell, or a quarter of an hour within the visit that is dragged, which a visit is often moved by.
const quarter = 15 * 60 * 1000;
const placeAt = (event, dragged) => {
  const free = event.target.closest("[data-start]");
  if (free) return { chair: free.dataset.chair, start: free.dataset.start };
  const own = event.target.closest("td.taken");
  if (!own?.contains(dragged)) return null;
  const box = own.getBoundingClientRect();
  const rows = Math.floor((event.clientY - box.top) / (box.height / own.rowSpan));
  return rows < 1 ? null : { chair: dragged.dataset.in, start: new Date(Date.parse(dragged.dataset.from) + rows * quarter).toISOString() };
};

if (table) {
  let dragged = null;
  table.addEventListener("dragstart", event => {
    dragged = event.target.closest("[data-id]");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });
  table.addEventListener("dragend", () => { dragged = null; });
  table.addEventListener("dragover", event => {
    if (!dragged || !placeAt(event, dragged)) return;
    event.preventDefault();
    for (const over of table.querySelectorAll(".over")) over.classList.remove("over");
    event.target.closest("[data-start]")?.classList.add("over");
  });
  table.addEventListener("dragleave", event => event.target.closest?.("[data-start]")?.classList.remove("over"));
  table.addEventListener("drop", event => {
    const place = dragged && placeAt(event, dragged);
    if (!place) return;
    event.preventDefault();
    for (const over of table.querySelectorAll(".over")) over.classList.remove("over");
    drop(dragged, place);
  });
}
