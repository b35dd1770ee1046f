/* When a card is asked again: SM-2, as P. A. Woźniak published it in 1990 ("Optimization of learning", https://super-memory.com/english/ol/sm2.htm).
   His qualities 2 to 5 are the grades 1 to 4; what was hard is not asked again the same day. Only values go in and come out. Days are numbers.
   What is known of a card is [repetitions, easiness in hundredths, interval in days, day on which it is due, day of its first answer]: integers, all. */
reader.schedule = (() => {
  const LEAST = 130, BEGIN = 250, LONGEST = 36500;
  const dayOf = (date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 864e5;

  const answered = (known, grade, today) => {
    const [times, easiness, interval, , first] = known || [0, BEGIN, 0, today, today], lack = 4 - grade;
    if (grade === 1) return [0, easiness, 0, today, first];
    const easier = Math.max(LEAST, easiness + 10 - lack * (8 + lack * 2));
    const next = [1, 6][times] || Math.min(LONGEST, Math.ceil(interval * easier / 100));
    return [times + 1, easier, next, today + next, first];
  };

  /* The cards ({id, term}) of today in their order: what is due, the longest first; as many new ones as there is room for, one of an entry;
     what was not known today, the longest ago first. `progress` is a Map, in the order in which cards were answered. */
  const session = (cards, progress, today, room) => {
    const all = new Map(cards.map((card) => [card.id, card])), due = [], fresh = [], met = new Set();
    const lapsed = ([, , interval, day]) => !interval && day === today;
    let left = room;
    for (const [id, [, , interval, day, first]] of progress) {
      if (first === today) left -= 1;
      if ((day - interval === today || day <= today) && all.has(id)) met.add(all.get(id).term);
    }
    for (const card of cards) {
      const known = progress.get(card.id);
      if (known && known[3] <= today && !lapsed(known)) due.push(card);
      if (known || left <= 0 || met.has(card.term)) continue;
      met.add(card.term);
      fresh.push(card);
      left -= 1;
    }
    due.sort((one, other) => progress.get(one.id)[3] - progress.get(other.id)[3]);
    const again = [...progress].filter(([id, known]) => lapsed(known) && all.has(id)).map(([id]) => all.get(id));
    return { due, fresh, again, order: [...due, ...fresh, ...again] };
  };

  /* The next day after today on which cards are due, and how many: [0, 0] where there is none. */
  const next = (cards, progress, today) => {
    const days = cards.map(({ id }) => progress.get(id)?.[3]).filter((day) => day > today), first = Math.min(...days);
    return days.length ? [first, days.filter((day) => day === first).length] : [0, 0];
  };

  /* What another program, or a file, says is known: only what can be that. */
  const sound = (value) => new Map(Object.entries(value && typeof value === "object" ? value : {}).filter(([, known]) => Array.isArray(known)
    && known.length === 5 && known.every(Number.isSafeInteger) && known[1] >= LEAST && known[2] >= 0 && known[2] <= LONGEST));

  const spoken = (days) => days < 1 ? "today" : days === 1 ? "tomorrow" : days < 31 ? "in " + days + " days"
    : days < 365 ? "in " + Math.round(days / 30.4) + (days < 46 ? " month" : " months") : "in " + Math.round(days / 365.25) + (days < 548 ? " year" : " years");
  return { dayOf, answered, session, next, sound, spoken };
})();
