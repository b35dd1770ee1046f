/* The page on which one studies: what is asked, the card, what is kept on this device. */
(() => {
  const { root, one, all, on, make, load, site, schedule } = reader, place = one(".reader-study");
  if (!place) return;
  const NEW = 20, MORE = 10, GRADES = ["Again", "Hard", "Good", "Easy"], SURE = "Forget all: yes, all";
  const [kinds, words, counts, essays] = ["kinds", "words", "counts", "essays"].map((name) => JSON.parse(place.dataset[name]));
  const plural = (count, what) => count + " " + what + (count === 1 ? "" : "s");
  const button = (label, act) => {
    const made = make("button", "", label);
    made.type = "button";
    on(made, "click", act);
    return made;
  };
  const today = () => schedule.dayOf(new Date());

  /* ------------------------------------------------------------------------------------------ what this device keeps */
  const KEY = __md_scope.pathname + ".study";
  let progress = new Map(), keeps = true;
  const recall = () => {
    try {
      const text = localStorage.getItem(KEY);
      if (keeps) progress = schedule.sound(JSON.parse(text)); // another window may have gone on
    } catch (error) {
      keeps = error instanceof SyntaxError; // what another program wrote there; or a forbidden storage
    }
  };
  const keep = () => {
    try {
      localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(progress)));
      keeps = true;
    } catch {
      keeps = false; // full, or forbidden: what is learnt lasts as long as the page
    }
  };
  const set = (id, known) => {
    recall();
    progress.delete(id);
    if (known) progress.set(id, known);
    keep();
  };

  /* ------------------------------------------------------------------------------------------------ what one chooses */
  const asked = new URLSearchParams(location.search), wanted = (asked.get("kinds") || "").split(",").filter((kind) => kinds.includes(kind));
  const boxes = kinds.map((kind) => Object.assign(make("input"), { type: "checkbox", name: kind, checked: !wanted.length || wanted.includes(kind) }));
  const which = make("select"), named = asked.get("essay") || "";
  which.append(new Option("All essays", ""), ...essays.map(([slug, called, title]) => new Option(called + ": " + title, slug)));
  if (/^[a-z0-9-]+$/.test(named)) {
    if (!essays.some(([slug]) => slug === named)) which.append(new Option(named, named));
    which.value = named;
  }
  const summary = make("summary"), fields = make("fieldset", "", make("legend", "", "Kinds of cards"),
    ...boxes.map((box, at) => make("label", "", box, words[kinds[at]], make("small", "", " " + counts[kinds[at]]))));
  const form = make("form", "", fields, make("label", "", "Essay", which)), choice = make("details", "reader-study__choice", summary, form);
  on(form, "submit", (event) => event.preventDefault());
  on(form, "change", () => {
    const query = new URLSearchParams();
    if (which.value) query.set("essay", which.value);
    if (!boxes.every((box) => box.checked)) query.set("kinds", boxes.filter((box) => box.checked).map((box) => box.name).join());
    history.replaceState(0, "", (query.size ? "?" + decodeURIComponent(query) : location.pathname) + location.hash);
    room = NEW;
    choose();
  });

  /* ---------------------------------------------------------------------------------------------------------- a card */
  const told = make("p", "reader-study__told"), card = make("section", "reader-flash"), after = make("p", "reader-study__after"), mine = make("details", "reader-study__mine");
  told.role = "status";
  card.ariaLabel = "Card";
  let cards = [], now, open = false, room = NEW, undo;
  const gap = () => Object.assign(make("span", "reader-gap", "[…]"), { role: "img", ariaLabel: "blank" });
  const focusable = (element) => Object.assign(element, { tabIndex: -1 });
  const line = (name, text) => Object.assign(make("p", name, ...[text].flat()), { dir: "auto" });

  const ask = (moving) => {
    recall();
    const { order, due, fresh, again } = schedule.session(cards, progress, today(), room);
    now = order.find((other) => other !== now || order.length === 1);
    open = false;
    const counted = [[due.length, "to repeat"], [fresh.length, "new"], [again.length, "to see again"]].filter(([count]) => count);
    told.textContent = now ? "Today: " + counted.map((pair) => pair.join(" ")).join(", ") : "";
    if (now) draw();
    else end();
    tell();
    if (moving) one("[tabindex]", card)?.focus({ preventScroll: card.getBoundingClientRect().top >= 0 });
  };
  const draw = () => {
    const question = focusable(line("reader-flash__question", now.question.map((part, at) => at % 2 ? open ? make("mark", "", part) : gap() : part)));
    question.lang = now.language;
    question.toggleAttribute("data-long", now.question.join("").length > 60);
    card.replaceChildren(make("p", "reader-flash__prompt", now.prompt), question);
    if (!open) {
      const show = button("Show the answer", reveal);
      show.append(make("kbd", "", "Space"));
      card.append(make("div", "reader-flash__ways", show));
      return;
    }
    const link = Object.assign(make("a", "reader-ref", now.source), { href: now.href });
    const answer = focusable(make("div", "reader-flash__answer", line("", now.answer), ...now.more ? [line("reader-flash__more", now.more)] : [], make("p", "reader-flash__more", link)));
    answer.ariaLabel = "Answer";
    answer.role = "group";
    const grades = make("div", "reader-flash__ways", ...GRADES.map((name, at) => {
      const [, , days] = schedule.answered(progress.get(now.id), at + 1, today()), made = button("", () => grade(at + 1));
      made.append(make("kbd", "", at + 1), make("b", "", name), " ", make("small", "", schedule.spoken(days)));
      return made;
    }));
    grades.role = "group";
    grades.ariaLabel = "How well did you know it?";
    card.append(answer, grades);
    answer.focus({ preventScroll: true });
  };
  const reveal = () => { open = true; draw(); };
  const grade = (value) => {
    undo = [now, progress.get(now.id)];
    set(now.id, schedule.answered(progress.get(now.id), value, today()));
    ask(true);
  };
  const end = () => {
    const [day, count] = schedule.next(cards, progress, today()), left = cards.some(({ id }) => !progress.has(id));
    const words = !cards.length ? "No card is of this choice." : "Nothing is due." + (day ? " Next: " + schedule.spoken(day - today()) + ", " + plural(count, "card") + "." : "");
    card.replaceChildren(focusable(make("p", "reader-flash__question", words)));
    if (left) card.append(make("div", "reader-flash__ways", button("More new cards", () => {
      const first = [...progress.values()].filter((known) => known[4] === today()).length;
      room = Math.max(room, first) + MORE;
      ask(true);
    })));
  };

  /* ----------------------------------------------------------------------------------------------- what stands below */
  const back = button("Take the last answer back", () => {
    const [last, known] = undo;
    undo = null;
    set(last.id, known);
    ask();
    now = last;
    reveal();
  });
  const file = Object.assign(make("input"), { type: "file", accept: ".json,application/json" }), begun = make("p");
  const forget = button("Forget all", () => {
    if (forget.textContent !== SURE) {
      forget.textContent = SURE;
      return;
    }
    progress = new Map();
    undo = null;
    keep();
    ask();
  });
  const save = button("Save to a file", () => {
    const text = JSON.stringify({ flashcards: Object.fromEntries(progress) }), href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    Object.assign(make("a"), { href, download: "flashcards-progress.json" }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1e3);
  });
  on(file, "change", async () => {
    let read;
    try { read = schedule.sound(JSON.parse(await file.files[0].text()).flashcards); } catch { read = new Map(); }
    file.value = "";
    recall();
    for (const [id, known] of read) { // of two, what was answered last
      const here = progress.get(id);
      if (!here || known[3] - known[2] > here[3] - here[2]) progress.set(id, known);
    }
    keep();
    ask();
    reader.say(6, read.size ? plural(read.size, "card") + " read." : "There is no progress in this file.");
  });
  mine.append(make("summary", "", "Your progress"), begun, make("div", "reader-study__ways", save, make("label", "", "Read from a file ", file), forget));
  const tell = () => {
    const known = cards.filter(({ id }) => progress.has(id)).length, some = boxes.filter((box) => box.checked);
    const kindsTold = some.length === boxes.length ? "All kinds" : some.map((box) => words[box.name]).join(", ") || "No kind";
    summary.textContent = kindsTold + " · " + (essays.find(([slug]) => slug === which.value)?.[1] || which.selectedOptions[0].text) + " · " + plural(cards.length, "card");
    begun.textContent = known + " of these " + plural(cards.length, "card") + " begun" + (keeps ? ", kept on this device." : ".");
    forget.textContent = "Forget all";
    forget.disabled = save.disabled = !progress.size;
    after.replaceChildren(...undo ? [back] : [], ...keeps ? [] : ["This browser keeps nothing for this page: what you answer counts until you leave it. You can save it to a file."]);
  };

  const choose = async (turn = choose.turn = {}) => {
    const chosen = boxes.filter((box) => box.checked).map((box) => box.name), essay = which.value;
    try {
      await Promise.all([...chosen.map((kind) => load("study/" + kind + ".js")), ...essay ? [load("study/essays/" + essay + ".js")] : []]);
    } catch {
      card.replaceChildren(make("p", "", essay && !reader.terms?.[essay] ? "The cards of this essay cannot be loaded." : "The cards cannot be loaded. Try again later."));
      return;
    }
    if (turn !== choose.turn) return;
    const terms = essay && new Set(reader.terms[essay]), page = (path) => site(location.protocol === "file:" ? path.replace(/(?<=\/)(?=#|$)/, "index.html") : path);
    const lists = chosen.map((kind) => reader.cards[kind].map(([id, term, prompt, question, answer, more, source, path, language]) => ({ id, term, prompt, question, answer, more, source, language, href: page(path) }))
      .filter((card) => !terms || (kind === "sentence" ? card.id.includes("/" + essay + "/") : terms.has(card.term))));
    cards = Array.from({ length: Math.max(0, ...lists.map((list) => list.length)) }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
    now = undo = null;
    ask();
  };

  on(document, "keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !now || one("dialog[open], [popover]:popover-open")) return;
    const target = event.target;
    if (!open && [" ", "Enter"].includes(event.key) && !target.closest("a, button, input, select, summary, textarea")) {
      event.preventDefault();
      reveal();
    } else if (open && !root.dataset.keys && /^[1-4]$/.test(event.key) && !target.closest("input, select, textarea")) grade(+event.key);
  });
  place.append(choice, told, card, after, mine);
  choose();
})();
