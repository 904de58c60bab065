// Measures one page of a child's: contrast of text, size and distance of targets, what is kept.
// `measure()` returns a list of sentences; an empty list is a good page.
(() => {
  const CONTRAST = 7;
  const TARGET = 56;
  // but for the hundred small pictures, of which a phone shows four in a row
  const CARD = 120;
  const EDGE = 3;
  const GAP = 12;
  const COLOUR = /rgba?\(([^)]+)\)/g;
  // Layout rounds to 1/64 px.
  const HAIR = 0.5;

  const seen = (one) =>
    one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    one.getBoundingClientRect().width > 1;
  const name = (one) => `<${one.tagName.toLowerCase()}> ${(one.textContent || one.name).trim().slice(0, 30)}`;
  const parse = (text) => {
    const [red, green, blue, opacity = 1] = text.split(/[ ,/]+/).map((part) =>
      part.endsWith("%") ? parseFloat(part) / 100 : parseFloat(part));
    return [red, green, blue, opacity];
  };
  const colours = (text) => [...text.matchAll(COLOUR)].map((found) => parse(found[1]));
  const over = (top, below) =>
    [0, 1, 2].map((at) => top[at] * top[3] + below[at] * (1 - top[3])).concat(1);

  // Every colour that may lie behind an element: a gradient counts with each of its colours.
  const grounds = (one) => {
    if (!one) return [[255, 255, 255, 1]];
    const style = getComputedStyle(one);
    const [flat] = colours(style.backgroundColor);
    const gradient = colours(style.backgroundImage);
    const here = gradient.length ? gradient : [flat];
    if (here.every((colour) => colour[3] === 1)) return here;
    const below = grounds(one.parentElement);
    return here.flatMap((colour) => below.map((ground) => over(colour, ground)));
  };
  const light = (colour) => {
    const [red, green, blue] = colour.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const contrastOf = (one) => {
    const [ink] = colours(getComputedStyle(one).color);
    return Math.min(...grounds(one).map((ground) => ratio(over(ink, ground), ground)));
  };

  const withText = () =>
    [...document.body.querySelectorAll("*")].filter(
      (one) =>
        seen(one) &&
        [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()),
    );
  const targets = () =>
    [...document.querySelectorAll("a[href], button, summary, textarea, input:not([type=hidden])")]
      .filter(seen)
      .map((one) => one.closest("label") || one);

  const paleText = () =>
    withText()
      .map((one) => [one, contrastOf(one)])
      .filter(([, found]) => !(found >= CONTRAST))
      .map(([one, found]) => `${name(one)}: contrast ${found.toFixed(1)}`);
  // The edge of what can be tapped or filled in stands out from what it is on, and from itself.
  const paleEdges = () =>
    [...document.querySelectorAll(".card, .call, textarea, input[type=text]")].filter(seen).flatMap((one) => {
      const [edge] = colours(getComputedStyle(one).borderTopColor);
      const around = [...grounds(one.parentElement), ...grounds(one)];
      const found = Math.min(...around.map((ground) => ratio(over(edge, ground), ground)));
      return found >= EDGE ? [] : [`${name(one)}: edge ${found.toFixed(1)}`];
    });
  const smallTargets = () =>
    targets().flatMap((one) => {
      const { width, height } = one.getBoundingClientRect();
      const least = one.matches(".card:not(.row, .tile)") ? CARD : TARGET;
      const isSmall = Math.min(width, height) < least - HAIR;
      return isSmall ? [`${name(one)}: ${width.toFixed(0)} x ${height.toFixed(0)} px`] : [];
    });
  const apart = (one, other) =>
    Math.max(
      Math.max(one.left, other.left) - Math.min(one.right, other.right),
      Math.max(one.top, other.top) - Math.min(one.bottom, other.bottom),
    );
  const closeCards = () => {
    const cards = [...document.querySelectorAll(".card, .call")].filter(seen);
    const boxes = cards.map((one) => one.getBoundingClientRect());
    return cards.slice(1).flatMap((one, at) => {
      const gap = Math.min(...boxes.slice(0, at + 1).map((box) => apart(box, boxes[at + 1])));
      return gap < GAP - HAIR ? [`${name(one)}: ${gap.toFixed(1)} px from another card`] : [];
    });
  };

  window.measure = () => [...paleText(), ...paleEdges(), ...smallTargets(), ...closeCards()];
  window.kept = async () => [
    document.cookie,
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...(await caches.keys()),
    ...(await indexedDB.databases()).map((one) => one.name),
  ].filter(Boolean);
  // Where the keyboard is: which element, whether it shows, and whether something lies over it.
  window.focused = () => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const shown = one.closest("label") || one;
    const marked = [one, shown].some((each) => {
      const style = getComputedStyle(each);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    const { left, right, top, bottom } = shown.getBoundingClientRect();
    const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    one.dataset.stop ??= String((window.stops = (window.stops || 0) + 1));
    return {
      name: name(one), leads: one.getAttribute("href"), stop: one.dataset.stop, group: one.type === "radio" ? one.name : "",
      marked, covered: !at || !(shown.contains(at) || at.contains(shown)),
    };
  };
  window.reachable = () => {
    const ends = [...document.querySelectorAll("a[href], button, summary, textarea, input:not([type=hidden])")]
      .filter(seen);
    const groups = new Set(ends.filter((one) => one.type === "radio").map((one) => one.name));
    return ends.filter((one) => one.type !== "radio").length + groups.size;
  };
})();
