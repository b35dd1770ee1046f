/* Countries × organizations: the year, what is shown in which order, and what a cell says. */
(() => {
  const { one, all, on, make, RANKS, intervals, later, standing, spoken, fill, years } = reader, table = one(".reader-matrix table");
  if (!table) return;
  const [corner, ...heads] = table.tHead.rows[0].cells, body = table.tBodies[0];
  const columns = heads.map((head) => ({ head, link: one("a", head), name: one("a", head).textContent, ...head.dataset }));
  const rows = [...body.rows].map((row) => {
    const [head, ...tds] = row.cells;
    const cells = tds.map((td, at) => ({ td, column: columns[at], held: td.dataset.of && intervals(td.dataset.of), status: "" }));
    return { row, name: head.textContent, cells };
  });
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const order = new Intl.Collator("en").compare, names = rows.map(({ name }) => name);
  let now, sorted = corner, down = false; // by which column the rows are sorted, and whether from its end

  /* ------------------------------------------------------------------------------------------------ as of a year */
  const write = (cell, row) => {
    Object.assign(cell, standing(cell.held, now, cell.column.unborn));
    if (cell.status) cell.td.dataset.status = cell.status;
    else delete cell.td.dataset.status;
    if (!cell.word) { cell.td.replaceChildren(); return; }
    const link = one("a", cell.td) || make("a");
    link.href = `${cell.column.link.getAttribute("href")}#members`;
    link.textContent = cell.word;
    cell.td.replaceChildren(link);
  };
  const show = (date) => {
    now = date;
    for (const column of columns) {
      column.unborn = column.founded && later(column.founded, date);
      one("small", column.head)?.remove();
      if (column.unborn) column.head.append(make("small", "", `founded ${column.founded.slice(0, 4)}`));
    }
    for (const { cells } of rows) for (const cell of cells) if (cell.held) write(cell);
    return arrange();
  };

  /* ---------------------------------------------------------------------------------------------- order and choice */
  const belongs = (cell) => cell.status && cell.status !== "left";
  const key = ({ cells }) => {
    const { status, since } = cells.find(({ column }) => column.head === sorted);
    return `${(RANKS.indexOf(status) + 1) || (status ? 8 : 9)} ${since || "9"}`;
  };
  const arrange = () => {
    const chosen = shown.value, words = plain(search.value).split(/\s+/);
    const compare = sorted === corner ? () => 0 : (one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0);
    const all = [...rows].sort((one, other) => compare(one, other) || names.indexOf(one.name) - names.indexOf(other.name));
    body.append(...(down ? all.reverse() : all).map(({ row }) => row));
    for (const column of columns) column.hidden = !boxes.get(column).checked;
    let count = 0;
    for (const { row, name, cells } of rows) {
      const held = cells.filter((cell) => belongs(cell) && !cell.column.hidden);
      const fits = chosen === "all" || (chosen === "any" ? held.length : held.some(({ column }) => column.id === chosen));
      row.hidden = !fits || !words.every((word) => plain(name).includes(word));
      count += !row.hidden;
      for (const { td, column } of cells) td.hidden = column.hidden;
    }
    for (const { head, hidden } of columns) head.hidden = hidden;
    for (const head of [corner, ...heads]) head.ariaSort = head !== sorted ? "none" : down ? "descending" : "ascending";
    return `: ${count} of ${rows.length} countries, ${columns.filter(({ hidden }) => !hidden).length} of ${columns.length} organizations`;
  };
  const line = () => {
    const many = new Map(columns.map((column) => [column, rows.filter(({ cells }) => cells.some((cell) => cell.column === column && belongs(cell))).length]));
    const by = { names: (one, other) => order(one.name, other.name), many: (one, other) => many.get(other) - many.get(one), mentions: () => 0 }[across.value];
    const ordered = [...columns].sort(by);
    table.tHead.rows[0].append(...ordered.map(({ head }) => head));
    for (const { row, cells } of rows) row.append(...ordered.map((column) => cells.find((cell) => cell.column === column).td));
  };
  for (const head of [corner, ...heads]) {
    const button = make("button", "reader-sort");
    button.ariaLabel = head === corner ? "Sort by country" : `Sort by ${one("a", head).textContent}`;
    on(button, "click", () => {
      down = sorted === head && !down;
      sorted = head;
      set();
    });
    (one("a", head) || head).after(...(head === corner ? [] : [button]));
    if (head === corner) head.append(button);
  }

  const search = make("input"), shown = make("select"), across = make("select"), boxes = new Map();
  search.type = "search";
  shown.append(new Option("All countries", "all"), new Option("That belong to any", "any"), ...columns.map(({ name, id }) => new Option(`That belong to ${name}`, id)));
  across.append(new Option("By mentions", "mentions"), new Option("By name", "names"), new Option("By countries", "many"));
  const choice = make("details", "reader-choice", make("summary", "", "Choose organizations"));
  for (const column of columns) {
    const box = make("input");
    box.type = "checkbox";
    box.checked = true;
    boxes.set(column, box);
    choice.append(make("label", "", box, column.name));
  }
  const { set } = years(show);
  fill(make("label", "", "Countries", search), make("label", "", "Which", shown), make("label", "", "Columns", across), choice);
  on(search, "input", set);
  on(shown, "change", set);
  on(choice, "change", set);
  on(across, "change", () => { line(); set(); });

  /* --------------------------------------------------------------------------------------------- what a cell says */
  const panel = make("div", "reader-panel reader-told");
  panel.popover = "auto";
  panel.tabIndex = -1;
  panel.role = "dialog";
  table.closest("article").append(panel);
  const told = ({ status, since, until, note }) => make("li", "", status === "invited-declined" ? "invited, later declined" : status,
    `, from ${since ? spoken(since) : "an unknown date"}`, until && ` to ${spoken(until)}`, note && make("small", "", note));
  on(table, "click", (event) => {
    const td = event.target.closest("td"), link = td && one("a", td);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { name, cells } = rows.find(({ row }) => row.contains(td)), { column, held } = cells.find((cell) => cell.td === td);
    const more = make("a", "reader-ref", "The entry"), sources = one(`#of-${column.id} ol`);
    more.href = link.href;
    panel.ariaLabel = `${name}: ${column.name}`;
    panel.replaceChildren(make("p", "reader-told__name", `${name}: ${column.name}`), make("ul", "", ...held.map(told)),
      ...(sources ? [make("p", "", "Sources of the entry for its members:"), sources.cloneNode(true)] : [make("p", "", "The entry names no source for its members.")]), make("p", "", more));
    panel.showPopover();
    const { left, bottom, top } = td.getBoundingClientRect(), { offsetWidth, offsetHeight } = panel;
    panel.style.left = `${Math.max(8, Math.min(left, innerWidth - offsetWidth - 8))}px`;
    panel.style.top = `${Math.max(8, bottom + offsetHeight + 8 < innerHeight ? bottom + 4 : top - offsetHeight - 4)}px`;
    panel.focus();
  });
  set();
})();
