"""The words of a drawn chart in a browser: where they stand, and how they stand out."""

from typing import Any

SMALLEST = 11  # pixels

TEXTS = """chart => {
  const svg = chart.querySelector("svg"), frame = svg.getBoundingClientRect();
  return [...svg.querySelectorAll("text")].map(text => {
    const box = text.getBoundingClientRect(), thin = box.width > box.height ? [0, .15] : [.15, 0];
    return {text: text.textContent, size: parseFloat(getComputedStyle(text).fontSize), room: frame.width,
            left: box.left - frame.left + thin[0] * box.width,
            right: box.right - frame.left - thin[0] * box.width,
            top: box.top - frame.top + thin[1] * box.height,
            bottom: box.bottom - frame.top - thin[1] * box.height};
  });
}"""
CONTRASTS = """chart => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const light = (colour, under) => {
    for (const layer of [under, colour]) { canvas.fillStyle = layer; canvas.fillRect(0, 0, 1, 1); }
    const parts = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(
      part => part / 255 <= .04045 ? part / 255 / 12.92 : ((part / 255 + .055) / 1.055) ** 2.4);
    return .2126 * parts[0] + .7152 * parts[1] + .0722 * parts[2];
  };
  const ground = getComputedStyle(document.body).backgroundColor;
  const ratio = (a, b) => (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  const areas = [...chart.querySelectorAll(".chart-cell, .chart-whole, .chart-part, .chart-band")];
  const texts = [...chart.querySelectorAll("svg text")].map(text => {
    const box = text.getBoundingClientRect(), x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
    const under = areas.filter(area => {
      const r = area.getBoundingClientRect();
      return r.left < x && x < r.right && r.top < y && y < r.bottom;
    }).pop();
    const behind = under ? getComputedStyle(under).fill : ground;
    return [text.textContent, ratio(light(getComputedStyle(text).fill, ground), light(behind, ground)), 4.5];
  });
  const drawn = [...chart.querySelectorAll(".chart-line, .chart-point, .chart-part, .chart-whole")];
  const marks = drawn.map(mark => {
    const stroke = light(getComputedStyle(mark).stroke, ground);
    return [mark.getAttribute("class"), ratio(stroke, light(ground, ground)), 3];
  });
  return [...texts, ...marks].filter(([, found, least]) => found < least);
}"""


def check_legible(texts: list[dict[str, Any]], label: str) -> None:
    """Find fault with words (as `TEXTS` found them) that are small, cut, or on one another."""
    for i, one in enumerate(texts):
        assert one["size"] >= SMALLEST, (label, one)
        assert one["left"] >= -1 and one["right"] <= one["room"] + 1 and one["top"] >= -1, (label, one)
        for other in texts[i + 1 :]:
            apart = (
                one["right"] <= other["left"]
                or other["right"] <= one["left"]
                or one["bottom"] <= other["top"]
                or other["bottom"] <= one["top"]
            )
            assert apart, (label, one, other)
