"use strict";

// Every page works without this file. It makes two things a little better. It is run in the head,
// before there is a page: quick exit is ready when its button is seen, however slowly the rest comes;
// and the browser reads on when it has the style sheet, so that it never lays the page out bare.

// Quick exit takes this page out of the history, so that Back does not lead to it.
document.addEventListener("click", (event) => {
  const exit = event.target.closest("[data-exit]");
  if (exit) {
    event.preventDefault();
    document.documentElement.hidden = true;
    window.location.replace(exit.href);
  }
});

// Escape closes the menu and gives the focus back to its button.
document.addEventListener("keydown", (event) => {
  const menu = document.querySelector(".menu[open]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
