// What every page gets: the theme choice, menus that close, and a few keys. Every page works without this.

// On a phone the ways may reach past its edge: the one that is open is in sight.
document.querySelector(".nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

const themes = document.querySelector("[data-themes]");
if (themes) {
  const chosen = () => document.documentElement.dataset.theme ?? "auto";
  const show = () => {
    for (const button of themes.querySelectorAll("[data-theme-choice]"))
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen()));
  };
  themes.hidden = false;
  themes.addEventListener("click", event => {
    const choice = event.target.closest("[data-theme-choice]")?.dataset.themeChoice;
    if (!choice) return;
    const secure = location.protocol === "https:" ? "; secure" : "";
    if (choice === "auto") {
      delete document.documentElement.dataset.theme;
      document.cookie = `theme=; path=/; max-age=0; samesite=lax${secure}`;
    } else {
      document.documentElement.dataset.theme = choice;
      document.cookie = `theme=${choice}; path=/; max-age=31536000; samesite=lax${secure}`;
    }
    show();
  });
  show();
}

// A menu closes when you look elsewhere.
const closeMenus = except => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
};
document.addEventListener("click", event => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", event => {
  if (event.key === "Escape") {
    const open = document.querySelector("details.menu[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
    return;
  }
  // “/” goes to the search box, as people expect.
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = document.querySelector("input[type=search]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
});

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", event => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
