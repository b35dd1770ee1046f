/* Words as the search compares them; and on arrival from it, the words that the address names (`?h=`) are marked. */
reader.words = (() => {
  const { one, on } = reader;
  /* Words with all their letters and signs, acronyms with their dots, and letters that are words by themselves; “’s” is no word. */
  const WORD = /['’ʼ]s(?!\p{L})|(\p{L}(?:\.\p{L})+(?!\p{L})\.?|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|[\p{L}\p{N}][\p{L}\p{N}\p{M}]*)/gu;
  const plain = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ı: "i" }; // what is no letter with a sign
  const fold = (word) => word.toLowerCase().normalize("NFKD").replace(/[\p{M}.]/gu, "").replace(/[ßæœøłđı]/g, (letter) => plain[letter]);
  const found = (text) => [...text.matchAll(WORD)].filter((match) => match[1]);
  const split = (text) => found(text).map(([word]) => fold(word));
  /* Where the wanted words (a set of folded ones) stand in a text: [start, end]. */
  const places = (text, wanted) => found(text).filter(([word]) => wanted.has(fold(word))).map(({ 0: word, index }) => [index, index + word.length]);

  /* How alike a word is to the one that is looked for: 1 the same, then its beginning, then another form of it; 0 not. */
  const alike = (word, other) => {
    if (word === other) return 1;
    if (word.length > 1 && other.startsWith(word)) return 0.5 + 0.4 * (word.length / other.length);
    const longer = Math.max(word.length, other.length);
    let same = 0;
    while (same < word.length && word[same] === other[same]) same += 1;
    return same > 3 && same > longer * 0.6 && longer - same < 4 ? 0.5 : 0;
  };
  /* The same where letters are left out, added, exchanged or taken for others, one in four (optimal string alignment): below 0.5. */
  const misspelt = (word, other) => {
    const most = Math.min(3, word.length >> 2);
    if (Math.abs(word.length - other.length) > most) return 0;
    let before, row = Array.from({ length: other.length + 1 }, (_, to) => to);
    for (let at = 1; at <= word.length; at += 1) {
      const next = [at];
      for (let to = 1; to <= other.length; to += 1) {
        next[to] = Math.min(row[to] + 1, next[to - 1] + 1, row[to - 1] + (word[at - 1] !== other[to - 1]));
        if (before && word[at - 1] === other[to - 2] && word[at - 2] === other[to - 1]) next[to] = Math.min(next[to], before[to - 2] + 1);
      }
      [before, row] = [row, next];
    }
    const edits = row[other.length];
    return edits > most ? 0 : 0.4 - edits / 10;
  };

  /* An essay's words lie in many text nodes, which are not touched. */
  const ranges = (part, wanted) => {
    const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT), nodes = [];
    let text = "";
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      nodes.push([node, text.length]);
      text += node.data;
    }
    const holder = (place) => nodes.findLast(([, start]) => start <= place);
    return places(text, wanted).map(([start, end]) => {
      const [first, from] = holder(start), [last, until] = holder(end - 1), range = document.createRange();
      range.setStart(first, start - from);
      range.setEnd(last, end - until);
      return range;
    });
  };
  const asked = new URLSearchParams(location.search).get("h");
  const mark = () => {
    const target = document.getElementById(location.hash.slice(1)), marks = ranges(target || one("article"), new Set(split(asked)));
    CSS.highlights.set("found", new Highlight(...marks));
    if (!target) marks[0]?.startContainer.parentElement.scrollIntoView({ block: "center" });
  };
  if (asked && CSS.highlights) {
    mark();
    on(window, "hashchange", mark);
  }
  return { split, places, alike, misspelt };
})();
