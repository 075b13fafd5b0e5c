// What a browser does better than WebAssembly: keys, focus, sizes, the theme of this device. No patient data is kept here.

let screen = null;
let keys = "";
let unsent = false;

const coarse = matchMedia("(pointer: coarse)");

// As every page of the clinic: after fifteen minutes without a touch or a key the data is covered. The server ends the
// sign-in at the same time. Whoever works without sending anything is told of every few minutes.
const limit = 15 * 60 * 1000;
const pace = 4 * 60 * 1000;
const signsOfLife = ["pointerdown", "keydown", "touchstart", "wheel"];
let touched = Date.now();
let told = Date.now();
let looking = 0;

export function start(reference) {
  screen = reference;
  document.addEventListener("keydown", onKey);
  addEventListener("online", onBack);
  addEventListener("focus", onBack);
  document.addEventListener("visibilitychange", onBack);
  addEventListener("offline", onGone);
  addEventListener("beforeunload", onUnload);
  for (const kind of signsOfLife) addEventListener(kind, onTouched, { passive: true, capture: true });
  looking = setInterval(look, 5000);
  coarse.addEventListener("change", onPointer);
  return coarse.matches;
}

export function stop() {
  screen = null;
  document.removeEventListener("keydown", onKey);
  removeEventListener("online", onBack);
  removeEventListener("focus", onBack);
  document.removeEventListener("visibilitychange", onBack);
  removeEventListener("offline", onGone);
  removeEventListener("beforeunload", onUnload);
  for (const kind of signsOfLife) removeEventListener(kind, onTouched, { capture: true });
  clearInterval(looking);
  coarse.removeEventListener("change", onPointer);
}

export function listenFor(letters) { keys = letters; }

export function guard(on) { unsent = on; }

function onKey(event) {
  if (!screen || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
  if (event.key === "Escape") {
    screen.invokeMethodAsync("KeyPressed", "Escape");
    return;
  }
  if (event.key.length !== 1 || !keys.includes(event.key.toLowerCase())) return;
  // The vitals line takes figures only, so a letter typed there is meant as a key.
  const typing = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  if (typing && !typing.hasAttribute("data-keys")) return;
  event.preventDefault();
  screen.invokeMethodAsync("KeyPressed", event.key.toLowerCase());
}

function onBack() {
  if (document.visibilityState !== "visible") return;
  look();
  screen?.invokeMethodAsync("BackAgain");
}

function onTouched() { touched = Date.now(); }

function look() {
  const now = Date.now();
  if (now - touched >= limit) screen?.invokeMethodAsync("NobodyThere");
  else if (touched > told && now - told >= pace) {
    told = now;
    fetch("/api/antiforgery", { credentials: "same-origin" }).catch(() => {});
  }
}

function onGone() { screen?.invokeMethodAsync("NetworkGone"); }

function onPointer() { screen?.invokeMethodAsync("PointerChanged", coarse.matches); }

function onUnload(event) {
  if (unsent) event.preventDefault();
}

export function focus(selector) { document.querySelector(selector)?.focus({ preventScroll: true }); }

// The first thing to fill in; on a touch screen nothing, because that would raise the keyboard over the form.
export function focusFirst(selector) {
  if (coarse.matches) return;
  const form = document.querySelector(selector);
  const first = form?.querySelector("input:not([type=hidden], :disabled), select, textarea, .score-key") ?? form?.querySelector("button");
  first?.focus({ preventScroll: true });
}

export function show(selector) { document.querySelector(selector)?.scrollIntoView({ block: "nearest" }); }

export function theme() { return document.documentElement.dataset.theme; }

export function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  remember("theme", theme);
}

export function remember(what, value) {
  try { localStorage.setItem(`afterglow-chair-${what}`, value); } catch { /* it holds until the page is closed */ }
}

export function recall(what) {
  try { return localStorage.getItem(`afterglow-chair-${what}`); } catch { return null; }
}

export function hasPasskeys() { return !!globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON; }

// The device's own words are written for programmers; these are for whoever stands in front of it.
export async function askPasskey(options) {
  try {
    const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    return { credential: credential.toJSON(), trouble: "" };
  } catch (fault) {
    return {
      credential: null,
      trouble: fault.name === "NotAllowedError" || fault.name === "AbortError" ? "The passkey was not used: try again, or use the password."
        : fault.name === "SecurityError" ? "Passkeys work only over https or on localhost: use the password."
        : "The passkey could not be used: use the password.",
    };
  }
}

export function watchSize(element, reference) {
  const observer = new ResizeObserver(entries => {
    const { width, height } = entries[entries.length - 1].contentRect;
    if (width > 0 && height > 0) reference.invokeMethodAsync("Sized", Math.round(width), Math.round(height));
  });
  observer.observe(element);
  return { stop: () => observer.disconnect() };
}
