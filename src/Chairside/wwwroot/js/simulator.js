// The simulator's theme: the one chosen here, else the one of the clinic's pages, else the device's.

const key = "afterglow-simulator-theme";

export function theme() {
  return document.documentElement.dataset.theme ?? "auto";
}

export function setTheme(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try { localStorage.setItem(key, theme); } catch { /* it holds until the page is closed */ }
}

export function focus(id) { document.getElementById(id)?.focus(); }
