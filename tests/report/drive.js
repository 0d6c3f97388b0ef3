// Drives the page as a person would, and writes down what happened. Put into the page behind its own script.
addEventListener("load", () => setTimeout(async () => {
  const seen = { errors: window.failures };
  const wait = (time) => new Promise((done) => setTimeout(done, time));
  const key = (node, name) => node.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
  // The page says when all rows stand; a busy machine may take its time.
  const page = document.documentElement;
  const drawn = async () => { while (page.dataset.drawn === undefined) await wait(20); };
  const redrawn = (act) => { delete page.dataset.drawn; act(); return drawn(); };
  const filter = document.getElementById("filter");
  const type = (words) => redrawn(() => { filter.value = words; filter.dispatchEvent(new Event("input")); });
  try {
    const dialog = document.getElementById("why");
    const rows = () => document.querySelectorAll("#matrix tbody tr").length;
    seen.opened = Math.round(performance.now());
    await drawn();
    seen.varying = rows();
    await redrawn(() => document.getElementById("every").click());
    seen.every = rows();
    const cell = document.querySelector("#matrix tbody tr:nth-child(2) td:nth-child(2)");
    cell.click();
    seen.clicked = dialog.open ? document.getElementById("why-title").textContent : "";
    seen.why = document.getElementById("why-body").textContent;
    dialog.close();
    cell.focus();
    key(cell, "ArrowRight");
    seen.moved = document.activeElement.dataset.market;
    key(document.activeElement, "Enter");
    seen.entered = dialog.open;
    dialog.close();
    key(document.body, "/");
    seen.slash = document.activeElement === filter;
    await type("driver");
    seen.filtered = rows();
    await type("");
    document.querySelector("#matrix th[data-market]").click();
    seen.market = document.getElementById("why-title").textContent;
    dialog.close();
    seen.sections = [...document.querySelectorAll("main > section")].map((part) => part.id);
    seen.boxes = document.querySelectorAll("#graph svg g").length;
    seen.tiles = document.querySelectorAll("#world .tile").length;
    seen.scripts = document.querySelectorAll("main script, main img, dialog img, dialog script").length;
    seen.marked = Boolean(window.marked);
    seen.wide = document.documentElement.scrollWidth <= innerWidth;
    seen.unlabelled = [...document.querySelectorAll("button, input")].filter((one) => !one.textContent.trim() && !one.getAttribute("aria-label") && !one.closest("label")).length;
  } catch (error) {
    seen.errors.push(String(error));
  }
  const out = document.createElement("pre");
  out.id = "seen";
  out.textContent = JSON.stringify(seen);
  document.body.append(out);
}, 300));
