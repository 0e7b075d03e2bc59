"use strict";
// Sorting and filtering, added to a page that is complete without them.

const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

const rowsOf = (table) => [...table.querySelectorAll("tbody > tr:not(.group)")];

// What is missing stands last, whichever way the column is sorted.
const compared = (place, numeric, way) => (one, other) => {
  const [a, b] = [one, other].map((row) => row.cells[place].dataset.order ?? row.cells[place].textContent.trim());
  const unknown = (text) => text === "" || text === "—";
  if (unknown(a) || unknown(b)) return unknown(a) - unknown(b);
  return way * (numeric ? Number(a) - Number(b) : collator.compare(a, b));
};

const sortable = (table) => {
  const heads = [...table.tHead.rows[0].cells];
  const rows = rowsOf(table);
  const homes = rows.map((row) => row.parentElement);
  const flat = document.createElement("tbody");
  const unsort = () => {
    for (const other of heads) if (other.dataset.sort) other.ariaSort = "none";
    rows.forEach((row, n) => homes[n].append(row));
    flat.remove();
    table.classList.remove("sorted");
  };
  table.addEventListener("unsort", unsort);
  const sort = (head, place) => {
    const state = { none: "ascending", ascending: "descending", descending: "none" }[head.ariaSort ?? "none"];
    unsort();
    if (state === "none") return;
    head.ariaSort = state;
    const way = state === "ascending" ? 1 : -1;
    flat.append(...[...rows].sort(compared(place, head.dataset.sort === "number", way)));
    table.append(flat);
    table.classList.add("sorted");
  };
  heads.forEach((head, place) => {
    if (!head.dataset.sort || rows.length < 2) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head, place));
    head.append(button);
    head.ariaSort = "none";
  });
};

const plain = (text) => text.normalize("NFKC").toLowerCase();

const filtered = (form) => {
  const table = document.getElementById(form.dataset.for);
  const rows = rowsOf(table);
  const texts = rows.map((row) => plain(row.textContent));
  const groups = [...table.tBodies].map((body) => [body.querySelector("tr.group"), rows.filter((row) => row.parentElement === body)]);
  const status = form.querySelector("[role=status]");
  const choose = () => {
    const wanted = plain(form.elements.text.value.trim());
    const verdict = form.elements.verdict.value;
    rows.forEach((row, n) => {
      row.hidden = (verdict !== "" && row.dataset.status !== verdict) || !texts[n].includes(wanted);
    });
    for (const [heading, members] of groups) if (heading) heading.hidden = members.every((row) => row.hidden);
    const shown = rows.filter((row) => !row.hidden).length;
    status.textContent = status.dataset.words.replace("{shown}", shown).replace("{all}", rows.length);
  };
  form.addEventListener("input", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(choose));
  // A link to a row that is filtered out or sorted away brings it back.
  const home = () => {
    const row = document.getElementById(location.hash.slice(1));
    if (!row || !table.contains(row) || row.getClientRects().length) return;
    table.dispatchEvent(new Event("unsort"));
    form.reset();
    setTimeout(() => row.scrollIntoView());
  };
  window.addEventListener("hashchange", home);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("a")?.hash === location.hash) home();
  });
  // Paper shows every row.
  window.addEventListener("beforeprint", () => rows.forEach((row) => { row.hidden = false; }));
  window.addEventListener("afterprint", choose);
  form.hidden = false;
  choose();
};

// A picture that scrolls can be scrolled by keys.
const scrolled = new ResizeObserver((found) => {
  for (const { target } of found) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
document.querySelectorAll(".picture").forEach((picture) => scrolled.observe(picture));

document.querySelectorAll("table").forEach(sortable);
document.querySelectorAll("form.filter").forEach(filtered);
