// Runs before the first paint, so that a light screen never flashes in a dark room. At the chair the room's theme is the
// default; the simulator is looked at anywhere and follows the clinic's pages, or else the device.
(() => {
  const remembered = what => {
    try { return localStorage.getItem(what); } catch { return null; /* storage is switched off */ }
  };
  const root = document.documentElement;
  if (location.pathname === "/chair/simulator") {
    const page = /(?:^|; )theme=(light|dark)(?:;|$)/.exec(document.cookie)?.[1];
    const chosen = remembered("afterglow-simulator-theme") ?? page;
    if (chosen === "light" || chosen === "dark" || chosen === "room") root.dataset.theme = chosen;
    else delete root.dataset.theme;
    return;
  }
  const chosen = remembered("afterglow-chair-theme");
  root.dataset.theme = chosen === "light" || chosen === "dark" ? chosen : "room";
})();
