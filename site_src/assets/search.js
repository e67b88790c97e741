// Searches in the index that generator/search writes: fetches its head, then only the pieces that a query needs. A piece
// never changes; the head is asked for anew a minute later, for an index may be published while a page stands open.
// Fetched itself when somebody first comes to the search field; without it the form leads to the list of all services.
"use strict";

(function () {
  const PIECES = 2; // at most so many for the beginnings of a word
  const DRAWERS = 4; // and for its forms
  const GUESSES = 8;
  const FRESH = 60000; // milliseconds
  const SHOWN = 10;
  const [ITSELF, FORM, BEGINNING, MISTYPED] = [1, 0.8, 0.6, 0.4];
  const RANKS = [1, FORM, 0.3, 0.3 * FORM]; // as generator/search/postings numbers them
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const kept = new Map();

  // What can't be fetched is asked for again the next time.
  function fetched(address, how) {
    if (!kept.has(address)) {
      const answer = fetch(address, how).then((found) => (found.ok ? found.json() : Promise.reject(found.status)));
      answer.catch(() => kept.delete(address));
      kept.set(address, answer);
    }
    return kept.get(address);
  }

  async function headAt(address, oldest) {
    const head = await fetched(address, { cache: "no-cache" });
    head.since = head.since || Date.now();
    if (Date.now() - head.since < oldest) return read(head);
    kept.delete(address);
    return headAt(address, FRESH);
  }

  function wordsIn(text) {
    const folded = text.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "").replace(/['’‘ʼ`]/g, "").toLowerCase();
    return (folded.match(/[\p{L}\p{N}]+(?:[-‐][\p{L}\p{N}]+)*/gu) || []).map((word) => word.split(/[-‐]/));
  }

  function unfolded(terms) {
    let before = "";
    const words = terms.match(/[A-Z][^A-Z]*/g) || [];
    return words.map((coded) => (before = before.slice(0, DIGITS.indexOf(coded[0])) + coded.slice(1)));
  }

  function read(head) {
    if (head.words) return head;
    head.words = unfolded(head.terms);
    head.numbers = new Map(head.words.map((word, number) => [word, number]));
    head.fillers = new Set(head.fillers.split(" "));
    head.starts = numbersIn(head.starts);
    head.begins = unfolded(head.begins);
    for (const kind of ["postings", "drawers", "records"]) {
      const names = typeof head[kind] === "string" && (head[kind].match(/.{12}/g) || []);
      if (names) head[kind] = names.map((name) => `${head.pieces}${kind}.${name}.json`);
    }
    for (const step of head.steps) step[1] = step[1].map(([of, by]) => [new RegExp(of, "u"), by]);
    return head;
  }

  function formsOf(head, word) {
    let forms = [word];
    for (const [, rules] of head.steps) {
      const left = new Set();
      for (const form of forms) {
        left.add(form);
        for (const [of, by] of rules) {
          if (of.test(form)) for (const put of by) left.add(form.replace(of, put));
        }
      }
      forms = [...left].filter((form) => form === word || [...form].length >= head.letters);
    }
    return forms;
  }

  // Slips of the finger between two words: a letter too many, missing, wrong, or changed with its neighbour.
  function slips(a, b, most) {
    let older = [];
    let last = Array.from({ length: b.length + 1 }, (_, column) => column);
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= b.length; j += 1) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
      }
      if (Math.min(...row) > most) return most + 1;
      [older, last] = [last, row];
    }
    return last[b.length];
  }

  function guesses(words, word) {
    const most = word.length < 4 || /\d/.test(word) ? 0 : word.length < 8 ? 1 : 2;
    const near = [];
    for (const known of most ? words : []) {
      const distance = Math.abs(known.length - word.length) > most ? 9 : slips(word, known, most);
      if (distance <= most) near.push([distance + (known[0] === word[0] ? 0 : 0.5), known]);
    }
    near.sort((a, b) => a[0] - b[0]);
    return near.filter(([slip]) => slip < Math.floor(near[0][0]) + 1).slice(0, GUESSES).map(([, known]) => known);
  }

  // The last place whose start is not beyond what is looked for.
  function placeIn(starts, sought) {
    let place = 0;
    while (starts[place + 1] <= sought) place += 1;
    return place;
  }

  // Drawers for a word that the head lacks, and for its forms where the head lacks all of them.
  function drawersFor(head, word, forms, isLast) {
    const { begins, numbers } = head;
    if (!begins.length || numbers.has(word)) return [];
    const own = placeIn(begins, word);
    const places = [own, ...(isLast && begins[own + 1]?.startsWith(word) ? [own + 1] : [])];
    if (!forms.some((form) => numbers.has(form))) places.push(...forms.map((form) => placeIn(begins, form)));
    return [...new Set(places)].slice(0, DRAWERS);
  }

  // What a word may mean: terms, each with how surely, and its number in the head or its lists from a drawer.
  async function meant(head, word, isLast, part) {
    const forms = formsOf(head, word);
    const opened = await Promise.all(drawersFor(head, word, forms, isLast).map((place) => part(head.drawers[place])));
    const rare = new Map(opened.flatMap(([terms, lists]) => {
      const each = lists.split(";");
      return unfolded(terms).map((known, place) => [known, each[place]]);
    }));
    const known = [...head.words, ...rare.keys()];
    const found = new Map();
    const put = (term, sure) => {
      const where = rare.get(term) ?? head.numbers.get(term);
      if (where !== undefined && !found.has(term)) found.set(term, [sure, where]);
    };
    put(word, ITSELF);
    for (const form of forms) put(form, FORM);
    if (word.length > 1 && (isLast || !found.size)) {
      const pieces = new Set();
      for (const term of known.filter((term) => term.startsWith(word)).sort((a, b) => a.length - b.length)) {
        const place = rare.has(term) ? -1 : placeIn(head.starts, head.numbers.get(term));
        const piece = typeof head.postings[place] === "string" ? place : -1; // what is here already costs nothing
        if (piece < 0 || pieces.size < PIECES || pieces.has(piece)) put(term, BEGINNING);
        if (piece >= 0 && pieces.size < PIECES) pieces.add(piece);
      }
    }
    if (!found.size) for (const guess of guesses(known, word)) for (const form of formsOf(head, guess)) put(form, MISTYPED);
    return [...found.values()];
  }

  async function listsAt(head, where, part) {
    if (typeof where === "string") return where;
    const piece = placeIn(head.starts, where);
    return (await part(head.postings[piece])).split(";")[where - head.starts[piece]];
  }

  // Each record that holds one of the terms, with the best score that it has for this word.
  async function scores(head, terms, part) {
    const best = new Map();
    await Promise.all(terms.map(async ([sure, where]) => {
      const lists = await listsAt(head, where, part);
      lists.split(",").forEach((list, rank) => {
        const score = sure * RANKS[rank];
        for (const record of numbersIn(list)) if (!(best.get(record) >= score)) best.set(record, score);
      });
    }));
    return best;
  }

  function numbersIn(list) {
    const numbers = [];
    let [number, gap, worth] = [-1, 0, 1];
    for (const letter of list) {
      const digit = DIGITS.indexOf(letter);
      gap += (digit % 32) * worth;
      worth *= 32;
      if (digit < 32) {
        numbers.push((number += gap + 1));
        [gap, worth] = [0, 1];
      }
    }
    return numbers;
  }

  function asked(head, query) {
    const words = wordsIn(query).flatMap((parts) => (head.numbers.has(parts.join("")) ? parts.join("") : parts));
    const telling = words.filter((word) => !head.fillers.has(word) && (word.length > 1 || head.numbers.has(word)));
    return [...new Set(telling.length ? telling : words)].slice(0, 8);
  }

  // The numbers of records, the best first: those that have all words, or else those that come nearest.
  async function find(head, query, part) {
    const words = asked(head, query);
    const perWord = await Promise.all(words.map(async (word, place) => {
      return scores(head, await meant(head, word, place === words.length - 1, part), part);
    }));
    const total = new Map();
    for (const best of perWord) {
      const weight = Math.log(1 + head.count / best.size); // a rare word tells more
      for (const [record, score] of best) {
        const [count, sum] = total.get(record) || [0, 0];
        total.set(record, [count + 1, sum + score * weight]);
      }
    }
    const all = [...total].filter(([, [count]]) => count === words.length);
    const ranked = (all.length ? all : [...total]).sort((a, b) => b[1][1] - a[1][1] || a[0] - b[0]);
    return { records: ranked.map(([record]) => record), isWhole: all.length > 0 };
  }

  function prepare(form) {
    const { index, root, words } = form.dataset;
    const say = JSON.parse(words);
    const input = form.elements.q;
    const box = document.createElement("div");
    const status = added("p", box, "search__status");
    const list = added("ol", box, "search__results");
    const more = added("button", box, "button");
    const all = added("a", box, "search__all", say.all);
    const part = (piece) => (typeof piece === "string" ? fetched(root + piece) : piece[0]);
    let turn = 0; // of the newest query: the answer to an older one is dropped
    let waiting = 0;
    let next = null;

    function added(name, parent, className, text = "") {
      const made = parent.appendChild(document.createElement(name));
      made.className = className;
      made.textContent = text;
      return made;
    }

    function tell(text, offersAll) {
      status.textContent = text;
      all.hidden = !offersAll;
    }

    function clear() {
      list.textContent = "";
      list.hidden = more.hidden = true;
    }

    async function show(head, records, mine) {
      const shown = list.children.length;
      const numbers = records.slice(shown, shown + SHOWN);
      const pages = await Promise.all(numbers.map((number) => part(head.records[Math.floor(number / head.size)])));
      if (mine !== turn || list.children.length !== shown) return;
      numbers.forEach((number, place) => {
        const [title, path, where] = pages[place][number % head.size];
        const item = added("li", list, "");
        added("a", item, "", title).href = root + path;
        added("span", item, "search__where", where);
      });
      list.hidden = !records.length;
      more.hidden = list.children.length >= records.length;
      next = () => show(head, records, mine);
    }

    async function answer(oldest, mine) {
      const head = await headAt(index, oldest);
      const { records, isWhole } = await find(head, input.value, part);
      if (mine !== turn) return;
      await show(head, records, mine);
      if (mine !== turn) return;
      history.replaceState(null, "", `?q=${encodeURIComponent(input.value.trim())}`);
      const count = records.length.toLocaleString(document.documentElement.lang);
      const found = (isWhole ? say.count : say.nearest).replace("{count}", count);
      tell(records.length ? found : say.none, !isWhole);
    }

    async function search(least) {
      const mine = (turn += 1);
      clearTimeout(waiting);
      clear();
      tell("", false);
      if (input.value.trim().length < least) return;
      tell(say.searching, true);
      try {
        await answer(FRESH, mine).catch(() => answer(0, mine)); // pieces of an older index may be gone
      } catch {
        if (mine === turn) tell(say.failed, true);
      }
    }

    function showMore() {
      const first = list.children.length;
      next().then(() => list.children[first] && list.children[first].firstChild.focus(), () => tell(say.failed, true));
    }

    status.setAttribute("role", "status");
    status.tabIndex = -1;
    all.href = form.getAttribute("action");
    more.type = "button";
    more.textContent = say.more;
    more.addEventListener("click", showMore);
    input.addEventListener("input", () => {
      turn += 1;
      clearTimeout(waiting);
      waiting = setTimeout(search, 200, 2);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      search(1).then(() => status.focus()); // folds a phone's keyboard away, and the next stop is the first result
    });
    form.after(box);
    if (!input.value) input.value = new URLSearchParams(location.search).get("q") || "";
    search(1);
  }

  document.querySelectorAll("form[data-search]").forEach(prepare);
})();
