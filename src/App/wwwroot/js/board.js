// Keeps the board up to date: the server says that something changed, the chairs are fetched again, and minutes count
// on in between. Without this the page is still right at the moment it was opened.

const board = document.getElementById("board");
const lost = document.getElementById("board-lost");
// Refreshing must not keep an absent person signed in.
const background = { headers: { "X-Afterglow-Background": "1" } };
// What is due depends on the time of day as well, so the board is fetched again now and then though nothing changed.
const againAfter = 20_000;

let fetching = false;
let wanted = false;
let fetchedAt = Date.now();

const refresh = async () => {
  if (fetching) {
    wanted = true;
    return;
  }
  fetching = true;
  wanted = false;
  try {
    const answer = await fetch(board.dataset.chairs, background);
    if (answer.status === 401 || answer.redirected) {
      location.reload();
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    show(await answer.text());
    fetchedAt = Date.now();
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  } finally {
    fetching = false;
    if (wanted) refresh();
  }
};

const show = html => {
  const next = document.createElement("div");
  next.innerHTML = html;
  // Whoever walks the board with the keyboard stays where they are.
  const focused = board.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  board.replaceChildren(...next.childNodes);
  if (focused) board.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  tick();
};

const tick = () => {
  for (const counter of board.querySelectorAll("[data-minutes-since]")) {
    const minutes = String(Math.max(0, Math.floor((Date.now() - Date.parse(counter.dataset.minutesSince) - skew) / 60_000)));
    if (counter.textContent !== minutes) counter.textContent = minutes;
  }
  if (Date.now() - fetchedAt > againAfter) refresh();
};

// The server's clock decides: a device that is three hours off still shows the right minutes.
let skew = 0;

const live = new EventSource(board.dataset.live);
live.addEventListener("message", event => {
  const { at } = JSON.parse(event.data);
  skew = Date.now() - Date.parse(at);
  refresh();
});
live.addEventListener("open", () => { lost.hidden = true; });
live.addEventListener("error", () => {
  lost.hidden = false;
  // Closed for good: the sign-in has ended, and the fetch finds out.
  if (live.readyState === EventSource.CLOSED) refresh();
});

setInterval(tick, 1_000);
