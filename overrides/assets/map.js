/* The map: whose members are coloured, as of which year. */
(() => {
  const { one, all, make, on, intervals, later, standing, fill, years } = reader, list = one(".reader-states dl");
  if (!list) return;
  const holder = one(".reader-controls"), { countries, shapeless } = holder.dataset, choice = make("select");
  const names = new Map(countries.split("\n").map((line) => [line.split(" ")[0], line.slice(line.indexOf(" ") + 1)]));
  const lands = new Map(all("a.reader-land").map((land) => [land.dataset.code, land]));
  const organizations = all("div", list).map((row) => {
    const held = new Map();
    for (const line of row.dataset.of.split("\n")) {
      const [code, ...rest] = line.split(" ");
      held.set(code, [...(held.get(code) || []), ...intervals(rest.join(" "))]);
    }
    return { row, held, told: one("dd", row), link: one("a", row), ...row.dataset };
  });

  const colour = (land, { status, word }, name, { link }) => {
    if (!word) for (const attribute of ["href", "data-status", "aria-label"]) land.removeAttribute(attribute);
    else {
      land.setAttribute("href", link.getAttribute("href"));
      land.dataset.status = status;
      land.ariaLabel = `${name}: ${word}`;
    }
  };
  const show = (date) => {
    const chosen = organizations.find(({ id }) => id === choice.value);
    for (const land of lands.values()) colour(land, {}, "", {});
    for (const one of organizations) one.row.hidden = one !== chosen;
    if (!chosen) return ": no organization is chosen";
    const unborn = chosen.founded && later(chosen.founded, date), told = new Map();
    for (const [code, held] of chosen.held) {
      const state = standing(held, date, unborn), name = names.get(code), word = state.word.replace("*", "");
      if (!word) continue;
      if (lands.has(code)) colour(lands.get(code), state, name, chosen);
      told.set(word, [...(told.get(word) || []), name + (word === state.word ? "" : "*") + (shapeless.split(" ").includes(code) ? " (no shape)" : "")]);
    }
    const lines = [...told].sort(([a, one], [b, other]) => other.length - one.length || a.localeCompare(b));
    chosen.told.replaceChildren(...lines.flatMap(([word, of]) => [make("b", "", word), ` ${of.length}: ${of.join(", ")}. `]), ...(lines.length ? [] : ["nobody. "]), ...(unborn ? [`Founded ${chosen.founded.slice(0, 4)}.`] : []));
    return `: ${chosen.link.textContent}, ` + (lines.map(([word, of]) => `${of.length} ${word}${of.length > 1 && /(er|te)$/.test(word) ? "s" : ""}`).join(", ") || "nobody");
  };

  choice.append(...organizations.map(({ link, id }) => new Option(link.textContent, id)), new Option("None", "none"));
  const wanted = new URLSearchParams(location.search).get("of");
  if (wanted && [...choice.options].some(({ value }) => value === wanted)) choice.value = wanted;
  fill(make("label", "", "Members of", choice));
  const { set, keep } = years(show);
  on(choice, "change", () => { set(); keep("of", choice.value); });
  set();
})();
