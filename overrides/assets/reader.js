/* Every page: settings, keys, the header that leaves while one reads on, words said in passing. These are classic scripts, for modules do
   not load from a double-clicked file; what they share is `reader`. */
const reader = (() => {
  const root = document.documentElement;
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const on = (target, types, act, options) => types.split(" ").forEach((type) => target.addEventListener(type, act, options));
  const make = (name, className = "", ...content) => {
    const element = Object.assign(document.createElement(name), { className });
    element.append(...content);
    return element;
  };
  /* At most once a frame, however often it is asked for. */
  const framed = (act, frame = 0) => () => { frame ||= requestAnimationFrame(() => { frame = 0; act(); }); };

  const toast = one(".reader-toast"); // a line at the foot of the window, for so many seconds or until it is clicked
  let timer = 0;
  const say = (seconds, ...content) => {
    clearTimeout(timer);
    toast.replaceChildren(...content);
    timer = seconds && setTimeout(say, seconds * 1000);
  };
  on(toast, "click", () => say());

  const moved = one("a[data-moved]"); // leads on to the same place of the new page
  if (moved) location.replace(moved.href + location.hash);

  /* A setting is an attribute of <html>, which the style sheets read. */
  const form = one("#reader-settings form");
  for (const input of form) input.checked = input.value === (root.dataset[input.name] || "");
  on(form, "change", () => {
    const kept = Object.fromEntries(new FormData(form));
    for (const { name } of form) delete root.dataset[name];
    Object.assign(root.dataset, kept);
    __md_set("settings", kept);
    dispatchEvent(new Event("resize"));
  });

  /* Files of the site, loaded once, when they are needed: from a folder, too, so not fetched. */
  const site = (path) => new URL(path, __md_scope).href, loading = {};
  const load = (path) => loading[path] ||= new Promise((done, fail) => {
    const file = path.endsWith(".css") ? { rel: "stylesheet", href: site(path) } : { src: site(path) };
    document.head.append(Object.assign(make(file.src ? "script" : "link"), file, { onload: done, onerror: () => { delete loading[path]; fail(); } }));
  });
  const words = () => load("assets/words.js"); // they mark what the search found, too
  const seek = () => Promise.all([load("assets/search.css"), words().then(() => load("assets/finding.js")).then(() => load("assets/search.js"))]);
  const search = () => seek().then(() => reader.search()).catch(() => say(6, "The search cannot be loaded."));
  const button = one(".reader-header__search");
  if (button) { // an essay in one file has no search
    on(button, "click", search);
    on(button, "pointerenter focus", () => seek().catch(() => {}));
  }
  if (/[?&]h=/.test(location.search)) words();

  on(document, "keydown", (event) => {
    const writing = event.target.closest("input, select, textarea"), single = !root.dataset.keys && !writing && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (single && event.key === "?") one("#reader-keys").togglePopover();
    if (button && (single && event.key === "/" || event.code === "KeyK" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey)) {
      event.preventDefault();
      search();
    }
  });

  let before = scrollY;
  on(window, "scroll", framed(() => {
    if (Math.abs(scrollY - before) < 8) return;
    root.toggleAttribute("data-reading", scrollY > before && scrollY > 200);
    before = scrollY;
  }));
  return { root, one, all, on, make, framed, say, site, load };
})();
