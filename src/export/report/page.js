"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const main = document.getElementById("main");
  const nav = document.getElementById("nav");

  // All text from files goes through here: as text, never as markup.
  const el = (tag, options = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(options)) {
      if (key === "class") node.className = value;
      else if (key === "on") for (const [event, run] of Object.entries(value)) node.addEventListener(event, run);
      else node.setAttribute(key, value);
    }
    for (const child of children.flat(Infinity)) {
      if (child !== null && child !== undefined) node.append(child);
    }
    return node;
  };
  const svgEl = (tag, options = {}, text) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(options)) node.setAttribute(key, value);
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const section = (id, title) => {
    const part = el("section", { id, "aria-labelledby": `${id}-title` }, el("h2", { id: `${id}-title` }, title));
    main.append(part);
    nav.append(el("a", { href: `#${id}` }, title));
    return part;
  };
  const shape = { resolved: "●", conflict: "✕", undecided: "?" };
  const tone = { resolved: "good", conflict: "bad", undecided: "warn" };
  // Names in texts stand between backticks, as in files: they are set as code, never as markup.
  const prose = (text) => text.split("`").map((part, at) => (at % 2 ? el("code", { class: "name" }, part) : part));
  const cited = (ids) => ids.map((id) => data.sources[id] || id).join("; ");
  const label = (part) => {
    const same = data.parts.filter((other) => other.id === part.id).length;
    return same > 1 ? `${part.id}@${part.version}` : part.id;
  };
  const labels = data.parts.map(label);

  // The header.
  document.getElementById("title").textContent = `${data.solution} ${data.version}`;
  const resolved = data.markets.filter((market) => market.status === "resolved").length;
  document.getElementById("summary").textContent =
    `As of ${data.asOf}: ${resolved} of ${data.markets.length} markets have a valid bill of materials. ` +
    `Shared core: ${data.core.share} % of all lines (hardware ${data.core.hardware} %), ${data.core.lines} slots.`;

  // Why a cell is as it is.
  const dialog = document.getElementById("why");
  const open = (title, body) => {
    document.getElementById("why-title").textContent = title;
    document.getElementById("why-body").replaceChildren(...body);
    dialog.showModal();
  };
  const pairs = (list) =>
    el("dl", {}, list.filter(([, value]) => value).flatMap(([key, value]) => [el("dt", {}, key), el("dd", {}, value)]));
  const factList = (facts) =>
    el("ul", {}, facts.map((fact) =>
      el("li", { title: fact.key }, prose(fact.text), " ", el("code", {}, fact.place), el("span", { class: "soft" },
        ` stated for ${fact.layer}${fact.status ? `, ${fact.status}` : ""}${fact.source.length ? `: ${cited(fact.source)}` : ""}`))));
  const conflictBody = (conflict) => [
    el("ol", {}, conflict.reasons.map((reason) =>
      el("li", {}, prose(reason.text), " ", el("code", {}, reason.place),
        reason.source.length ? el("span", { class: "soft" }, ` ${cited(reason.source)}`) : null,
        reason.labels.length
          ? el("ul", {}, reason.labels.map(({ text, place }) => el("li", {}, prose(text), " ", el("code", {}, place))))
          : null))),
    el("div", {}, conflict.context.map((line) => el("p", { class: "soft" }, prose(line)))),
    conflict.fixes.length ? el("p", {}, el("strong", {}, "Fixes that work (tried):")) : null,
    el("ul", {}, conflict.fixes.map(({ text, place }) => el("li", {}, prose(text), " ", el("code", {}, place)))),
  ].filter(Boolean);
  const why = (slot, at) => {
    const market = data.markets[at];
    const title = `${slot.name} in ${market.code}`;
    if (market.conflict) return open(`${market.code} has no valid bill of materials`, conflictBody(market.conflict));
    const line = slot.lines[slot.cells[at]];
    const remarks = data.why.filter((one) => one.market === market.code && one.slot === slot.name).flatMap((one) => one.text);
    const others = remarks.length
      ? [el("h3", {}, "Other candidates"), el("ul", {}, remarks.map((text) => el("li", {}, prose(text))))] : [];
    if (!line) return open(title, [el("p", {}, "This slot is empty in this market."), ...others]);
    const part = data.parts[line.part];
    const facts = market.facts.filter((fact) => fact.slots.includes(slot.name));
    const sharing = slot.cells.filter((cell) => cell >= 0 && slot.lines[cell].part === line.part).length;
    open(title, [
      pairs([
        ["component", `${part.id} ${part.version} (${part.kind})`],
        ["name", part.name === part.id ? "" : part.name],
        ["part number", [part.maker, part.mpn].filter(Boolean).join(" ")],
        ["quantity", line.measured || String(line.quantity)],
        ["cost", `${line.cost} ${data.currency} (${line.unit} each${line.duty.match(/[1-9]/) ? `, duty ${line.duty}` : ""})`],
        ["lead time", line.lead ? `${line.lead} weeks` : ""],
        ["designators", line.refdes.join(" ")],
        ["certificates", line.certificates.join(", ")],
        ["alternates", line.alternates.join(", ")],
        ["part of", slot.part_of || ""],
        ["same part in", `${sharing} of ${data.markets.length} markets${slot.core ? " (shared core)" : ""}`],
      ]),
      part.needs.length ? el("h3", {}, "What it needs") : null,
      el("ul", {}, part.needs.map((words) => el("li", {}, prose(words)))),
      facts.length ? el("h3", {}, `Facts of ${market.code} that it depends on`) : null,
      facts.length ? factList(facts) : null,
      ...others,
      el("p", { class: "soft" }, `More: terroir explain --market ${market.code} --component ${part.id}`),
    ].filter(Boolean));
  };
  const whyMarket = (at) => {
    const market = data.markets[at];
    if (market.conflict) return open(`${market.code} has no valid bill of materials`, conflictBody(market.conflict));
    open(`${market.code} ${market.name}`, [
      pairs([
        ["cost", market.cost ? `${market.cost} ${data.currency}` : ""],
        ["options", market.options.map(({ name, value }) => `${name} = ${value}`).join(", ")],
        ["carriers", market.carriers.join(", ")],
        ["first expiry", market.ends ? prose(`in ${market.ends.days} days: ${market.ends.what}`) : ""],
      ]),
      el("ul", {}, market.warnings.map((text) => el("li", { class: "warn" }, "▲ ", prose(text)))),
      el("h3", {}, "Facts that this answer depends on"),
      factList(market.facts),
    ]);
  };

  // The matrix.
  const matrix = section("matrix", "Slots by markets");
  const filter = el("input", { type: "search", id: "filter", placeholder: "slot, component or market  ( / )", "aria-label": "Filter" });
  const every = el("input", { type: "checkbox", id: "every" });
  const count = el("span", { class: "soft", id: "count", "aria-live": "polite" });
  matrix.append(el("div", { class: "tools" }, filter, el("label", {}, every, " all slots, including those that all markets share"), count));
  matrix.append(el("p", { class: "soft" },
    "= shared core · A B C different components in a regional slot · – empty · ✕ no valid bill of materials. " +
    "Click or press Enter to see why; arrow keys move. Under each market: cost of one product, share of its lines in the shared core, days until the first certificate ends."));
  const head = el("tr", {}, el("th", { scope: "col" }, "slot"), data.markets.map((market, at) => {
    const cell = el("th", { scope: "col", tabindex: "0", title: market.name, "data-market": at },
      el("span", { class: tone[market.status], "aria-label": market.status }, shape[market.status]), ` ${market.code}`,
      el("small", {}, market.cost ? `${market.cost} ${data.currency}` : market.status),
      el("small", {}, market.lines ? `core ${(market.core / 10).toFixed(0)} %` : "\u00a0"),
      el("small", { class: market.ends && market.ends.days < 365 ? "warn" : "", title: market.ends ? `${market.ends.what.replaceAll("`", "")}, in ${market.ends.days} days` : "" },
        market.ends ? `ends in ${market.ends.days} days` : "\u00a0"));
    cell.addEventListener("click", () => whyMarket(at));
    cell.addEventListener("keydown", (event) => { if (event.key === "Enter") whyMarket(at); });
    return cell;
  }));
  const body = el("tbody");
  const table = el("table", { class: "matrix", "aria-label": "Slots by markets" }, el("thead", {}, head), body);
  matrix.append(el("div", { class: "scroll", tabindex: "-1" }, table));

  const row = (slot) => {
    const fillings = [];
    const cells = slot.cells.map((cell, at) => {
      const market = data.markets[at];
      if (market.status !== "resolved") return ["bad", shape[market.status]];
      const line = slot.lines[cell];
      if (!line) return ["empty", "–"];
      const text = labels[line.part] + (line.measured ? ` ${line.measured}` : line.quantity > 1 ? ` ×${line.quantity}` : "");
      if (!slot.varies) return ["", `= ${text}`];
      if (!fillings.includes(text)) fillings.push(text);
      const number = fillings.indexOf(text);
      return [`v${number % 8}`, `${String.fromCharCode(65 + (number % 26))} ${text}`];
    });
    return el("tr", {}, el("th", { scope: "row" }, slot.name),
      cells.map(([tag, text], at) => el("td", { class: tag, title: text, tabindex: "-1", "data-market": at }, text)));
  };
  let drawing = 0;
  const draw = () => {
    const words = filter.value.trim().toLowerCase();
    const hits = (slot) => !words || slot.name.toLowerCase().includes(words) ||
      slot.lines.some((line) => {
        const part = data.parts[line.part];
        return [part.id, part.name, part.mpn, part.maker].some((text) => text.toLowerCase().includes(words));
      });
    const columns = data.markets.map((market) => `${market.code} ${market.name}`.toLowerCase());
    const named = words ? columns.map((text, at) => (text.split(" ").some((word) => word.startsWith(words)) ? at : -1)).filter((at) => at >= 0) : [];
    let shown = data.slots.filter((slot) => (every.checked || slot.varies || words) && hits(slot));
    const narrow = words && !shown.length && named.length;
    if (narrow) shown = data.slots.filter((slot) => every.checked || slot.varies);
    head.querySelectorAll("th[data-market]").forEach((cell, at) => { cell.hidden = Boolean(narrow) && !named.includes(at); });
    body.replaceChildren();
    const mine = ++drawing;
    const step = Math.max(4, Math.floor(4000 / Math.max(1, data.markets.length)));
    const more = (from) => {
      if (mine !== drawing) return;
      const rows = shown.slice(from, from + step).map((slot) => {
        const line = row(slot);
        line.slotData = slot;
        if (narrow) line.querySelectorAll("td").forEach((cell, at) => { cell.hidden = !named.includes(at); });
        return line;
      });
      body.append(...rows);
      if (from + step < shown.length) setTimeout(() => more(from + step));
      else document.documentElement.dataset.drawn = String(shown.length);
    };
    count.textContent = `${shown.length} of ${data.slots.length} slots`;
    const first = () => { const cell = body.querySelector("td"); if (cell) cell.tabIndex = 0; };
    more(0);
    first();
  };
  const act = (cell) => why(cell.parentElement.slotData, Number(cell.dataset.market));
  body.addEventListener("click", (event) => { const cell = event.target.closest("td"); if (cell) act(cell); });
  body.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td");
    if (!cell) return;
    const line = cell.parentElement;
    const at = [...line.children].indexOf(cell);
    const to = {
      ArrowRight: cell.nextElementSibling, ArrowLeft: at > 1 ? cell.previousElementSibling : null,
      ArrowDown: line.nextElementSibling && line.nextElementSibling.children[at],
      ArrowUp: line.previousElementSibling && line.previousElementSibling.children[at],
      Home: line.children[1], End: line.lastElementChild,
    }[event.key];
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); act(cell); }
    else if (to) { event.preventDefault(); cell.tabIndex = -1; to.tabIndex = 0; to.focus(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !dialog.open && document.activeElement !== filter) { event.preventDefault(); filter.focus(); }
    if (event.key === "Escape" && document.activeElement === filter) { filter.value = ""; draw(); }
  });
  let typing;
  filter.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(draw, 80); });
  every.addEventListener("change", draw);
  if (!data.slots.some((slot) => slot.varies)) every.checked = true;
  draw();

  // Markets by area.
  const world = section("world", "Markets by area");
  const code = Object.fromEntries(data.areas.map((area) => [area.code, area]));
  const depth = (area) => Math.max(0, ...area.within.filter((one) => code[one]).map((one) => 1 + depth(code[one])));
  // An area inside several others is drawn in the deepest of them.
  const home = (area) => area.within.filter((one) => code[one]).sort((a, b) => depth(code[b]) - depth(code[a]))[0];
  const boxes = (parent) => {
    const inside = data.areas.filter((area) => home(area) === parent);
    const tiles = [];
    const areas = [];
    for (const area of inside) {
      const at = data.markets.findIndex((market) => market.code === area.code);
      if (at >= 0) {
        const market = data.markets[at];
        tiles.push(el("button", { class: `tile ${market.status}`, type: "button", on: { click: () => whyMarket(at) } },
          el("span", { class: tone[market.status] }, shape[market.status]), ` ${market.code} ${market.name}`,
          el("small", {}, market.cost ? `${market.cost} ${data.currency}` : market.status),
          market.warnings.length ? el("small", { class: "warn" }, `▲ ${market.warnings.length} ${market.warnings.length === 1 ? "warning" : "warnings"}`) : null));
      }
      const deeper = boxes(area.code);
      if (deeper) areas.push(el("div", { class: "area" }, el("h3", {}, `${area.name} (${area.code})`), deeper));
    }
    return tiles.length || areas.length ? el("div", {}, el("div", { class: "tiles" }, tiles), areas) : null;
  };
  world.append(boxes(undefined) || el("p", {}, "No areas."));

  // Conflicts.
  const broken = data.markets.filter((market) => market.conflict);
  if (broken.length) {
    const part = section("conflicts", `Conflicts (${broken.length})`);
    for (const market of broken) {
      part.append(el("div", { class: "conflict-box" }, el("h3", {}, `✕ ${market.code} ${market.name}`), conflictBody(market.conflict)));
    }
  }

  // The graph.
  const graph = section("graph", "Component graph");
  const place = () => {
    const nodes = data.graph.nodes;
    const many = nodes.filter((node) => node.core).length > 120;
    const width = 168, height = 40, gapX = 46, gapY = 12;
    // Layers by the longest chain of parts and needs among core slots; cycles stop where they close.
    const out = nodes.map(() => []);
    data.graph.edges.forEach((edge) => out[edge.from].push(edge.to));
    const rank = new Array(nodes.length).fill(-1);
    const visit = (at, path) => {
      if (rank[at] >= 0) return rank[at];
      if (path.has(at)) return 0;
      path.add(at);
      rank[at] = Math.min(5, Math.max(0, ...out[at].filter((to) => nodes[to].core).map((to) => 1 + visit(to, path))));
      path.delete(at);
      return rank[at];
    };
    const boxes = [];
    const columns = [];
    nodes.forEach((node, at) => {
      if (!node.core || many) return;
      const layer = visit(at, new Set());
      (columns[layer] = columns[layer] || []).push(at);
    });
    const used = columns.filter(Boolean);
    const longest = 18;
    const split = used.flatMap((column) => {
      const parts = [];
      for (let from = 0; from < column.length; from += longest) parts.push(column.slice(from, from + longest));
      return parts;
    });
    const regional = nodes.map((_, at) => at).filter((at) => !nodes[at].core);
    const left = regional.filter((_, number) => number % 2 === 0), right = regional.filter((_, number) => number % 2 === 1);
    const areas = [...new Set(regional.flatMap((at) => nodes[at].areas))].sort();
    const reach = (area, side) => side.filter((at) => nodes[at].areas.includes(area)).length;
    const areasLeft = areas.filter((area) => reach(area, left) >= reach(area, right));
    const areasRight = areas.filter((area) => !areasLeft.includes(area));
    const sides = [areasLeft.map((area) => `area ${area}`), left, ...(many ? [["core"]] : split), right, areasRight.map((area) => `area ${area}`)];
    const tallest = Math.max(1, ...sides.map((side) => side.length));
    sides.forEach((side, column) => {
      const offset = ((tallest - side.length) * (height + gapY)) / 2;
      side.forEach((at, line) => boxes.push({ at, x: 20 + column * (width + gapX), y: 34 + offset + line * (height + gapY) }));
    });
    return { boxes, width, height, many, core: [2, sides.length - 2], columns: sides.length, tallest, gapX, gapY };
  };
  const drawGraph = () => {
    const layout = place();
    const { width, height } = layout;
    const wide = 40 + layout.columns * (width + layout.gapX), high = 50 + layout.tallest * (height + layout.gapY);
    const svg = svgEl("svg", { width: wide, height: high, viewBox: `0 0 ${wide} ${high}`, role: "img", "aria-label": "The shared core in the middle, around it the regional slots and the areas they depend on" });
    const spot = new Map(layout.boxes.map((box) => [box.at, box]));
    const join = (from, to, tag, hint) => {
      const a = spot.get(from), b = spot.get(to);
      if (!a || !b) return;
      const ahead = a.x <= b.x;
      const x1 = ahead ? a.x + width : a.x, x2 = ahead ? b.x : b.x + width, y1 = a.y + height / 2, y2 = b.y + height / 2;
      const bend = a.x === b.x ? 30 : (x2 - x1) / 2;
      const path = a.x === b.x
        ? `M${a.x + width} ${y1} C${a.x + width + bend} ${y1} ${a.x + width + bend} ${y2} ${a.x + width} ${y2}`
        : `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
      const line = svgEl("path", { d: path, class: tag });
      line.append(svgEl("title", {}, hint));
      svg.append(line);
    };
    const coreX = 20 + layout.core[0] * (width + layout.gapX) - 14, coreW = (layout.core[1] - layout.core[0]) * (width + layout.gapX) - layout.gapX + 28;
    if (coreW > 30) {
      svg.append(svgEl("rect", { x: coreX, y: 22, width: coreW, height: high - 30, rx: 10, class: "core-frame" }));
      svg.append(svgEl("text", { x: coreX + 8, y: 16 }, `shared core: ${data.core.lines} slots`));
    }
    const nodes = data.graph.nodes;
    for (const edge of data.graph.edges) {
      const relation = edge.relation;
      const hint = relation === "part-of"
        ? `${nodes[edge.from].slot} is part of ${nodes[edge.to].slot}`
        : `${nodes[edge.from].slot} needs ${relation.needs} from ${nodes[edge.to].slot}`;
      const end = (at) => (layout.many && nodes[at].core ? "core" : at);
      if (end(edge.from) !== end(edge.to)) join(end(edge.from), end(edge.to), relation === "part-of" ? "edge part" : "edge", hint);
    }
    nodes.forEach((node, at) => node.core || node.areas.forEach((area) => join(`area ${area}`, at, "states", `${node.slot} depends on facts of ${area}`)));
    for (const box of layout.boxes) {
      const node = typeof box.at === "number" ? nodes[box.at] : null;
      const name = node ? node.slot : box.at === "core" ? "shared core" : box.at;
      const lower = node ? node.components.join(" | ") : box.at === "core" ? `${data.core.lines} slots` : "overlay";
      const cut = (text) => (text.length > 24 ? `${text.slice(0, 23)}…` : text);
      const tag = node ? (node.core ? "node" : "node regional") : box.at === "core" ? "node" : "node overlay";
      const group = svgEl("g");
      group.append(svgEl("rect", { x: box.x, y: box.y, width, height, rx: node && !node.core ? 14 : 4, class: tag }));
      group.append(svgEl("text", { x: box.x + 9, y: box.y + 16 }, cut(name)));
      group.append(svgEl("text", { x: box.x + 9, y: box.y + 32, opacity: ".7" }, cut(lower)));
      group.append(svgEl("title", {}, `${name}: ${lower}`));
      svg.append(group);
    }
    return svg;
  };
  graph.append(el("p", { class: "soft" }, "In the middle the slots that all markets share; around them the regional slots (dashed) and the areas whose facts they depend on (blue). Thick lines: part of; thin lines: needs."));
  graph.append(el("div", { class: "scroll" }, drawGraph()));

  // Costs.
  const cost = section("cost", "Cost by kind");
  const kinds = [...new Set(data.markets.flatMap((market) => market.kinds.map(({ kind }) => kind)))];
  const amount = (market, kind) => Number((market.kinds.find((one) => one.kind === kind) || { cost: "0" }).cost);
  const total = (market) => market.kinds.reduce((sum, { cost: text }) => sum + Number(text), 0);
  const most = Math.max(1, ...data.markets.map(total));
  cost.append(el("p", {}, kinds.map((kind, at) => [el("span", { class: `key k${at % 6}` }), kind])));
  cost.append(el("div", { class: "scroll" }, el("table", {},
    el("thead", {}, el("tr", {}, ["market", "", `total ${data.currency}`, ...kinds].map((text) => el("th", { scope: "col" }, text)))),
    el("tbody", {}, data.markets.filter((market) => market.status === "resolved").map((market) => {
      const bar = el("div", { class: "bar" }, kinds.map((kind, at) => el("span", { class: `k${at % 6}`, title: `${kind} ${amount(market, kind)}` })));
      bar.style.width = `${((260 * total(market)) / most).toFixed(1)}px`;
      [...bar.children].forEach((piece, at) => { piece.style.width = `${((100 * amount(market, kinds[at])) / (total(market) || 1)).toFixed(2)}%`; });
      return el("tr", {}, el("th", { scope: "row" }, market.code), el("td", {}, bar), el("td", { class: "number" }, market.cost),
        kinds.map((kind) => el("td", { class: "number" }, (market.kinds.find((one) => one.kind === kind) || { cost: "–" }).cost)));
    })))));

  // The calendar and SKUs.
  const plain = (heads, rows) => el("div", { class: "scroll" }, el("table", { class: "wrap" },
    el("thead", {}, el("tr", {}, heads.map((text) => el("th", { scope: "col" }, text)))),
    el("tbody", {}, rows.map((cells) => el("tr", {}, cells.map((text) => el("td", {}, prose(text))))))));
  if (data.until) {
    const part = section("calendar", "Calendar");
    part.append(el("p", { class: "soft" }, `Changes up to ${data.until}.`));
    const mark = { absent: "✕ no BOM yet", lost: "✕ BOM lost", changed: "◆ BOM changed", cost: "◆ cost changed", regained: "● BOM regained", undecided: "? undecided" };
    if (!data.calendar.length) part.append(el("p", {}, "Nothing changes: every market keeps its bill of materials."));
    else part.append(plain(["date", "markets", "change", "into what", "cost of one product", "cause", "cheapest fix"],
      data.calendar.map((one) => [one.date, one.markets.join(", "), mark[one.what] || one.what, one.change, one.costs.join("; "), one.text, one.help])));
  }
  if (data.skus.length) {
    const part = section("skus", `Hardware SKUs (${data.skus.length})`);
    part.append(el("p", { class: "soft" }, data.skuProof));
    const served = ({ code, units, cost }) => `${code}: ${units} a year${cost ? ` at ${cost} ${data.currency}` : ""}`;
    part.append(plain(["SKU", "markets", "hardware that not all SKUs have"], data.skus.map((one) =>
      [one.id, one.markets.map(served).join("; "), one.hardware.map(({ slot, component }) => `${slot}: ${component}`).join("; ")])));
  }
  if (data.warnings.length) {
    section("warnings", "Warnings").append(el("ul", {}, data.warnings.map((text) => el("li", {}, prose(text)))));
  }

  // What is wider than the window says so: a cut edge alone looks like the end.
  const overflow = () => document.querySelectorAll(".scroll").forEach((box) => {
    const wide = box.scrollWidth > box.clientWidth + 1;
    const note = box.nextElementSibling && box.nextElementSibling.classList.contains("wider") ? box.nextElementSibling : null;
    if (wide && !note) box.after(el("p", { class: "soft wider" }, "→ Wider than the window: scroll sideways to see the rest."));
    if (!wide && note) note.remove();
  });
  overflow();
  addEventListener("resize", overflow);
})();
