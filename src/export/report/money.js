(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const money = data.money;
  // All text from files goes through here: as text, never as markup.
  const el = (tag, options, ...children) => {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(options)) {
      if (key === "class") node.className = value;
      else node.setAttribute(key, value);
    }
    node.append(...children.flat(Infinity));
    return node;
  };
  const prose = (text) => text.split("`").map((part, at) => (at % 2 ? el("code", { class: "name" }, part) : part));
  const table = (heads, rows) => el("div", { class: "scroll" }, el("table", { class: "wrap" },
    el("thead", {}, el("tr", {}, heads.map((text) => el("th", { scope: "col" }, text)))),
    el("tbody", {}, rows.map((cells) => el("tr", {}, cells.map((text) => el("td", {}, text)))))));
  const list = (texts) => el("ul", {}, texts.map((text) => el("li", {}, prose(text))));
  const part = el("section", { id: "money", "aria-labelledby": "money-title" }, el("h2", { id: "money-title" }, "Where the money goes"));
  document.getElementById("cost").after(part);
  document.querySelector('#nav a[href="#cost"]').after(el("a", { href: "#money" }, "Where the money goes"));
  part.append(el("p", {}, `Cost of a year in all markets: ${money.year} ${data.currency}${money.least ? `, at least ${money.least}` : ""}.`));
  const names = ["parts", "freight in", "duty in", "labour", "set-up", "freight out", "duty out", "other lines", "licences", "one-off"]
    .filter((name) => money.markets.some((market) => market.goes.some(([own]) => own === name)));
  const share = (market, name) => (market.goes.find(([own]) => own === name) || ["", "–"])[1];
  part.append(el("p", { class: "soft" }, `Of one product, in ${data.currency}.`),
    table(["market", ...names], money.markets.map((market) => [market.code, ...names.map((name) => share(market, name))])));
  for (const market of money.markets) {
    const tables = [];
    if (market.articles.length) {
      tables.push(table(["article", "site", "origin", "value", "labour", "set-up", "freight", "duty", "duties", "cost"], market.articles));
    }
    if (market.bought.length) tables.push(table(["slot", "part", "seller", "number", "each", "freight", "duty"], market.bought));
    if (market.content.length) tables.push(list(market.content));
    if (market.licenses.length) tables.push(list(market.licenses));
    if (tables.length) part.append(el("h3", {}, market.code), ...tables);
  }
  if (money.orders.length) {
    part.append(el("h3", {}, `Orders of a year (${money.orders.length})`),
      table(["seller", "component", "part", "order", "excess", "each", "cost", "next tier", "weeks", "paid by"],
        money.orders.map((one) => [one.seller, one.component, one.part, one.quantity, one.excess, one.each, one.cost, one.next, one.weeks, one.paid])));
  }
})();
