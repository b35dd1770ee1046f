/* The filter of a list: by words and by section. */
(() => {
  const { one, all, on } = reader;
  const sections = all("[data-filter]");
  if (!sections.length) return;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const form = one(".reader-filter");
  form.innerHTML = "<label>Filter <input type=search></label><select aria-label=Section><option>All</select><output></output>";
  const [{ control }, choice, told] = form.children;
  const groups = sections.map((section) => {
    choice.append(new Option(section.firstElementChild.textContent));
    return all("li, article", section).map((item) => [item, plain(item.textContent + (item.dataset.names || ""))]);
  });
  on(form, "input", () => {
    const words = plain(control.value).split(/\s+/);
    let total = 0;
    sections.forEach((section, at) => {
      const chosen = [0, at + 1].includes(choice.selectedIndex), before = total;
      for (const [item, text] of groups[at]) total += !(item.hidden = !chosen || !words.every((word) => text.includes(word)));
      section.hidden = total === before;
      section.toggleAttribute("data-filtered", control.value);
    });
    told.textContent = `${total} of ${groups.flat().length}`;
  });
})();
