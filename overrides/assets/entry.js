/* Who was a member as of a date: a field and a slider set the picture, the lists and the table. */
(() => {
  const { one, all, on, make } = reader, picture = one(".reader-years");
  if (!picture) return;
  const { first, years, edition } = picture.dataset;
  const bars = all(".reader-bar"), names = all(".reader-years__names span"), mark = one(".reader-years__mark");
  const when = one(".reader-standings__when"), unset = when.textContent;
  const rows = all(".reader-members tbody tr").map((row, at) => ({ ...row.dataset, parts: [row, bars[at]], name: row.cells[0].textContent }));

  /* As in builder/facts.py, dates are compared as far as both are known. */
  const later = (date, other) => date.slice(0, other.length) > other.slice(0, date.length);
  const holds = ({ since, until }, date) => !(since && later(since, date))
    && (!until || later(until, date) || !(later(date, until) || until.length === date.length));
  const off = (element, is) => element.toggleAttribute("data-off", is);

  const set = () => {
    const date = field.value, known = date || edition;
    const good = !date || (/^\d{4}(-(0[1-9]|1[0-2])(-([0-2]\d|3[01]))?)?$/.test(date) && date <= edition.slice(0, date.length));
    field.setCustomValidity(good ? "" : `A year, a month or a day, up to ${edition}`);
    if (!good) { when.textContent = field.validationMessage; return; }
    const held = rows.filter((row) => holds(row, known));
    for (const row of rows) for (const part of row.parts) off(part, date && !held.includes(row));
    all(".reader-row").forEach((row, at) => off(names[at + 1], !one(".reader-bar:not([data-off])", row)));
    for (const list of all("[data-count]")) {
      const here = held.filter((row) => row.status === list.dataset.count);
      one("b", list).textContent = here.length;
      one("span", list).textContent = here.map((row) => row.name + (row.since ? "" : "*")).join(", ");
    }
    const [year, month = 1, day = 1] = known.split("-");
    slider.value = year;
    mark.setAttribute("x", `${100 * (year - first + (month - 1) / 12 + (day - 1) / 372) / years}%`);
    mark.setAttribute("width", `${(date[4] ? .2 : date && 100) / years}%`);
    when.textContent = date ? `As of ${date}` : unset;
  };

  const field = make("input"), slider = make("input");
  field.type = "search";
  field.placeholder = edition;
  slider.type = "range";
  slider.min = first;
  slider.max = +first + +years - 1;
  slider.ariaLabel = "As of the year";
  picture.prepend(make("div", "reader-asof", make("label", "", "As of ", field), slider));
  on(field, "input", set);
  on(picture, "change", () => history.replaceState(0, "", (field.value ? `?as-of=${field.value}` : location.pathname) + location.hash));
  on(slider, "input", () => { field.value = slider.value; set(); });
  field.value = new URLSearchParams(location.search).get("as-of");
  set();
})();
