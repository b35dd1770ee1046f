/* An essay: cards, notes, the way through the text, mentions of a chosen term. No text within a [data-role] is ever changed. */
(({ root, one, all, on, make, framed, say }) => {
  const article = one("article"), byId = (id) => document.getElementById(id), boxOf = (node) => node.getBoundingClientRect();
  const isWide = () => getComputedStyle(article).getPropertyValue("--wide") === "1"; // the style sheet decides

  /* Cards. `interestfor` opens them on hover and focus and closes them, and the style sheet places them; here is what is left: browsers
     that do not know it, touch, keeping a card open, one card in a card, and links that run over a line's end. */
  const cards = () => {
    const native = "interestForElement" in HTMLAnchorElement.prototype, opener = new Map();
    const linkAt = (event) => event.target.closest?.("a[data-card]"), cardOf = (link) => byId(link.dataset.card);
    const isOpen = (card) => card.matches(":popover-open"), kept = (card) => card.popover === "manual";
    let point = {}, touched, was, pressed, opening, closing;

    const place = (card, link) => {
      const boxes = [...link.getClientRects()];
      card.classList.remove("is-placed");
      card.style.cssText = "";
      if (boxes.length < 2 && native && CSS.supports("position-area", "top")) return;
      const box = boxes.find(({ top, bottom }) => point.y >= top && point.y <= bottom) || boxes[0];
      const below = root.clientHeight - box.bottom - 12, above = box.top - 12, under = below > 420 || below > above;
      card.classList.add("is-placed");
      card.style.cssText = `--x:${box.left - 16}px;max-height:${under ? below : above}px;`
        + (under ? `top:${scrollY + box.bottom + 6}px` : `bottom:${root.clientHeight - scrollY - box.top + 6}px`);
    };
    const tell = (name, card, source) => card.dispatchEvent(Object.assign(new Event(name, { cancelable: true }), { source }));
    const open = (link) => {
      const card = cardOf(link);
      if (!isOpen(card) && tell("interest", card, link)) card.showPopover({ source: link });
      return isOpen(card);
    };
    on(document, "interest", (event) => {
      const card = event.target, link = event.source, within = link.closest(".reader-card");
      if (root.dataset.cards || kept(card) || within === card || within?.matches("[data-within]")) return event.preventDefault();
      card.toggleAttribute("data-within", !!within);
      opener.delete(card);
      opener.set(card, link); // the last one opened is the last of the map
      place(card, link);
    }, true);
    on(document, "loseinterest", (event) => (touched || kept(event.target)) && event.preventDefault(), true);

    for (const card of all(".reader-card")) {
      if (card.popover !== "hint") card.popover = "auto";
      const kind = card.popover, pin = make("button", "reader-card__pin", "Keep open");
      one(".reader-card__foot a", card).after(pin);
      on(pin, "click", () => {
        if (kept(card)) return card.hidePopover();
        const { cssText } = card.style;
        card.popover = "manual"; // this closes it
        card.showPopover({ source: opener.get(card) });
        card.style.cssText = cssText;
        pin.textContent = "Close";
        pin.focus({ preventScroll: true });
      });
      on(card, "toggle", () => {
        const now = isOpen(card);
        opener.get(card)?.classList.toggle("is-open", now);
        if (now) return;
        card.popover = kind;
        pin.textContent = "Keep open";
      });
    }
    if (native) for (const link of all("a[data-card]")) link.setAttribute("interestfor", link.dataset.card);
    const held = (card) => [card, opener.get(card)].some((part) => part.matches(":hover, :focus-within")) || [...opener].some(([other, link]) => card.contains(link) && isOpen(other));
    const lose = () => { for (const card of [...opener.keys()].reverse()) if (isOpen(card) && !held(card) && tell("loseinterest", card)) card.hidePopover(); };
    if (!native) on(root, "pointerover pointerleave focusin", (event) => {
      const link = linkAt(event);
      clearTimeout(opening);
      clearTimeout(closing);
      closing = setTimeout(lose, 300);
      if (link && (event.pointerType === "mouse" || link.matches(":focus-visible"))) opening = setTimeout(open, 500, link);
    });

    /* A tap opens a card, the next one closes it; a long press opens it, too. */
    on(document, "pointermove pointerdown pointerup pointercancel", (event) => {
      point = event;
      if (event.type === "pointermove") return;
      const link = linkAt(event);
      clearTimeout(opening);
      if (pressed) setTimeout(open, 0, pressed); // the browser closes it when the finger leaves
      pressed = null;
      if (event.type !== "pointerdown") return;
      touched = event.pointerType !== "mouse";
      was = link && isOpen(cardOf(link));
      if (touched && link) opening = setTimeout(() => { pressed = link; open(link); }, 500);
    }, true);
    on(document, "contextmenu", (event) => touched && linkAt(event) && event.preventDefault());
    on(document, "click", (event) => {
      const link = linkAt(event), within = event.target.closest(".reader-card");
      if (within && event.target.closest('a[href^="#"]')) within.hidePopover();
      if (!link || !touched || !event.detail) return;
      if (was) cardOf(link).hidePopover();
      if (was || open(link)) event.preventDefault();
    });
    on(document, "keydown", (event) => {
      const open = [...opener.keys()].filter(kept), card = open.find((one) => one.contains(document.activeElement));
      if (event.key !== "Escape" || event.target.closest("input")) return;
      if (card) opener.get(card).focus({ preventScroll: true });
      (card || open.at(-1))?.hidePopover();
    });
  };

  /* Notes and cross-references: beside their line where the page is wide, in place under it where it is not. */
  const notes = () => {
    const items = [
      ...all("a.reader-noteref", article).map((mark) => ({ mark, box: byId(mark.hash.slice(1)), block: mark.closest("[data-role]") })),
      ...all(".reader-elsewhere__item", article).map((box) => ({ box, block: byId(box.dataset.at) })),
    ];

    /* Boxes want the height of their mark, cross-references that of their paragraph; none stands above the first mark. Boxes that would touch form
       a pile, and each pile stands where the weighted sum of squared shifts is least (pool adjacent violators). Answers the piles with a note that
       is far from its line. */
    const settle = (shown) => {
      const piles = [];
      for (const item of shown) {
        const { at } = item, weight = item.mark ? 8 : 1;
        let pile = { items: [item], weight, height: item.heights[item.fold] + 16, at };
        while (piles.length && piles.at(-1).at + piles.at(-1).height > pile.at) {
          const before = piles.pop(), weights = before.weight + pile.weight;
          const mean = (before.at * before.weight + (pile.at - before.height) * pile.weight) / weights;
          before.items.push(...pile.items);
          pile = { items: before.items, weight: weights, height: before.height + pile.height, at: Math.max(shown[0].at, mean) };
        }
        piles.push(pile);
      }
      return piles.filter((pile) => {
        let end = pile.at, far = false;
        for (const item of pile.items) {
          item.top = end;
          end += item.heights[item.fold] + 16;
          far ||= item.mark && Math.abs(item.top - item.at) > 100;
        }
        return far;
      });
    };
    const set = (box, fold) => fold ? box.dataset.fold = fold : delete box.dataset.fold;
    /* Such a pile is folded, more and more; then what has room is unfolded again. Pointer and focus unfold a note, over its neighbours. */
    const lay = () => {
      if (one("[data-fold]:is(:hover, :focus-within, .is-on)", article)) return;
      const { top } = boxOf(article), shown = items.filter(({ box }) => box.offsetHeight);
      for (const item of shown) Object.assign(item, { at: boxOf(item.mark || item.block).top - top - 4, fold: 0, heights: [] });
      for (const fold of [3, 2, 1, 0]) {
        for (const { box } of shown) set(box, fold);
        for (const { box, heights } of shown) heights[fold] = box.offsetHeight;
      }
      shown.sort((one, other) => one.at - other.at);
      for (let fold = 1, far = settle(shown); far.length && fold < 4; fold += 1, far = settle(shown)) for (const pile of far) for (const item of pile.items) item.fold = fold;
      const folded = shown.filter(({ fold }) => fold).sort((one, other) => !one.mark - !other.mark);
      for (const item of folded.length < 200 ? folded : []) {
        const { fold } = item, bad = settle(shown).length;
        item.fold = [0, 1, 2, 3].find((less) => { item.fold = less; return less === fold || settle(shown).length <= bad; });
      }
      settle(shown);
      for (const { box, top: at, fold } of shown) {
        box.style.top = `${Math.round(at)}px`;
        set(box, fold);
      }
      const last = shown.at(-1);
      article.style.minHeight = last ? `${Math.ceil(last.top + last.heights[last.fold])}px` : "";
    };

    /* In place: an empty float makes room under the line, and a copy of the note stands in it. */
    const opened = new Map(); // mark → [gap, copy]
    const fit = () => {
      for (const [gap, copy] of opened.values()) {
        gap.style.height = `${copy.offsetHeight + 12}px`;
        copy.style.top = `${boxOf(gap).top - boxOf(article).top + 6}px`;
      }
    };
    const shut = (mark) => {
      opened.get(mark)?.forEach((part) => part.remove());
      mark.ariaExpanded = wide ? null : false;
      return opened.delete(mark);
    };
    const open = (mark, note, block) => {
      const gap = make("span", "reader-gap"), copy = make("aside", "reader-note reader-inplace");
      copy.dataset.kind = note.dataset.kind;
      copy.ariaLabel = mark.ariaLabel;
      copy.append(...[...note.children].filter((part) => !part.matches(".reader-note__back")).map((part) => part.cloneNode(true)));
      on(copy, "click", (event) => event.target.closest("a, summary") || `${getSelection()}` || shut(mark));
      mark.after(gap);
      (block.closest("ul, blockquote, table") || block).after(copy);
      mark.ariaExpanded = true;
      opened.set(mark, [gap, copy]);
      watch.observe(copy);
    };

    let wide;
    const arrange = framed(() => {
      if (wide !== isWide()) {
        wide = isWide();
        article.style.minHeight = "";
        for (const details of all(".reader-side details")) details.open = wide;
        for (const { mark } of items) if (mark) shut(mark);
      }
      if (wide) lay(); else fit();
    });
    const watch = new ResizeObserver(arrange);
    for (const { mark, box, block } of items) {
      const light = (state) => { for (const part of [mark, box, ...all(`[data-note="${mark.dataset.number}"]`, article)]) part.classList.toggle("is-on", state); };
      box.tabIndex = -1;
      watch.observe(box);
      watch.observe(block);
      if (!mark) continue;
      on(mark, "click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        if (wide) box.focus(); else if (!shut(mark)) open(mark, box, block);
      });
      for (const part of [mark, box]) {
        on(part, "pointerenter focusin", () => light(true));
        on(part, "pointerleave focusout", () => light([mark, box].some((part) => part.contains(document.activeElement))));
      }
    }
    watch.observe(article);
    arrange();
  };

  /* The way through the text: the section in the contents, how far one is and what is left, and where one stopped the last time. */
  const reading = () => {
    const blocks = all("[data-role][data-number]"), side = one(".reader-side"), line = one(".reader-progress"), left = all(".reader-left"), kept = `place.${location.pathname}`;
    if (!blocks.length) return;
    const links = all(".reader-contents a").map((link) => ({ link, target: byId(link.hash.slice(1)) }));
    const above = (node) => boxOf(node).top < innerHeight * 0.3;
    let read = 0, first, top, high;
    const keep = () => { // what stood at the top stays there when the text grows or the window narrows
      if (first && high !== article.offsetHeight) scrollBy(0, boxOf(first).top - top);
      high = article.offsetHeight;
    };
    new ResizeObserver(keep).observe(article);
    const follow = framed(() => {
      keep();
      first = blocks.findLast(above);
      top = first && boxOf(first).top;
      const begin = boxOf(blocks[0]).top, end = boxOf(blocks.at(-1)).bottom;
      read = scrollY && Math.max(0, Math.min(1, (innerHeight * 0.7 - begin) / (end - begin)));
      const rest = Math.ceil(side.dataset.minutes * (1 - read)), now = links.findLast(({ target }) => above(target)) || links[0];
      line.style.transform = `scaleX(${read})`;
      for (const node of left) node.textContent = read && rest ? `${rest} min left` : "";
      for (const { link } of links) link.ariaCurrent = link === now.link || null;
    });
    on(window, "scroll resize", follow);
    follow();
    on(side, "click", (event) => { if (!isWide() && event.target.closest("ol a")) one("details", side).open = false; });

    const stopped = blocks.find(({ id }) => id === __md_get(kept));
    if (stopped && !location.hash && !scrollY) {
      const link = make("a", "", `Go on from ¶ ${stopped.dataset.number}`);
      link.href = `#${stopped.id}`;
      say(0, "You stopped here.", link, make("button", "", "Stay"));
    }
    on(document, "visibilitychange", () => { if (read > 0.05) __md_set(kept, read < 0.97 ? first?.id : ""); });
  };

  /* “In this essay”: a term that is chosen there stands out, and n and p step through its mentions; else through the notes. */
  const mentions = () => {
    const bar = one(".reader-steps"), [count, back, next, entry, end] = bar.children;
    let chosen, at;
    const stops = () => all(chosen ? `[data-role]:not([aria-hidden]) :is(.reader-term, .reader-mention)[data-term="${chosen.dataset.term}"]` : ".reader-noteref", article).filter((node) => node.offsetParent);
    const clear = (name) => { for (const node of all(`.${name}`, article)) node.classList.remove(name); };
    const step = (way) => {
      const found = stops(), below = found.findIndex((node) => boxOf(node).top > 60);
      if (!found.length) return;
      if (!chosen) at = found.indexOf(document.activeElement);
      at = at >= 0 ? at + way : way > 0 ? Math.max(0, below) : (below < 0 ? found.length : below) - 1;
      at = (at + 2 * found.length) % found.length;
      const node = found[at];
      node.scrollIntoView({ block: "center" });
      if (!chosen) return node.focus({ preventScroll: true });
      clear("is-here");
      node.classList.add("is-here");
      count.textContent = `${chosen.textContent}: ${at + 1} of ${found.length}`;
      getSelection().collapse(node, 0); // from here the keyboard goes on
    };
    const choose = (term) => {
      for (const link of all(".reader-strips__term")) link.ariaPressed = link === term;
      ["is-chosen", "is-here"].forEach(clear);
      chosen = term;
      at = -1;
      root.toggleAttribute("data-only", !!term);
      bar.hidden = !term;
      if (!term) return;
      const found = stops();
      for (const node of found) for (const part of [node, node.closest("[data-role]")]) part.classList.add("is-chosen");
      entry.href = term.href;
      requestAnimationFrame(() => { count.textContent = `${term.textContent}: ${found.length}`; }); // once it is shown, so that it is read out
    };
    on(back, "click", () => step(-1));
    on(next, "click", () => step(1));
    on(end, "click", () => choose());
    for (const strip of all(".reader-strips li")) {
      const term = one("a", strip), marks = all("svg a", strip);
      term.role = "button";
      term.ariaPressed = false;
      on(term, "click keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || (event.type === "keydown" && event.key !== " ")) return;
        event.preventDefault();
        choose(term === chosen ? undefined : term);
      });
      marks.forEach((mark, index) => { // one tab stop a strip
        mark.tabIndex = index ? -1 : 0;
        on(mark, "keydown", ({ key }) => marks[index + { ArrowRight: 1, ArrowLeft: -1 }[key]]?.focus());
      });
    }
    on(document, "keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input")) return;
      if (!root.dataset.keys && /^[np]$/.test(event.key)) step(event.key === "n" ? 1 : -1);
      if (event.key === "Escape" && chosen && !one(":popover-open")) choose();
    });
  };

  /* Links that are left out are no stops of the keyboard. */
  const linked = () => { for (const link of all("a.reader-term", article)) link.tabIndex = root.dataset.links ? -1 : 0; };
  on(window, "resize", linked);
  linked();

  notes();
  reading();
  mentions();
  if ("popover" in root) cards();
})(reader);
