// What a reader would notice, as one object; each function names the elements at fault.
({
  // Text that does not fit into its own box.
  clipped() {
    const boxes = document.querySelectorAll("h1,h2,h3,h4,h5,p,dt,dd,li,th,td,label,figcaption,a,span,b");
    return [...boxes]
      .filter((e) => e.clientWidth && getComputedStyle(e).display !== "inline")
      .filter((e) => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 6)
      .map((e) => `${e.tagName} ${e.className} ${e.textContent.slice(0, 30)}`);
  },

  // What reaches over an edge of the page; tables do so inside their own region.
  outside() {
    const wide = document.documentElement.clientWidth;
    return [...document.querySelectorAll("body *")]
      .filter((e) => !e.closest(".scroll table, .skip, svg *"))
      .map((e) => [e, e.getBoundingClientRect()])
      .filter(([, box]) => box.width && (box.right > wide + 1 || box.left < -1))
      .map(([e]) => `${e.tagName} ${e.className}`);
  },

  // Tables that would push the page instead of scrolling in a region that the keyboard reaches.
  loose() {
    return [...document.querySelectorAll("table")]
      .filter((e) => !e.parentElement.matches('.scroll[role="region"][tabindex="0"]'))
      .map((e) => e.getAttribute("aria-label") ?? e.getAttribute("aria-labelledby"));
  },

  // Regions that scroll.
  scrolling() {
    return [...document.querySelectorAll(".scroll")].filter((e) => e.scrollWidth > e.clientWidth).length;
  },

  // Tables and regions without a name.
  unnamed() {
    return [...document.querySelectorAll("table, [role=region]")].filter((e) => {
      const by = e.getAttribute("aria-labelledby");
      return !(by ? document.getElementById(by)?.textContent : e.getAttribute("aria-label"));
    }).length;
  },

  // Targets of links within the page, and those that are not there.
  links() {
    const ids = [...document.querySelectorAll('a[href^="#"]')].map((e) => e.getAttribute("href").slice(1));
    return { ids, missing: ids.filter((id) => !document.getElementById(id)) };
  },

  // The longest names and greatest sums that could come: one unbroken word everywhere a unit writes, sums of trillions.
  fill() {
    const words = "h1, .about dd, .of, .versions .minor, .strip span, .part p, .part h3, .part h4, .caption, nav.contents a";
    for (const e of document.querySelectorAll(words)) (e.firstChild ?? e).textContent = "W".repeat(150);
    for (const e of document.querySelectorAll("td.n, .band .figure")) e.firstChild?.replaceWith("123,456,789,012.34");
    for (const e of document.querySelectorAll("td:not(.n), tbody th")) e.textContent = "汉字".repeat(40);
  },

  levels() {
    return [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((e) => Number(e.tagName[1]));
  },

  // Contrast of every element that holds text with the nearest ground that is painted.
  contrasts() {
    const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
    const linear = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
    const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    const ground = (e) => {
      for (; e; e = e.parentElement) {
        const painted = parts(getComputedStyle(e).backgroundColor);
        if (painted.length === 3 || painted[3] > 0.99) return painted;
      }
      return [255, 255, 255];
    };
    return [...document.querySelectorAll("body *")]
      .filter((e) => !e.closest("svg") && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
      .map((e) => {
        const [a, b] = [light(parts(getComputedStyle(e).color)), light(ground(e))];
        return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), `${e.tagName} ${e.className}`];
      });
  },

  // The words a style puts before or after an element.
  said(selector, where) {
    return getComputedStyle(document.querySelector(selector), where).content;
  },
});
