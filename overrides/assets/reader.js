/* The annotated reader: cards, notes in the margin or in place, strips, contents, filter. A classic script (it also runs from
   file://), no dependency. It never changes text inside an element with data-role.
   Keys on a term: focus shows its card; ArrowDown goes into the card; Escape closes it and returns to the term. */
(() => {
  "use strict";
  const doc = document, root = doc.documentElement;
  const one = (selector, from = doc) => from.querySelector(selector);
  const all = (selector, from = doc) => [...from.querySelectorAll(selector)];
  const on = (target, types, act, options) => types.split(" ").forEach((type) => target.addEventListener(type, act, options));
  const make = (name, className, text) => {
    const element = doc.createElement(name);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };
  const byHash = (link) => doc.getElementById(decodeURIComponent(link.hash.slice(1)));
  const clamp = (value, low, high) => Math.max(low, Math.min(value, high));

  /* A page that has moved leads on to the same place of the new one. */
  const moved = one("a[data-moved]");
  if (moved) location.replace(moved.href + location.hash);

  /* On phones a button opens Material's search. */
  on(doc, "click", (event) => {
    if (event.target.closest && event.target.closest(".reader-header__search")) doc.getElementById("__search").click();
  });

  /* Cards. */
  const canPop = "showPopover" in HTMLElement.prototype;
  const cards = () => {
    let current = null, term = null, openTimer = 0, closeTimer = 0, touched = false, focused = false;
    const pinned = (card) => "pinned" in card.dataset;
    const cardOf = (link) => doc.getElementById(`card-${link.dataset.term}`);

    const place = (card, link, point) => {
      const boxes = [...link.getClientRects()];
      const box = (point && boxes.find((b) => point.clientY >= b.top - 4 && point.clientY <= b.bottom + 4)) || boxes[0];
      const wide = root.clientWidth, high = innerHeight, width = card.offsetWidth, gap = 6, edge = 10;
      const bar = one(".reader-header"), roof = Math.max(edge, bar ? bar.getBoundingClientRect().bottom + gap : 0);
      const below = high - box.bottom - gap - edge, above = box.top - gap - roof;
      card.style.maxHeight = "";
      let height = card.offsetHeight;
      const under = height <= below || (height > above && below >= above);
      height = Math.min(height, Math.max(under ? below : above, 160));
      card.style.maxHeight = `${height}px`;
      const top = clamp(under ? box.bottom + gap : box.top - gap - height, roof, Math.max(roof, high - height - edge));
      card.style.top = `${top + scrollY}px`;
      card.style.left = `${clamp(box.left - 16, edge, Math.max(edge, wide - width - edge)) + scrollX}px`;
    };
    const close = (card = current) => {
      clearTimeout(closeTimer);
      if (!card) return;
      delete card.dataset.pinned;
      if (card.matches(":popover-open")) card.hidePopover();
      const button = one(".reader-card__pin", card);
      if (button) button.textContent = "Keep open";
      if (card === current) { term.classList.remove("is-open"); current = term = null; }
    };
    const show = (link, point) => {
      const card = cardOf(link);
      if (card !== current) focused = !point;
      clearTimeout(openTimer);
      clearTimeout(closeTimer);
      if (!card || card === current || pinned(card)) return;
      if (current && !pinned(current)) close();
      else if (term) term.classList.remove("is-open");
      current = card;
      term = link;
      card.showPopover();
      place(card, link, point);
      link.classList.add("is-open");
    };
    const leave = () => {
      clearTimeout(openTimer);
      clearTimeout(closeTimer);
      closeTimer = setTimeout(() => {
        if (current && !pinned(current) && !current.contains(doc.activeElement) && !(focused && term === doc.activeElement)) close();
      }, 300);
    };

    for (const card of all(".reader-card")) {
      card.setAttribute("popover", "manual");
      const words = one(".reader-card__definition", card), foot = one(".reader-card__foot", card);
      if (words) words.id = `${card.id}-definition`;
      if (foot) {
        const button = make("button", "reader-card__pin", "Keep open");
        button.type = "button";
        on(button, "click", () => {
          if (pinned(card)) close(card);
          else { card.dataset.pinned = ""; button.textContent = "Close"; }
        });
        foot.insertBefore(button, foot.children[1] || null);
      }
      on(card, "pointerenter", () => clearTimeout(closeTimer));
      on(card, "pointerleave", (event) => event.pointerType === "mouse" && leave());
      on(card, "focusout", (event) => card.contains(event.relatedTarget) || event.relatedTarget === term || card.matches(":hover") || leave());
      on(card, "click", (event) => { if (event.target.closest('a[href^="#"]')) close(card); });
    }
    for (const link of all("a.reader-term")) {
      const card = cardOf(link);
      if (!card) continue;
      link.setAttribute("aria-describedby", `${card.id}-definition`);
      on(link, "pointerenter", (event) => {
        if (event.pointerType !== "mouse") return;
        clearTimeout(openTimer);
        if (card === current) clearTimeout(closeTimer);
        else openTimer = setTimeout(() => show(link, event), 500);
      });
      on(link, "pointerleave", (event) => event.pointerType === "mouse" && leave());
      on(link, "focus", () => link.matches(":focus-visible") && !touched && show(link));
      on(link, "blur", (event) => card.contains(event.relatedTarget) || leave());
      on(link, "click", (event) => {
        if (!touched || event.detail === 0) return;
        event.preventDefault();
        if (card === current) close(); else show(link, event);
      });
      on(link, "keydown", (event) => {
        const first = event.key === "ArrowDown" && card === current && one("a,button", card);
        if (first) { event.preventDefault(); first.focus({ preventScroll: true }); }
      });
    }
    on(doc, "pointerdown", (event) => {
      touched = event.pointerType !== "mouse";
      if (current && !pinned(current) && !current.contains(event.target) && !term.contains(event.target)) close();
    });
    on(doc, "keydown", (event) => {
      touched = false;
      const card = event.key === "Escape" && (current || all(".reader-card[data-pinned]").pop());
      if (!card) return;
      const back = card.contains(doc.activeElement) && one(`a.reader-term[data-term="${card.id.slice(5)}"]`);
      const origin = card === current ? term : null;
      close(card);
      if (back) (origin || back).focus({ preventScroll: true });
    });
    let width = innerWidth;
    on(window, "resize", () => {
      if (innerWidth === width) return;
      width = innerWidth;
      all(".reader-card[data-pinned]").concat(current || []).forEach((card) => close(card));
    });
  };

  /* Notes and cross-references: in the margin when it is wide, in place below their paragraph when it is not. */
  const notes = (article) => {
    const page = article.parentElement, wide = matchMedia("(min-width:76.25em)");
    const layer = page.appendChild(make("div", "reader-margin"));
    const items = [];
    for (const mark of all("a.reader-noteref", article)) items.push({ mark, box: byHash(mark), block: mark.closest("[data-role]") });
    for (const box of all(".reader-elsewhere__item", article)) {
      const block = doc.getElementById(box.dataset.at);
      if (block) items.push({ box, block });
    }
    const kept = items.filter((item) => item.box && item.block);

    /* Boxes want the height of their mark; a cross-reference that of its paragraph. Boxes that would touch form
       a pile, and each pile stands where the weighted sum of its squared shifts is least (pool adjacent violators). Where the
       margin is so full that a note would stand far from its line, first cross-references and sources are folded (.is-tight), then
       notes too (.is-tighter); pointer or focus unfolds one, over its neighbours. */
    const settle = () => {
      const top = article.getBoundingClientRect().top, gap = article.classList.contains("is-tighter") ? 12 : 18, piles = [];
      const wanted = kept.map(({ box, block, mark }, index) => {
        const at = (mark ? mark.getBoundingClientRect().top - 4 : block.getBoundingClientRect().top + 4) - top;
        return { box, mark, index, at, height: box.offsetHeight + gap };
      }).sort((one, other) => one.at - other.at || one.index - other.index);
      for (const item of wanted) {
        const weight = item.mark ? 8 : 1;
        let pile = { items: [item], weight, height: item.height, at: Math.max(0, item.at) };
        while (piles.length && piles.at(-1).at + piles.at(-1).height > pile.at) {
          const before = piles.pop(), sum = before.weight + pile.weight;
          pile = {
            items: before.items.concat(pile.items), weight: sum, height: before.height + pile.height,
            at: Math.max(0, (before.at * before.weight + (pile.at - before.height) * pile.weight) / sum),
          };
        }
        piles.push(pile);
      }
      let end = 0, far = 0;
      for (const pile of piles) {
        end = pile.at;
        for (const item of pile.items) {
          item.box.style.top = `${Math.round(end)}px`;
          if (item.mark) far = Math.max(far, Math.abs(end - item.at));
          end += item.height;
        }
      }
      article.style.minHeight = `${Math.ceil(end)}px`;
      return far;
    };
    const lay = () => {
      if (!wide.matches || one(".is-tight :is(.reader-note,.reader-elsewhere__item):is(:hover,:focus-within)", page)) return;
      article.style.setProperty("--margin-width", `${layer.offsetWidth}px`);
      for (const [tight, tighter] of [[false, false], [true, false], [true, true]]) {
        article.classList.toggle("is-tight", tight);
        article.classList.toggle("is-tighter", tighter);
        if (settle() < 100) return;
      }
    };
    let frame = 0;
    const again = () => { cancelAnimationFrame(frame); frame = requestAnimationFrame(lay); };

    const shut = (mark) => {
      const copy = doc.getElementById(`in-place-${mark.dataset.number}`);
      if (copy) copy.remove();
      mark.setAttribute("aria-expanded", "false");
      return copy;
    };
    const open = (mark, note, block) => {
      const copy = make("aside", "reader-note reader-inplace");
      copy.dataset.number = mark.dataset.number;
      copy.id = `in-place-${mark.dataset.number}`;
      copy.dataset.kind = note.dataset.kind;
      copy.setAttribute("aria-label", `Note ${mark.dataset.number}`);
      copy.style.order = getComputedStyle(block).order;
      for (const child of note.children) {
        if (child.matches(".reader-note__back")) continue;
        const part = child.cloneNode(true);
        for (const inner of [part, ...all("[id]", part)]) inner.removeAttribute("id");
        copy.append(part);
      }
      let after = block;
      while (after.nextElementSibling && after.nextElementSibling.matches(".reader-inplace")) after = after.nextElementSibling;
      after.after(copy);
      mark.setAttribute("aria-expanded", "true");
    };
    const light = (mark, box, state) => {
      box.classList.toggle("is-on", state);
      mark.classList.toggle("is-on", state);
      for (const part of all(`.reader-mark[data-note="${mark.dataset.number}"]`, article)) part.classList.toggle("is-on", state);
    };
    for (const { mark, box, block } of kept) {
      box.tabIndex = -1;
      if (!mark) continue;
      on(mark, "click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        if (!wide.matches) { if (!shut(mark)) open(mark, box, block); return; }
        box.focus();
      });
      for (const target of [mark, box]) {
        on(target, "pointerenter focusin", () => light(mark, box, true));
        on(target, "pointerleave focusout", () => light(mark, box, box.contains(doc.activeElement)));
      }
    }

    const byline = one("[data-role=byline]", article), dash = byline && [...byline.childNodes].find((node) => node.nodeType === 3);
    if (dash && /^[-–—] /.test(dash.data)) {
      const range = doc.createRange();
      range.setStart(dash, 0);
      range.setEnd(dash, 2);
      byline.style.setProperty("--hang", `${-range.getBoundingClientRect().width}px`);
    }

    const side = one(".reader-side", page), toc = one(".reader-toc", page), tools = one(".reader-tools", article);
    const folded = toc && tools && make("details", "reader-contents");
    if (folded) {
      folded.append(make("summary", "", "Contents"));
      on(folded, "click", (event) => { if (event.target.closest("a")) folded.open = false; });
      tools.after(folded);
    }
    const strips = one(".reader-strips", article);
    const home = strips && make("span");
    if (strips) { home.hidden = true; strips.before(home); }
    const arrange = () => {
      root.classList.toggle("reader-wide", wide.matches);
      if (wide.matches) {
        kept.forEach(({ mark }) => { if (mark) { shut(mark); mark.removeAttribute("aria-expanded"); } });
        if (folded) side.prepend(toc);
        if (strips && side) side.append(strips);
      } else {
        article.style.minHeight = "";
        kept.forEach(({ mark }) => mark && mark.setAttribute("aria-expanded", "false"));
        if (folded) folded.append(toc);
        if (strips && side) home.after(strips);
      }
      again();
    };
    wide.addEventListener("change", arrange);
    on(window, "resize load", again);
    on(doc, "toggle", (event) => event.target.matches("details") && again(), true);
    if (doc.fonts) doc.fonts.ready.then(again);
    if ("ResizeObserver" in window) {
      const watch = new ResizeObserver(again);
      watch.observe(article);
      kept.forEach(({ box, block }) => { watch.observe(box); watch.observe(block); });
    }
    arrange();
  };

  /* Strips: one tab stop a strip, arrow keys from mark to mark. */
  const strips = () => {
    for (const strip of all(".reader-strips svg")) {
      const marks = all("a", strip);
      marks.forEach((mark, index) => {
        mark.setAttribute("tabindex", index ? "-1" : "0");
        on(mark, "keydown", (event) => {
          const next = marks[index + { ArrowRight: 1, ArrowLeft: -1 }[event.key]];
          if (next) { event.preventDefault(); next.focus(); }
        });
      });
    }
  };

  /* Contents: the section that is being read. */
  const contents = (toc) => {
    const links = all("a", toc).map((link) => ({ link, target: byHash(link) })).filter((item) => item.target);
    let frame = 0, now = null;
    const mark = () => {
      frame = 0;
      let found = links[0];
      for (const item of links) if (item.target.getBoundingClientRect().top < innerHeight * 0.3) found = item;
      if (scrollY + innerHeight >= root.scrollHeight - 4) found = links.at(-1);
      if (!found || found.link === now) return;
      if (now) now.removeAttribute("aria-current");
      now = found.link;
      now.setAttribute("aria-current", "true");
    };
    on(window, "scroll resize load", () => { frame = frame || requestAnimationFrame(mark); }, { passive: true });
    mark();
  };

  /* A paragraph's number is a link to it, and puts the citation on the clipboard. */
  const citing = (source) => {
    const toast = make("div", "reader-toast");
    toast.setAttribute("role", "status");
    toast.hidden = true;
    doc.body.append(toast);
    let timer = 0;
    on(doc, "click", (event) => {
      const link = event.target.closest && event.target.closest("a.reader-pilcrow");
      if (!link || !navigator.clipboard) return;
      const words = `${source.textContent.trim().replace(/\.$/, "")}, ¶ ${link.dataset.number}. ${link.href}`;
      navigator.clipboard.writeText(words).then(() => {
        toast.hidden = false;
        toast.textContent = `Citation of ¶ ${link.dataset.number} copied`;
        clearTimeout(timer);
        timer = setTimeout(() => { toast.hidden = true; toast.textContent = ""; }, 2500);
      }, () => {});
    });
  };

  /* The glossary's filter. */
  const filter = (sections) => {
    const form = make("div", "reader-filter"), label = make("label", "", "Filter"), input = make("input");
    const count = make("span");
    input.type = "search";
    input.id = "reader-filter";
    input.autocomplete = "off";
    label.htmlFor = input.id;
    count.setAttribute("role", "status");
    form.append(label, input, count);
    sections[0].before(form);
    const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const groups = sections.map((section) => ({ section, items: all("li", section).map((item) => ({ item, text: plain(item.textContent) })) }));
    const apply = () => {
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      let total = 0;
      for (const { section, items } of groups) {
        let shown = 0;
        for (const { item, text } of items) {
          item.hidden = !words.every((word) => text.includes(word));
          if (!item.hidden) shown += 1;
        }
        section.hidden = !shown;
        total += shown;
      }
      count.textContent = words.length ? `${total} ${total === 1 ? "entry" : "entries"}` : "";
    };
    on(input, "input", apply);
    on(input, "keydown", (event) => { if (event.key === "Escape") { input.value = ""; apply(); } });
    apply();
  };

  const start = () => {
    const article = one(".reader-page--essay .md-content__inner");
    if (article) { strips(); notes(article); }
    if (canPop) cards();
    const toc = one(".reader-toc"), source = one("#reader-cite p"), index = all(".reader-index");
    if (toc) contents(toc);
    if (source) citing(source);
    if (index.length) filter(index);
  };
  if (doc.readyState === "loading") on(doc, "DOMContentLoaded", start); else start();
})();
