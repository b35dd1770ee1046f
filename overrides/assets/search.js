/* The search as one sees it: a dialog, a field, and a list of links that the arrow keys go through. */
reader.search = (({ one, all, on, make, load, site, words: { places }, finding }) => {
  const FEW = 3, STEP = 5, ROOM = 220; // of an essay or a kind, and essays, until one asks for more; letters of a passage
  const session = () => { try { return sessionStorage; } catch { return null; } }; // a forbidden storage
  const dialog = make("dialog", "reader-search");
  dialog.ariaLabel = "Search";
  dialog.innerHTML = "<div class=reader-search__bar role=search><input type=text aria-label=Search placeholder='Words, names, “phrases”' maxlength=200 autocomplete=off autocapitalize=off autocorrect=off spellcheck=false enterkeyhint=go>"
    + "<button type=button aria-label=Close>×</button></div><p class=reader-search__told role=status></p><div class=reader-search__found></div>";
  document.body.append(dialog);
  const field = one("input", dialog), told = one("[role=status]", dialog), list = one(".reader-search__found", dialog);
  const page = (path) => site(path + (location.protocol === "file:" ? "index.html" : ""));
  const link = (href, ...content) => Object.assign(make("a", "", ...content), { href });
  const small = (...parts) => make("small", "", parts.filter(Boolean).join(" · "));
  const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;

  /* What is known, once it is there: the names first, then the passages. */
  let known, glossary, essays, lacking = "";
  const names = load("search/names.js").then(() => {
    const { entries, essays } = reader.names, { name, naming } = finding;
    const called = (title, names, loose = []) => [name(title, 0), ...names.map((text) => name(text, 0.01)), ...loose.map((text) => name(text, 0.02))];
    known = {
      entries: entries.map(([id, title, kind, count, names, loose], number) => ({
        number, title, path: `glossary/${id}/`, told: kind, spoken: count && plural(count, "mention", "mentions"), count, names: called(title, names, loose),
      })),
      essays: essays.map(([slug, title, authors, venue, date, iso], number) => ({
        number, title, path: `essays/${slug}/`, told: [authors.join(", "), date].filter(Boolean).join(" · "), count: iso.replace(/-/g, "").padEnd(8, 0),
        names: called(title, [...authors, ...venue ? [venue] : []], authors.map((author) => author.split(" ").at(-1))),
      })), // the newest of those that are as good comes first
    };
    known.entry = naming(known.entries);
    known.essay = naming(known.essays);
  });
  const passages = Promise.all([names, load("search/passages.js")]).then(async () => {
    glossary = finding.whole(reader.passages.entries);
    const meant = (word) => finding.ordered(glossary.near(word, reader.words.misspelt), ([, weight]) => weight)[0]?.[0] || word;
    essays = reader.names.engine === "whole" ? finding.whole(reader.passages.essays) : await finding.pagefind(reader.names.languages, meant);
  }).catch(() => { lacking = `Only names${glossary ? " and the glossary" : ""}: the text of the essays is not searched here.`; });

  /* As much of a passage as there is room for, where most of the words stand, and these marked. */
  const excerpt = (text, wanted) => {
    const marks = places(text, wanted), within = (start) => marks.filter(([from, to]) => from >= start && to <= start + ROOM).length;
    const [from] = finding.ordered([...marks], ([start]) => within(start))[0] || [0];
    const start = from < 60 ? 0 : text.lastIndexOf(" ", from - 40) + 1, rest = text.indexOf(" ", start + ROOM), end = rest < 0 ? text.length : rest, parts = [];
    let at = start;
    for (const [from, to] of marks.filter(([from, to]) => from >= start && to <= end)) {
      parts.push(text.slice(at, from), make("mark", "", text.slice(from, to)));
      at = to;
    }
    return [start ? "… " : "", ...parts, text.slice(at, end), end < text.length ? " …" : ""];
  };
  const items = (made, more) => {
    const held = make("ul", "", ...made.map((content) => make("li", "", content)));
    if (made.length <= FEW + 1) return [held];
    const rest = [...held.children].slice(FEW), button = make("button", "", more(rest.length));
    for (const item of rest) item.hidden = true;
    on(button, "click", () => {
      for (const item of rest) item.hidden = false;
      one("a", rest[0]).focus();
      button.remove();
    });
    return [held, button];
  };
  const section = (title, ...content) => make("section", "", make("h2", "", title), ...content);
  const titles = (heading, things, definitions, unit) => section(heading, ...items(things.map(({ number, path, title, told, by, spoken }) => {
    const called = !`${title} ${told}`.includes(by) && `“${by}”`, definition = definitions?.[number][0][2];
    return link(page(path), make("b", "", title), " ", small(told, called, spoken), ...definition ? [make("span", "", definition)] : []);
  }), (count) => `${count} more ${unit}`));
  const texts = (heading, things, { pages, more }, unit) => section(heading, ...pages.map(({ number, places }) => {
    const { path, title, told } = things[number], many = (count) => plural(count, "more passage", "more passages");
    return make("section", "", make("h3", "", title, " ", small(told)), ...items(places.map(({ anchor, place, text, words }) => {
      const asked = [...words].slice(0, 20).join(" ");
      return link(`${page(path)}?h=${encodeURIComponent(asked)}${anchor ? "#" : ""}${anchor}`, ...place ? [small(place), " "] : [], ...excerpt(text, words));
    }), many));
  }), ...more ? [Object.assign(make("button", "", plural(more, ...unit)), { onclick: () => { most += STEP; search(); } })] : []);

  /* Names stand first where the query is one, begins one, or is most of one; where some of it is in one or misspelt, if no passage has all words. */
  const isName = ([{ score }], { sure }) => score >= 1.5 || (score >= 0.5 && !sure);
  const show = (query, entries, titled, spoken, explained) => {
    const groups = [];
    if (entries.length) groups.push([isName(entries, spoken) ? 9 + entries[0].score : 2, titles("Entries", entries, reader.passages?.entries, "entries"), plural(entries.length, "entry", "entries")]);
    if (titled.length) groups.push([isName(titled, spoken) ? 9 + titled[0].score : 3, titles("Essays", titled, null, "essays"), plural(titled.length, "essay", "essays")]);
    const sum = (pages) => plural(pages.reduce((sum, { places }) => sum + places.length, 0), "passage", "passages");
    const apart = { ...explained, pages: explained.pages.filter(({ number }) => !entries.some((entry) => entry.number === number)) };
    if (spoken.pages.length) groups.push([5, texts("In the essays", known.essays, spoken, ["more essay", "more essays"]), `${sum(spoken.pages)} of ${spoken.more ? "the first " : ""}${plural(spoken.pages.length, "essay", "essays")}`]);
    if (apart.pages.length) groups.push([explained.all && !spoken.all ? 6 : 4, texts("In the glossary", known.entries, apart, ["more entry", "more entries"]), `${sum(apart.pages)} of the glossary`]);
    finding.ordered(groups, ([value]) => value);
    list.replaceChildren(...groups.map(([, part]) => part));
    told.textContent = [groups.map(([, , count]) => count).join(", ") || `Nothing has “${query}” or words like it.`, lacking].filter(Boolean).join(" ");
    if (!groups.length) list.append(make("p", "", "All that is here: the ", link(page("essays/"), "essays"), " and the ", link(page("glossary/"), "glossary"), "."));
  };
  let turn = 0, most = STEP;
  const search = async () => {
    const query = field.value.trim().slice(0, 200), mine = turn += 1, nothing = { pages: [], all: true, sure: true };
    __md_set("query", query, session());
    list.ariaBusy = !!query;
    if (!query) {
      told.textContent = "";
      return list.replaceChildren(make("p", "", "Words of essays and notes, and entries by any of their names, in any spelling. “In quotation marks”, words stand side by side."));
    }
    await names.catch(() => {});
    if (mine !== turn) return;
    list.ariaBusy = !!known;
    if (!known) return told.textContent = "What is searched cannot be loaded. Try again later.";
    const entries = known.entry(query), titled = known.essay(query);
    if (!essays && !lacking) show(query, entries, titled, nothing, nothing);
    await passages;
    if (essays?.wait) await new Promise((done) => { setTimeout(done, essays.wait); }); // until one has typed on
    const terms = finding.terms(query), nowhere = { pages: [] };
    const found = mine === turn && terms.length && essays ? await essays.look(terms, most) : nowhere;
    if (mine !== turn) return;
    show(query, entries, titled, finding.rank(found, terms, most), finding.rank(terms.length && glossary ? glossary.look(terms) : nowhere, terms, most));
    list.ariaBusy = false;
  };

  let running;
  on(field, "input", () => { most = STEP; running = search(); });
  on(one("button", dialog), "click", () => dialog.close());
  on(dialog, "click", (event) => { if (event.target === dialog || event.target.closest("a[href]")) dialog.close(); });
  on(dialog, "keydown", (event) => {
    const links = all("li:not([hidden]) > a", list), at = links.indexOf(document.activeElement), way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (way) {
      event.preventDefault();
      (links[at + way] || (at + way < 0 ? field : links.at(-1)))?.focus();
    } else if (event.key === "Enter" && event.target === field && !event.isComposing) running.then(() => one("li > a", list)?.click());
    else if (at >= 0 && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) field.focus();
  });
  field.value = __md_get("query", session()) || "";
  return () => {
    if (!dialog.open) dialog.showModal();
    field.select();
    running = search();
  };
})(reader);
