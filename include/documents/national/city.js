// Searching, sorting and comparing on the city's pages. Without it every page can still be read.
"use strict";
document.documentElement.classList.add("js");

(() => {
  const folded = (text) => text.normalize("NFKC").toLowerCase();
  const words = new Intl.Collator("zh-CN", { numeric: true });

  // --- Sorting: a button in every head of a table.sortable; body rows move inside the last tbody. ---

  // What a cell is sorted by: its exact fen, else the number it prints, else its words; nothing known comes last.
  const keyOf = (cell) => {
    if (!cell) return null;
    if (cell.dataset.fen) return BigInt(cell.dataset.fen);
    const text = cell.textContent.trim();
    if (text === "" || text === "—") return null;
    const number = text.replace(/[,%+]/g, "").replace("−", "-");
    return /^-?\d+(\.\d+)?$/.test(number) && cell.classList.contains("n") ? Number(number) : text;
  };
  const order = (one, other) => {
    if (typeof one === "string" && typeof other === "string") return words.compare(one, other);
    return one < other ? -1 : one > other ? 1 : 0;
  };
  const sort = (table, place, down) => {
    const body = table.tBodies[table.tBodies.length - 1];
    const rows = [...body.rows].map((row) => [keyOf(row.cells[place]), row]);
    rows.sort(([one], [other]) => {
      if (one === null || other === null) return (one === null) - (other === null);
      return down ? order(other, one) : order(one, other);
    });
    body.append(...rows.map(([, row]) => row));
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        // Figures begin with the greatest, words with the first.
        const down = now ? now === "ascending" : head.classList.contains("n");
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        sort(table, place, down);
      });
    });
  }

  // --- Searching the list of units: every word must be found; text still being composed is not searched. ---

  const find = document.querySelector("[data-finds]");
  if (find) {
    const list = document.getElementById(find.dataset.finds);
    const state = document.querySelector("[data-keeps]");
    const said = document.querySelector("[data-counts]");
    const rows = [...list.tBodies[0].rows].map((row) => [
      folded([...row.cells].slice(0, 3).map((cell) => cell.textContent).join(" ")),
      row.dataset.state.split(" "),
      row,
    ]);
    const narrow = () => {
      const asked = folded(find.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const [text, states, row] of rows) {
        const fits = (!state.value || states.includes(state.value)) && asked.every((word) => text.includes(word));
        row.hidden = !fits;
        shown += fits;
      }
      said.textContent = shown === rows.length ? `共 ${shown} 家` : `找到 ${shown} 家，共 ${rows.length} 家`;
    };
    find.addEventListener("input", (event) => event.isComposing || narrow());
    find.addEventListener("compositionend", narrow);
    state.addEventListener("change", narrow);
    const asked = new URLSearchParams(location.search);
    find.value = asked.get("q") || "";
    state.value = asked.get("late") ? "late" : asked.get("state") || "";
    narrow();
  }

  // --- Comparing two units or two years; whole fen throughout, rounded half up as everywhere else. ---

  const MINUS = "−";
  const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ",");
  const size = (value) => (value < 0n ? -value : value);
  const halfUp = (top, bottom) => (2n * size(top) + size(bottom)) / (2n * size(bottom)) * (top < 0n !== bottom < 0n ? -1n : 1n);
  // A whole number of hundredths, with the sign that is asked for.
  const hundredths = (value, plus = "", minus = "-") => {
    const digits = size(value).toString().padStart(3, "0");
    return (value < 0n ? minus : value > 0n ? plus : "") + grouped(digits.slice(0, -2)) + "." + digits.slice(-2);
  };
  const kinds = {
    amount: {
      read: BigInt,
      text: (fen) => hundredths(halfUp(fen, 10000n)),
      less: (one, other) => [one - other, hundredths(halfUp(one - other, 10000n), "+", MINUS)],
      rate: (one, other) => (other > 0n ? hundredths(halfUp((one - other) * 10000n, other), "+", MINUS) + "%" : ""),
    },
    ratio: {
      read: ([top, bottom]) => [BigInt(top), BigInt(bottom)],
      text: ([top, bottom]) => (bottom ? hundredths(halfUp(top * 10000n, bottom)) + "%" : "—"),
      less: ([one, ones], [other, others]) => {
        if (!ones || !others) return [null, "—"];
        return [null, hundredths(halfUp((one * others - other * ones) * 10000n, ones * others), "+", MINUS) + " 个百分点"];
      },
      rate: () => "",
    },
    points: {
      read: (text) => {
        const [whole, part = ""] = text.split(".");
        return BigInt(whole + part.padEnd(12, "0"));
      },
      text: (value) => {
        const digits = size(value).toString().padStart(13, "0");
        const part = digits.slice(-12).replace(/0+$/, "");
        return (value < 0n ? "-" : "") + digits.slice(0, -12) + (part && "." + part);
      },
      less: (one, other) => {
        const text = kinds.points.text(size(one - other));
        return [null, (one > other ? "+" : one < other ? MINUS : "") + text];
      },
      rate: () => "",
    },
  };

  const page = document.getElementById("compare");
  if (page) {
    const here = page.dataset.here;
    const table = page.querySelector("table");
    const said = page.querySelector("[data-said]");
    const behind = page.querySelector("[data-behind]");
    const sides = [...page.querySelectorAll("[data-side]")].map((box) => ({
      box,
      name: box.dataset.side,
      year: box.querySelector("[data-year]"),
      unit: box.querySelector("[data-unit]"),
      narrows: box.querySelector("[data-narrows]"),
    }));
    // Other years lie beside this one; each brings its data as a script of its own.
    const yearOf = (year) => new Promise((done) => {
      const known = () => done((window.cityYears || {})[year]);
      if ((window.cityYears || {})[year]) { known(); return; }
      const script = document.createElement("script");
      script.src = year === here ? "assets/compare.js" : `../${year}/assets/compare.js`;
      script.onload = script.onerror = known;
      document.head.append(script);
    });
    const fill = (side, data, wanted) => {
      const asked = folded(side.narrows.value).split(/\s+/).filter(Boolean);
      const groups = new Map();
      side.unit.replaceChildren();
      for (const [code, name, department] of data ? data.units : []) {
        const text = folded(`${code} ${name} ${department}`);
        if (code !== wanted && !asked.every((word) => text.includes(word))) continue;
        const option = new Option(code === "all" ? name : `${name} ${code}`, code, false, code === wanted);
        if (!department) { side.unit.append(option); continue; }
        if (!groups.has(department)) {
          groups.set(department, document.createElement("optgroup"));
          groups.get(department).label = department;
          side.unit.append(groups.get(department));
        }
        groups.get(department).append(option);
      }
    };
    const cell = (label, text, fen) => {
      const made = document.createElement("td");
      made.className = "n";
      made.dataset.label = label;
      made.textContent = text;
      if (fen !== undefined && fen !== null) made.dataset.fen = fen;
      return made;
    };
    const heading = (text, span) => {
      const made = document.createElement("th");
      made.scope = span ? "colgroup" : "row";
      if (span) made.colSpan = span;
      made.textContent = text;
      return made;
    };
    const lines = (data, code) => {
      const unit = data && data.units.find(([own]) => own === code);
      return new Map(unit ? data.columns.map(([id, group, name, kind], place) => [id, { group, name, kind, value: unit[4][place] }]) : []);
    };
    const show = (datas) => {
      const [one, other] = sides.map((side, place) => lines(datas[place], side.unit.value));
      const body = table.tBodies[0];
      body.replaceChildren();
      let group = "";
      for (const id of new Set([...one.keys(), ...other.keys()])) {
        const [left, right] = [one.get(id), other.get(id)];
        const line = left || right;
        const kind = kinds[line.kind];
        const [a, b] = [left, right].map((side) => (side && side.value !== null ? kind.read(side.value) : null));
        const nothing = (value) => value === null || value === 0n;
        if (nothing(a) && nothing(b)) continue;
        if (line.group !== group) {
          group = line.group;
          const row = body.insertRow();
          row.append(heading(group, 5));
        }
        const row = body.insertRow();
        row.dataset.column = id;
        row.append(heading(line.name));
        for (const [label, value] of [["甲", a], ["乙", b]]) {
          row.append(cell(label, value === null ? "—" : kind.text(value), line.kind === "amount" ? value : null));
        }
        const both = a !== null && b !== null;
        const [fen, text] = both ? kind.less(a, b) : [null, "—"];
        row.append(cell("甲减乙", text, fen), cell("增减率", both ? kind.rate(a, b) || "—" : "—"));
      }
      sides.forEach((side, place) => {
        const chosen = side.unit.selectedOptions[0];
        page.querySelector(`[data-head="${side.name}"]`).textContent = chosen ? `${chosen.text} ${side.year.value}年度` : "—";
        if (!datas[place]) said.textContent = `${side.year.value} 年度没有可以对比的数据。`;
      });
      const sums = new Map();
      sides.forEach((side, place) => {
        if (side.unit.value === "all") sums.set(side.year.value, datas[place].units.length - 1);
      });
      behind.textContent = [...sums].map(([year, count]) => page.dataset.says.replace("{year}", year).replace("{count}", count)).join("，") + "。";
      behind.hidden = !sums.size;
      table.hidden = !body.rows.length;
    };
    const asked = () => {
      const hash = new URLSearchParams(location.hash.slice(1));
      return sides.map((side) => (hash.get(side.name) || "").split("/"));
    };
    const refresh = async (wanted) => {
      said.textContent = "";
      const datas = await Promise.all(sides.map((side) => yearOf(side.year.value)));
      sides.forEach((side, place) => {
        const first = datas[place] && datas[place].units[0] ? datas[place].units[0][0] : "";
        const known = datas[place] && datas[place].units.some(([code]) => code === wanted[place]);
        if (wanted[place] && !known && datas[place]) said.textContent = `${side.year.value} 年度没有编码为 ${wanted[place]} 的单位的决算。`;
        fill(side, datas[place], known ? wanted[place] : first);
      });
      const hash = "#" + sides.map((side) => `${side.name}=${side.year.value}/${side.unit.value}`).join("&");
      if (location.hash !== hash) history.replaceState(null, "", hash);
      show(datas);
    };
    const start = () => {
      const years = [...sides[0].year.options].map((option) => option.value);
      const last = years.filter((year) => year < here).pop() || here;
      const wanted = asked().map(([year, code], place) => {
        sides[place].year.value = years.includes(year) ? year : place ? last : here;
        return code || "all";
      });
      return refresh(wanted);
    };
    for (const side of sides) {
      const again = () => refresh(sides.map((each) => each.unit.value));
      side.year.addEventListener("change", again);
      side.unit.addEventListener("change", again);
      side.narrows.addEventListener("input", (event) => event.isComposing || again());
      side.narrows.addEventListener("compositionend", again);
    }
    window.addEventListener("hashchange", start);
    start();
  }
})();
