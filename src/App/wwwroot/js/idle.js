// A page left open shows nothing after fifteen minutes without a touch or a key: it goes to the sign-in page, which
// brings the person back here. The server ends the sign-in at the same time; this only takes the data off the screen.

const limit = 15 * 60 * 1000;
let last = Date.now();

const seen = () => { last = Date.now(); };
for (const kind of ["pointerdown", "keydown", "touchstart", "wheel"]) addEventListener(kind, seen, { passive: true, capture: true });

// Somebody who writes a long text makes no request: the server is told that they are here, so that it takes the text.
const pace = 4 * 60 * 1000;
let told = Date.now();
const tell = () => {
  if (last <= told || Date.now() - told < pace) return;
  told = Date.now();
  fetch("/api/antiforgery", { credentials: "same-origin" }).catch(() => {});
};

const look = () => {
  tell();
  if (Date.now() - last < limit) return;
  document.body.replaceChildren();
  location.replace(`/sign-in?returnUrl=${encodeURIComponent(location.pathname + location.search)}`);
};
setInterval(look, 5000);
// A laptop that slept through the limit must not show the page for even five seconds when it wakes.
document.addEventListener("visibilitychange", look);
addEventListener("pageshow", event => { if (event.persisted) look(); });
