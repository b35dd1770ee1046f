/* How an essay is cited: the form that one chooses, copies, what a paragraph's number and words that are selected offer. */
(({ root, one, all, on, make, say }) => {
  const article = one("article"), section = one("#reader-cite"), offer = one(".reader-offer");
  const forms = all("[data-style]", section), styles = [...new Set(forms.map(({ dataset }) => dataset.style))];
  const copy = (words, text) => navigator.clipboard.writeText(text).then(() => say(3, "Copied: ", words), () => say(6, "The browser forbids it."));
  const inForm = (form) => (one("pre", form) || one("p", form)).textContent.trim();

  /* One form of all at a time, kept on this device. */
  let chosen;
  const choose = (style) => {
    chosen = styles.includes(style) ? style : styles[0];
    for (const form of forms) form.hidden = form.previousElementSibling.hidden = form.dataset.style !== chosen;
    for (const work of all("div:has(dl)", section)) work.hidden = !one("dd:not([hidden])", work);
  };
  const choices = make("fieldset", "reader-styles", make("legend", "", "Form"));
  choose(__md_get("style"));
  for (const style of styles) {
    const input = Object.assign(make("input"), { type: "radio", name: "style", value: style, checked: style === chosen });
    choices.append(make("label", "", input, style));
  }
  on(choices, "change", ({ target }) => {
    choose(target.value);
    __md_set("style", chosen);
  });
  one("h2", section).after(choices);
  for (const details of all("details", section)) details.open = true;
  if (!navigator.clipboard) return;

  for (const form of forms) {
    const button = make("button", "", "Copy");
    button.ariaLabel = `Copy: ${form.closest("div").firstElementChild.textContent}, ${form.dataset.style}`;
    on(button, "click", () => copy(form.dataset.style, inForm(form)));
    form.append(button);
  }

  const address = (block) => `${location.href.split(/[?#]/)[0]}#${block.id}`;
  /* In the chosen form, or in the first: what stands in the text, and the reference; of the first block, its address. */
  const cited = (blocks) => {
    const numbers = [...new Set([blocks[0], blocks.at(-1)].map(({ dataset }) => dataset.number).filter(Boolean))], placed = forms.filter(({ dataset }) => dataset.one);
    const form = placed.find(({ dataset }) => dataset.style === chosen) || placed[0], { citation } = section.dataset;
    if (!form) return [`(${[citation, numbers.length && `¶ ${numbers.join("–")}`, address(blocks[0])].filter(Boolean).join(", ")})`];
    const pieces = JSON.parse(form.dataset[numbers[1] ? "several" : "one"]), reference = inForm(forms.find(({ dataset }) => dataset.style === form.dataset.style));
    return [numbers[0] ? pieces.map((words, index) => words + (numbers[index] || "")).join("") : "", reference, address(blocks[0])];
  };
  const quoted = (parts) => {
    const [within, ...rest] = cited(parts.map(([block]) => block));
    return [`“${parts.map(([, words]) => words).join(" ").replace(/\s+/g, " ").trim()}” ${within}`.trim(), ...rest].join("\n");
  };
  /* The author's words within a range, block by block. */
  const within = (range) => all("[data-role]:not([aria-hidden])", article).filter((block) => range.intersectsNode(block)).map((block) => {
    const part = document.createRange();
    part.selectNodeContents(block);
    if (block.contains(range.startContainer)) part.setStart(range.startContainer, range.startOffset);
    if (block.contains(range.endContainer)) part.setEnd(range.endContainer, range.endOffset);
    return [block, `${part}`];
  }).filter(([, words]) => words.trim());
  const show = (box, ...choices) => {
    offer.replaceChildren(...choices.map(([words, text]) => {
      const button = make("button", "", `Copy ${words}`);
      on(button, "click", () => {
        offer.hidePopover();
        copy(words, text);
      });
      return button;
    }));
    offer.showPopover();
    const top = box.top - offer.offsetHeight - 8;
    offer.style.top = `${scrollY + (top > 50 ? top : box.bottom + 8)}px`;
    offer.style.left = `${Math.max(8, Math.min(box.left, root.clientWidth - offer.offsetWidth - 8))}px`;
  };
  on(document, "click", (event) => {
    const block = event.target.closest(".reader-pilcrow")?.parentElement, number = `¶ ${block?.dataset.number}`;
    if (!block) return;
    show(event.target.getBoundingClientRect(), [`citation of ${number}`, cited([block]).join("\n")], [`link to ${number}`, address(block)]);
    const report = one("[data-report]")?.cloneNode(true); // its address ends where the paragraph is told
    if (report) {
      report.href += encodeURIComponent(`${number} #${block.id}`);
      offer.append(report);
    }
    if (!event.detail) setTimeout(() => offer.firstChild.focus()); // by keyboard
  });
  let timer;
  on(document, "selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const selection = getSelection(), parts = selection.isCollapsed ? [] : within(selection.getRangeAt(0));
      if (parts.length) show(selection.getRangeAt(0).getBoundingClientRect(), ["quotation with citation", quoted(parts)]);
      else if (!offer.contains(document.activeElement)) offer.hidePopover();
    }, 400);
  });
})(reader);
