"use strict";

// Every page of the desk works without this file. It adds keys for the common path, puts a
// ready reason into the text, and keeps a button from being pressed twice.

const STORED = "desk-keys";
const typing = (element) => element.closest("input:not([type=radio]):not([type=checkbox]), textarea, select");
const switched = document.querySelector("[data-keys-switch]");
const keys = document.querySelector("[data-keys]");

if (keys) {
  keys.hidden = false;
  switched.checked = localStorage.getItem(STORED) !== "off";
  switched.addEventListener("change", () => localStorage.setItem(STORED, switched.checked ? "on" : "off"));
}

const press = (selector) => {
  const element = document.querySelector(selector);
  if (element) element.click();
  return Boolean(element);
};

const reach = (selector) => {
  const element = document.querySelector(selector);
  if (element) {
    element.scrollIntoView({ block: "nearest" });
    element.focus();
  }
  return Boolean(element);
};

// A decision's tab is chosen, and its first control has the focus: Tab and Enter do the rest.
const choose = (name) => {
  const tab = document.querySelector(`[data-act="${name}"]`);
  if (!tab) return false;
  tab.checked = true;
  return reach(`[data-panel="${name}"] :is(select, textarea, input:not([type=hidden]), button)`);
};

const rows = [...document.querySelectorAll("[data-row]")];
const here = () => rows.findIndex((row) => row.contains(document.activeElement));
const move = (step) => {
  if (!rows.length) return false;
  const next = Math.min(rows.length - 1, Math.max(0, here() === -1 ? (step > 0 ? 0 : rows.length - 1) : here() + step));
  rows[next].querySelector("h2 a").focus();
  rows[next].scrollIntoView({ block: "nearest" });
  return true;
};

const take = () => {
  if (!rows.length) return press("[data-take]");
  const row = rows[here()];
  const button = row && row.querySelector("[data-take]");
  if (button) button.click();
  return Boolean(button);
};

const doing = {
  j: () => move(1),
  k: () => move(-1),
  t: take,
  "[": () => press("[data-previous]"),
  "]": () => press("[data-next]"),
  a: () => choose("approve") || choose("endorse"),
  q: () => choose("ask"),
  b: () => choose("send_back"),
  r: () => choose("reject"),
  n: () => reach("[data-note]"),
  c: () => press("[data-correct]"),
  u: () => press("[data-queue-link]"),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && typing(event.target)) event.target.blur();
  if (!keys || !switched.checked || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (doing[event.key] && doing[event.key]()) event.preventDefault();
});

// A ready reason becomes the text, unless somebody has written one of their own.
for (const reasons of document.querySelectorAll("[data-reasons]")) {
  const text = reasons.form.querySelector("[data-text]");
  let put = text.value;
  reasons.addEventListener("change", () => {
    if (text.value !== put && text.value.trim()) return;
    put = reasons.selectedOptions[0].dataset.ready || "";
    text.value = put;
  });
}

for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Rows of links and the like: one more of them.
for (const button of document.querySelectorAll("[data-add]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const rows = button.parentElement.querySelectorAll(".repeat-row");
    const last = rows[rows.length - 1];
    const row = last.cloneNode(true);
    for (const control of row.querySelectorAll("input, select")) {
      control.value = "";
      const label = control.getAttribute("aria-label");
      if (label) control.setAttribute("aria-label", label.replace(/\d+/, String(rows.length + 1)));
    }
    last.after(row);
    row.querySelector("input, select").focus();
  });
}
