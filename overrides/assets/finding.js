/* What a query finds: names of entries and essays, and passages. Those of the essays are looked through here, or by Pagefind where
   they are many; both engines answer in one way, and one rule orders what they found. */
reader.finding = (({ site, words: { split, alike, misspelt } }) => {
  const best = (list, value) => list.reduce((most, item) => Math.max(most, value(item)), 0);
  const ordered = (list, ...values) => list.sort((one, other) => values.reduce((sum, value) => sum || value(other) - value(one), 0));

  /* Names. The score is 4 for a query that is the name, from 3 where it begins it, from 1 where all its words are in it, below 1 where
     some are misspelt (1.5 for three words or more, too like it to be chance); the more of the name it is, the higher. */
  const articleless = (words) => words.length > 1 && /^(the|an?)$/.test(words[0]) ? words.slice(1) : words;
  const name = (text, less) => {
    const words = articleless(split(text));
    return { text, less, words, joined: words.join("") };
  };
  const meets = (words, joined, name) => {
    const share = Math.min(1, joined.length / name.joined.length), within = (like) => words.every((word) => best(name.words, (other) => like(word, other)));
    if (joined.length > 1 && name.joined.startsWith(joined)) return 3 + share - name.less;
    const near = (word, other) => word.length > 3 || word === other ? alike(word, other) : 0;
    if (within(near)) return 1 + share;
    if (!within((word, other) => near(word, other) || misspelt(word, other))) return 0;
    return words.length > 2 && share > 0.8 ? 1.5 : share / 2 + (misspelt(words[0], name.words[0]) ? 0.49 : 0);
  };
  const naming = (things) => (query) => {
    const words = articleless(split(query)).slice(0, 12), joined = words.join("");
    const found = joined ? things.map((thing) => {
      const scores = thing.names.map((name) => meets(words, joined, name)), score = Math.max(...scores);
      return { ...thing, score, by: thing.names[scores.indexOf(score)].text };
    }) : [];
    return ordered(found.filter(({ score }) => score), ({ score }) => score, ({ count }) => count);
  };

  /* Passages. A term is a word, or the words between quotation marks. */
  const terms = (query) => [...query.matchAll(/[“”„«»"]([^“”„«»"]+)[“”„«»"]|[^\s“”„«»"]+/g)]
    .flatMap(([word, phrase]) => phrase ? [split(phrase)] : split(word).map((one) => Object.assign([one], { small: /^(\p{Ll}{1,2}|the|and)$/u.test(word) })))
    .filter(({ length }) => length).slice(0, 12);
  /* Whether the words stand in the list one after the other; the last may still be typed. */
  const follow = (list, words) => list.some((_, at) => words.every((word, more) => more < words.length - 1 ? list[at + more] === word : list[at + more]?.startsWith(word)));
  /* A page that was found: `parts` has for each term a map, passage → [weight, its words there]. */
  const page = (number, passages, count) => ({ number, passages, score: 0, parts: Array.from({ length: count }, () => new Map()) });
  const note = (part, at, weight, words) => {
    const [most, known] = part.get(at) || [0, []];
    part.set(at, [Math.max(most, weight), [...known, ...words]]);
  };

  const whole = (pages) => {
    const passages = pages.flatMap((held, number) => held.map(([, , text], at) => ({ number, at, list: split(text) }))), holders = new Map();
    for (const passage of passages) for (const word of new Set(passage.list)) holders.get(word)?.push(passage) ?? holders.set(word, [passage]);
    const near = (word, like) => [...holders.keys()].map((other) => [other, like(word, other)]).filter(([, weight]) => weight);
    const find = (term) => {
      if (term.length > 1) return passages.filter(({ list }) => follow(list, term)).map((passage) => [passage, 1, term]);
      const close = near(term[0], alike);
      return (close.length ? close : near(term[0], misspelt)).flatMap(([word, weight]) => holders.get(word).map((passage) => [passage, weight, [word]]));
    };
    const look = (terms) => {
      const found = new Map();
      terms.forEach((term, which) => {
        const held = find(term), rare = Math.log(1 + passages.length / held.length), score = new Map();
        for (const [{ number, at }, weight, words] of held) {
          if (!found.has(number)) found.set(number, page(number, pages[number], terms.length));
          note(found.get(number).parts[which], at, weight, words);
          score.set(number, Math.max(score.get(number) || 0, weight) + weight / 10); // the best one counts, and a little all others
        }
        for (const [number, weight] of score) found.get(number).score += weight * rare;
      });
      return { pages: [...found.values()] };
    };
    return { look, near, wait: 0 };
  };

  /* `correct`: a word as it is likely meant. Pagefind takes a word that it does not know for one that begins alike, however short. */
  const pagefind = async (languages, correct) => {
    const indexes = await Promise.all(languages.map((language) => import(site(`pagefind/${language}/pagefind.js`))));
    const ask = async (query) => ordered((await Promise.all(indexes.map((index) => index.search(query)))).flatMap(({ results }) => results), ({ score }) => score);
    const read = async (result, terms) => {
      const { raw_content: text, raw_url: url, anchors } = await result.data(), list = text.split(/\s+/), starts = anchors.map(({ location }) => location);
      const passages = anchors.map(({ id, location }, at) => [...id.split("/").map((part, at) => at ? part.replace("-", " ") : part), list.slice(location, starts[at + 1]).join(" ")]);
      const found = { ...page(parseInt(url.slice(1)), passages, terms.length), score: result.score };
      terms.forEach((term, which) => {
        if (term.length > 1) passages.forEach(([, , text], at) => follow(split(text), term) && note(found.parts[which], at, 1, term));
        else if (term.small) passages.forEach(([, , text], at) => split(text).includes(term[0]) && note(found.parts[which], at, 1, term));
        else for (const location of result.words) for (const word of split(list[location] || "")) {
          const weight = alike(term[0], word) || misspelt(term[0], word);
          if (weight) note(found.parts[which], starts.findLastIndex((start) => start <= location), weight, [word]);
        }
      });
      return found;
    };
    /* Pages that have all the words; else those that have some. Where they stand one after the other comes first. Words that stand on every
       page are not looked up: they would bring a list of all. */
    const seek = async (terms) => {
      const telling = terms.filter(({ small }) => !small), words = (telling.length ? telling : terms).flat(), results = await ask(words.join(" "));
      if (words.length < 2) return results;
      const together = new Set();
      for (const phrase of [words.length === terms.flat().length ? words : [], ...terms].filter(({ length }) => length > 1)) for (const { id } of await ask(`"${phrase.join(" ")}"`)) together.add(id);
      if (results.length) return ordered(results, ({ id }) => together.has(id));
      const some = new Map();
      for (const word of words) for (const result of await ask(word)) {
        const known = some.get(result.id);
        some.set(result.id, { ...result, score: result.score + (known?.score || 0), words: [...result.words, ...known?.words || []] });
      }
      return ordered([...some.values()], ({ score }) => score);
    };
    const readBest = async (sought, terms, most) => {
      const results = await seek(sought);
      return { pages: await Promise.all(results.slice(0, most).map((result) => read(result, terms))), total: results.length };
    };
    const look = async (terms, most) => {
      const found = await readBest(terms, terms, most), strange = (term, which) => term.length < 2 && !found.pages.some(({ parts }) => surest(parts[which]) >= 0.5);
      const meant = terms.map((term, which) => strange(term, which) && !term.small ? [correct(term[0])] : term);
      return `${meant}` === `${terms}` ? found : readBest(meant, terms, most);
    };
    return { look, wait: 60 };
  };

  /* The pages that have the most of the terms, each with its passages, the best first. `sure`: one has all, and none misspelt. A short
     word that is found is no beginning of longer ones. */
  const strict = (pages, terms) => terms.forEach(([word], which) => {
    const parts = word.length < 4 ? pages.map((found) => found.parts[which]) : [];
    if (parts.some((part) => surest(part) === 1)) for (const part of parts) for (const [at, [weight]] of part) if (weight < 1) part.delete(at);
  });
  const surest = (part) => best([...part.values()], ([weight]) => weight);
  const rank = ({ pages, total }, terms, most) => {
    strict(pages, terms);
    const words = terms.flat(), held = ({ parts }) => parts.filter(({ size }) => size).length, fullest = best(pages, held);
    /* What stands in most passages tells little of them, and is not marked. */
    const sum = (value) => pages.reduce((all, found) => all + value(found), 0), all = sum(({ passages }) => passages.length);
    const rare = terms.map((_, which) => 1.01 - sum(({ parts }) => parts[which].size) / all), rarest = Math.max(...rare);
    const weigh = (found) => {
      const places = [...new Set(found.parts.flatMap((part) => [...part.keys()]))].map((at) => {
        const [anchor, place, text] = found.passages[at], notes = found.parts.map((part) => part.get(at) || [0, []]);
        const value = notes.reduce((sum, [weight], which) => sum + weight * rare[which], 0), whole = words.length > 1 && notes.every(([weight]) => weight);
        const marked = notes.flatMap(([, words], which) => rare[which] * 2 >= rarest ? words : []);
        return { anchor, place, text, at, value, together: whole && follow(split(text), words), words: new Set(marked) };
      });
      const kept = places.filter(({ value }) => value * 2 >= best(places, ({ value }) => value));
      ordered(kept, ({ together }) => together, ({ value }) => value, ({ at }) => -at);
      return { ...found, places: kept, value: kept[0].value + 9 * kept[0].together };
    };
    const kept = ordered(pages.filter((found) => fullest && held(found) === fullest).map(weigh), ({ value }) => Math.round(9 * value), ({ score }) => score);
    return {
      pages: kept.slice(0, most), more: kept.length && Math.max(0, kept.length - most) + (total ? total - pages.length : 0), // those read, and those not
      sure: kept.some(({ parts }) => parts.every((part) => surest(part) >= 0.5)), all: fullest === terms.length,
    };
  };
  return { ordered, name, naming, terms, whole, pagefind, rank };
})(reader);
