/* The list of essays: filters that combine and an order, kept in the address. Where the list has several pages, the others are fetched
   when one begins to filter. What is shown then are copies; the page itself stays as it was. */
(() => {
  const { one, all, on, make } = reader, filter = one(".reader-filter"), list = one(".reader-essays");
  if (!filter) return;
  const { root, page, pages, total } = filter.dataset, form = make("form"), pager = one(".reader-pages"), whole = [...list.children];
  const FACETS = ["author", "venue", "organization", "year"], ROOM = 200; // cards at once
  const newest = (a, b) => b.date.localeCompare(a.date);
  const year = (card) => card.year[0] || "No date";
  const ORDERS = { // the heading that a card stands under, and what comes first; else by the headings
    "": ["newest first", year, newest],
    oldest: ["oldest first", year, (a, b) => (a.date || "9").localeCompare(b.date || "9")],
    author: ["by author", (card) => card.filed || "No author"],
    venue: ["by venue", (card) => card.venue[0] || "No venue"],
  };
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const cardsOf = (from, address) => all(".reader-listed", from).map((element) => {
    for (const link of all("a", element)) link.href = new URL(link.getAttribute("href"), address).href;
    return { ...JSON.parse(element.dataset.facets), date: element.dataset.date, text: plain(element.textContent), element };
  });
  let cards = cardsOf(list, location.href), missing = total - cards.length, room = ROOM;

  const field = (name, control) => {
    control.name = name;
    form.append(make("label", "", name[0].toUpperCase() + name.slice(1), control));
    return control;
  };
  const words = field("words", make("input"));
  words.type = "search";
  const choices = FACETS.map((name) => field(name, make("select")));
  field("order", make("select")).append(...Object.entries(ORDERS).map(([value, [label]]) => new Option(label, value)));
  const told = make("output");
  form.append(told);
  filter.append(form);

  /* What there is to choose from: values that more than one essay could tell apart. */
  const fill = () => choices.forEach((choice) => {
    const counted = new Map(), chosen = choice.value;
    for (const card of cards) for (const value of card[choice.name]) counted.set(value, (counted.get(value) || 0) + 1);
    if (chosen && !counted.has(chosen)) counted.set(chosen, 0);
    const sorted = [...counted].sort(([a], [b]) => choice.name === "year" ? b - a : a.localeCompare(b));
    choice.replaceChildren(new Option("all", ""), ...sorted.map(([value, count]) => new Option(missing ? value : value + " (" + count + ")", value)));
    choice.value = chosen;
    choice.parentElement.hidden = !missing && !chosen && counted.size < 2;
  });

  const asked = () => [...new FormData(form)].filter(([, value]) => value);
  const show = () => {
    const idle = !asked().length, wanted = plain(words.value).split(/\s+/);
    const [, heading, first = (a, b) => heading(a).localeCompare(heading(b)) || newest(a, b)] = ORDERS[form.elements.order.value];
    const held = cards.filter((card) => wanted.every((word) => card.text.includes(word))
      && choices.every((choice) => !choice.value || card[choice.name].includes(choice.value))).sort(first);
    const groups = new Map();
    for (const card of held.slice(0, room)) groups.set(heading(card), [...groups.get(heading(card)) || [], card.element.cloneNode(true)]);
    list.replaceChildren(...idle ? whole : [...groups].map(([name, copies]) => make("section", "reader-year", Object.assign(make("h2", "", name), heading === year && { id: name === "No date" ? "no-date" : "year-" + name }), make("div", "", ...copies))));
    if (!idle && held.length > room) {
      const more = make("button", "reader-more", "Show more");
      on(more, "click", () => { room += ROOM; show(); });
      list.append(more);
    }
    if (pager) pager.hidden = !idle;
    told.textContent = idle ? "" : held.length + " of " + (missing ? cards.length + " essays on this page; the other pages are not there yet" : total);
  };

  let others;
  const complete = () => others ||= missing && Promise.all(Array.from({ length: pages }, async (_, at) => {
    if (at + 1 === +page) return [];
    const address = new URL(root + "essays/" + (at ? "all/" + (at + 1) + "/" : ""), location.href);
    const answer = await fetch(address);
    if (!answer.ok) throw answer;
    return cardsOf(new DOMParser().parseFromString(await answer.text(), "text/html"), address);
  })).then((found) => {
    cards = cards.concat(...found);
    missing = 0;
    fill();
    show();
  }, () => { others = 0; }); // off line, or a file of this device: the page says that the others are not there

  on(form, "focusin", complete);
  on(form, "submit", (event) => event.preventDefault());
  on(form, "input", () => {
    room = ROOM;
    show();
    if (others !== 0) complete(); // what failed is tried again when one comes back to the form
    const query = new URLSearchParams(asked()).toString();
    history.replaceState(0, "", (query ? "?" + query : location.pathname) + location.hash);
  });
  for (const [name, value] of new URLSearchParams(location.search)) {
    const control = form.elements[name];
    if (!control) continue;
    if (choices.includes(control)) control.append(new Option(value));
    control.value = value;
  }
  if (form.elements.order.selectedIndex < 0) form.elements.order.value = "";
  fill();
  if (asked().length) { filter.open = true; show(); complete(); }
})();
