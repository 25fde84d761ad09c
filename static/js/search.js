"use strict";

// Suggestions under the search box, which works without them. Nothing is sent while somebody types:
// the words come in one file, the same for everybody, when the box is entered.

document.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector("[data-words]");
  if (!box) return;
  const form = box.form;
  const MOST = 8;
  let words = null;
  let rows = [];
  let chosen = -1;

  const list = document.createElement("ul");
  list.id = "search-list";
  list.className = "suggest-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.label);
  const note = document.createElement("p");
  note.className = "suggest-note meta";
  note.textContent = box.dataset.note;
  const panel = document.createElement("div");
  panel.className = "suggest";
  panel.hidden = true;
  panel.append(list, note);
  form.append(panel);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  const fold = (text) => text.toLowerCase().replace(/ё/g, "е").normalize("NFKC");
  const split = (text) => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  // Words of an entry of the file, folded once.
  const prepare = (row) => ({
    label: row[0], url: row[1], kind: row[2], count: row[3],
    own: split(row[0]), also: row[4].map(split), more: row[5],
  });

  // How well what was typed fits: 3 the label's beginning, 2 a word of it, 1 another spelling, 0 not.
  const fit = (item, typed) => {
    if (item.own.length && item.own[0].startsWith(typed)) return 3;
    if (item.own.some((word) => word.startsWith(typed))) return 2;
    return item.also.some((spelling) => spelling.length && spelling[0].startsWith(typed)) ? 1 : 0;
  };

  const best = (items, typed) => items
    .map((item) => [fit(item, typed), item])
    .filter(([how]) => how)
    .sort((a, b) => b[0] - a[0] || b[1].count - a[1].count)
    .map(([, item]) => item);

  const found = (text) => {
    const typed = split(text).filter((word) => word.length > 1);
    if (!typed.length || !words) return [];
    const last = typed[typed.length - 1];
    const result = [];
    if (typed.length > 1) {
      for (const word of typed) {
        const need = best(words.needs, word)[0];
        const others = typed.filter((other) => other !== word);
        const place = need && others.flatMap((other) => best(words.rows, other)).find((row) => row.more);
        if (place) {
          result.push({
            label: `${need.more} · ${place.more[1]}`, kind: need.kind, answer: true,
            url: place.more[0] + need.url.split("/").slice(-3).join("/"),
          });
          break;
        }
      }
    }
    for (const word of [last, ...typed.slice(0, -1)]) {
      for (const item of best([...words.needs, ...words.rows], word)) {
        if (!result.some((other) => other.url === item.url)) result.push(item);
      }
    }
    return result.slice(0, MOST);
  };

  // The label with its typed beginnings bold; all of it as text.
  const bold = (element, label, typed) => {
    for (const part of label.split(/([\p{L}\p{N}]+)/u)) {
      const start = typed.find((word) => fold(part).startsWith(word));
      if (start) {
        const strong = document.createElement("b");
        strong.textContent = part.slice(0, start.length);
        element.append(strong, part.slice(start.length));
      } else {
        element.append(part);
      }
    }
  };

  const show = () => {
    rows = document.activeElement === box ? found(box.value) : [];
    chosen = -1;
    box.removeAttribute("aria-activedescendant");
    const typed = split(box.value);
    list.replaceChildren(...rows.map((row, place) => {
      const item = document.createElement("li");
      item.id = `search-row-${place}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      if (row.answer) item.className = "is-answer";
      const name = document.createElement("span");
      name.className = "suggest-name";
      bold(name, row.label, typed);
      const meta = document.createElement("span");
      meta.className = "meta";
      meta.textContent = row.count ? `${row.kind} · ${row.count}` : row.kind;
      item.append(name, " ", meta);
      item.addEventListener("mousedown", (event) => event.preventDefault());
      item.addEventListener("click", () => window.location.assign(row.url));
      return item;
    }));
    panel.hidden = !rows.length;
    box.setAttribute("aria-expanded", String(!panel.hidden));
  };

  const choose = (place) => {
    if (chosen >= 0) list.children[chosen].setAttribute("aria-selected", "false");
    chosen = place;
    if (chosen < 0) {
      box.removeAttribute("aria-activedescendant");
      return;
    }
    list.children[chosen].setAttribute("aria-selected", "true");
    list.children[chosen].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", list.children[chosen].id);
  };

  const close = () => {
    panel.hidden = true;
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };

  box.addEventListener("focus", () => {
    if (words) return;
    words = { rows: [], needs: [] };
    fetch(box.dataset.words, { credentials: "omit" })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .then((file) => {
        words = { rows: file.rows.map(prepare), needs: file.needs.map(prepare) };
        show();
      })
      .catch(() => { words = null; });
  });
  box.addEventListener("input", show);
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (panel.hidden) show();
      if (panel.hidden) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = chosen + step;
      choose(next >= rows.length ? -1 : next < -1 ? rows.length - 1 : next);
    } else if (event.key === "Enter" && chosen >= 0 && !panel.hidden) {
      event.preventDefault();
      window.location.assign(rows[chosen].url);
    }
  });
});
