"use strict";

// Every page works without this file. It makes two things a little better.

// Quick exit takes this page out of the history, so that Back does not lead to it.
for (const exit of document.querySelectorAll("[data-exit]")) {
  exit.addEventListener("click", (event) => {
    event.preventDefault();
    document.documentElement.hidden = true;
    window.location.replace(exit.href);
  });
}

// Escape closes the menu and gives the focus back to its button.
document.addEventListener("keydown", (event) => {
  const menu = document.querySelector(".menu[open]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
