/* The filters of the timeline: by organization, country and essay. They combine, and the address keeps them. */
(() => {
  const { one, all, on, make } = reader, controls = one("[data-choices]");
  const pass = (query) => { for (const link of all(".reader-parts a, .reader-decades a")) if (!link.getAttribute("href").startsWith("#")) link.search = query; };
  if (!controls) return pass(location.search); // to the parts, which have the items
  const items = all(".reader-dated"), table = one(".reader-decades"), told = make("output");
  const asked = new URLSearchParams(location.search);
  const fields = JSON.parse(controls.dataset.choices).map(([name, options]) => {
    const field = make("select");
    field.name = name;
    field.append(new Option("all", ""), ...options.map(([value, words]) => new Option(words, value)));
    one("span", controls).replaceWith(make("label", "", `${name[0].toUpperCase()}${name.slice(1)} `, field));
    const value = asked.get(name);
    if (value && !options.some(([known]) => known === value)) field.append(new Option(value, value)); // on another part
    field.value = value || "";
    return field;
  });
  one("span", controls).replaceWith(told);

  const set = () => {
    const chosen = fields.filter((field) => field.value);
    const shown = items.filter((item) => !(item.hidden = !chosen.every(({ name, value }) => item.dataset[name].split(" ").includes(value))));
    for (const section of all(".reader-dates, .reader-decade")) section.hidden = !one(".reader-dated:not([hidden])", section);
    const dates = shown.map((item) => one("time", item).dateTime);
    table.toggleAttribute("data-filtered", chosen.length);
    for (const cell of all("[data-key]", table)) {
      const [whole, part] = all("rect", cell), figure = one("span", cell), { key } = cell.dataset;
      const total = cell.dataset.total ||= figure.textContent, label = cell.dataset.label ||= cell.ariaLabel;
      const count = chosen.length ? dates.filter((date) => date.startsWith(key)).length : total;
      const height = chosen.length ? whole.getAttribute("height") * count / total : 0;
      part.setAttribute("height", height);
      part.setAttribute("y", 100 - height);
      figure.textContent = +count ? count : "";
      cell.ariaLabel = chosen.length ? `${label.split(":")[0]}: ${count} of ${total}` : label;
      cell.inert = !+count;
    }
    told.textContent = chosen.length ? `${shown.length} of ${items.length}` : "";
    const query = new URLSearchParams(chosen.map(({ name, value }) => [name, value])).toString();
    pass(query);
    return query;
  };
  on(controls, "change", () => {
    const query = set();
    history.replaceState(0, "", (query ? `?${query}` : location.pathname) + location.hash);
  });
  set();
})();
