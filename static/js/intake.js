"use strict";

// The form works without this file, and nothing typed is kept anywhere but in the page.

document.addEventListener("DOMContentLoaded", () => {
  // How many characters there are already.
  for (const area of document.querySelectorAll("[data-limit]")) {
    const counter = area.parentElement.querySelector("[data-counter]");
    const count = () => {
      const number = Array.from(area.value.replace(/\r\n/g, "\n").trim().normalize("NFC")).length;
      counter.textContent = counter.dataset.counter.replace("%n", String(number));
      counter.classList.toggle("is-over", number > Number(area.dataset.limit));
    };
    area.addEventListener("input", count);
    count();
  }

  // One more country or link, without asking the server for a page that has it.
  for (const button of document.querySelectorAll("[data-add]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const rows = button.parentElement.querySelectorAll(".repeat-row");
      const last = rows[rows.length - 1];
      const row = last.cloneNode(true);
      for (const control of row.querySelectorAll("select, input")) {
        control.removeAttribute("id");
        control.value = "";
        const label = control.getAttribute("aria-label");
        control.setAttribute("aria-label", label.replace(/\d+/, String(rows.length + 1)));
      }
      last.after(row);
      row.querySelector("select, input").focus();
    });
  }

  // A pressed button says so and takes no second press, for as long as an answer may take: the
  // server takes a form once however often it comes.
  const ready = () => {
    for (const form of document.querySelectorAll("[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[data-label]")) {
        button.removeAttribute("aria-disabled");
        button.textContent = button.dataset.label;
      }
    }
  };
  for (const form of document.querySelectorAll("[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "1";
      window.setTimeout(ready, 15000);
      const button = event.submitter;
      if (button && button.dataset.sending) {
        button.dataset.label = button.textContent;
        button.setAttribute("aria-disabled", "true");
        button.textContent = button.dataset.sending;
      }
    });
  }
  // A page that comes back by way of Back can be sent again.
  window.addEventListener("pageshow", ready);

  // The other language takes along what was typed: its link in the header presses the form's
  // button.
  const other = document.getElementById("other-language");
  if (other) {
    let typed = false;
    other.form.addEventListener("input", () => {
      typed = true;
    });
    for (const link of document.querySelectorAll("header a[hreflang]")) {
      link.addEventListener("click", (event) => {
        if (typed || link.hash) {
          event.preventDefault();
          other.click();
        }
      });
    }
  }

  for (const button of document.querySelectorAll("[data-copy]")) {
    if (navigator.clipboard) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = button.dataset.copied;
      });
    }
  }

  // Browsers that do not know `autofocus` on a summary of errors; those that do have done it by the
  // next frame.
  const told = document.querySelector("[autofocus]");
  if (told) {
    window.requestAnimationFrame(() => {
      if (document.activeElement === document.body) {
        told.focus();
      }
    });
  }
});
