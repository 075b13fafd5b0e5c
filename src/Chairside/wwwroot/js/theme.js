// Runs before the first paint, so that a light screen never flashes in a dark room. The room's theme is the default.
(() => {
  let chosen = null;
  try { chosen = localStorage.getItem("afterglow-chair-theme"); } catch { /* storage is switched off: the room's theme */ }
  document.documentElement.dataset.theme = chosen === "light" || chosen === "dark" ? chosen : "room";
})();
