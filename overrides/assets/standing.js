/* What a country is to an organization at the end of a year, as builder/matrix.py has it; and the control of that year, which two pages share. */
Object.assign(reader, (() => {
  const { one, on, make } = reader;
  const RANKS = ["suspended", "member", "associate", "observer", "partner", "invited", "invited-declined"];

  /* “member 1993..1999 did not extend the treaty”, one a line. */
  const intervals = (text) => text.split("\n").map((line) => {
    const [status, span, ...note] = line.split(" "), [since, until] = span.split("..");
    return { status, since, until, note: note.join(" ") };
  });

  /* Dates are compared as far as both are known. */
  const later = (date, other) => date.slice(0, other.length) > other.slice(0, date.length);
  const lasts = ({ until }, date) => !until || later(until, date) || (until !== date && date.startsWith(until));
  const standing = (all, date, unborn) => {
    const begun = all.filter(({ since }) => (since ? !later(since, date) : !unborn));
    const held = begun.filter((one) => lasts(one, date)).sort((one, other) => RANKS.indexOf(one.status) - RANKS.indexOf(other.status));
    const word = [...new Set(held.map(({ status }) => status.replace("-declined", "")))].join(" ");
    if (word) return { status: held[0].status, word: word + (held[0].since ? "" : "*"), since: held[0].since };
    const over = begun.map(({ status }) => status);
    if (!over.length) return { status: "", word: "", since: "" };
    return { status: "left", word: over.some((status) => !status.startsWith("invited")) ? "left" : over.includes("invited-declined") ? "declined" : "ended", since: "" };
  };

  const spoken = (date) => new Date(`${date}-01-01`.slice(0, 10)).toLocaleDateString("en-GB", {
    timeZone: "UTC", year: "numeric", month: date[4] && "long", day: date[7] && "numeric",
  });

  /* Controls take the room that the page keeps for them, so that nothing moves. */
  const fill = (...controls) => { for (const control of controls) one(".reader-controls > span").replaceWith(control); };

  /* A field and a slider, and the year in the address. `act` is told the date that is meant, and says what it shows. */
  const years = (act) => {
    const holder = one(".reader-controls"), when = one(".reader-when"), { first, edition } = holder.dataset;
    const last = edition.slice(0, 4), field = make("input"), slider = make("input"), unset = when.textContent.split(":")[0];
    const good = () => field.value && field.validity.valid;
    const set = () => {
      if (good()) slider.value = field.value;
      const year = good() ? String(field.valueAsNumber).padStart(4, 0) : last, date = year === last ? edition : year;
      when.textContent = [field.value && !good() ? `A year from ${first} to ${last}. ` : "", date === edition ? unset : `At the end of ${year}`, act(date)].join("");
    };
    const keep = (name, value) => {
      const address = new URL(location);
      address.searchParams.set(name, value);
      history.replaceState(0, "", address);
    };
    field.type = "number";
    slider.type = "range";
    slider.ariaLabel = "Year";
    for (const input of [field, slider]) [input.min, input.max] = [first, last];
    field.value = new URLSearchParams(location.search).get("year") ?? last;
    fill(make("label", "reader-year", "At the end of ", field), slider);
    on(field, "input", set);
    on(slider, "input", () => { field.value = slider.value; set(); });
    on(holder, "change", ({ target }) => { if ((target === field || target === slider) && good()) keep("year", field.value); });
    return { set, keep };
  };
  return { RANKS, intervals, later, standing, spoken, fill, years };
})());
