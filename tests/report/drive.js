// Drives the page as a person would, and writes down what happened. Put into the page behind its own script.
addEventListener("load", () => setTimeout(async () => {
  const seen = { errors: window.failures };
  const wait = (time) => new Promise((done) => setTimeout(done, time));
  const key = (node, name) => node.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
  try {
    const dialog = document.getElementById("why");
    const rows = () => document.querySelectorAll("#matrix tbody tr").length;
    const filter = document.getElementById("filter");
    seen.opened = Math.round(performance.now());
    seen.varying = rows();
    document.getElementById("every").click();
    await wait(400);
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
    filter.value = "driver";
    filter.dispatchEvent(new Event("input"));
    await wait(300);
    seen.filtered = rows();
    filter.value = "";
    filter.dispatchEvent(new Event("input"));
    await wait(300);
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
