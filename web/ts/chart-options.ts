import type { EChartsCoreOption } from "echarts/core";
import type { AxisData, GraphData, ItemData } from "./chart-types";

/** The rating's colours are named by it; the others are quiet greens, straws and slates that never look like a rating. */
export const COLOURS: Record<string, string> = {
  red: "#b3241c",
  orange: "#d96f0e",
  blue: "#2f6fb5",
  none: "#a39f8f",
  bamboo: "#1f5a43",
  moss: "#6f9a7f",
  straw: "#c3ad6b",
  clay: "#8c7b66",
  slate: "#5d6b6a",
};
const ORDER = ["bamboo", "moss", "straw", "slate", "clay", "none"];

export const INK = "#1d2420";
export const INK2 = "#47504a";
export const RULE = "#e3ddcd";
export const SHEET = "#fffdf8";

export const numberFormat = new Intl.NumberFormat("zh-CN");

export function colourOf(name: string | undefined, n: number): string {
  return COLOURS[name ?? ""] ?? COLOURS[ORDER[n % ORDER.length] ?? "bamboo"] ?? INK;
}

export function base(): EChartsCoreOption {
  const family = getComputedStyle(document.documentElement).fontFamily;
  return {
    animationDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 300,
    textStyle: { fontFamily: family, fontSize: 12, color: INK2 },
    tooltip: {
      confine: true,
      backgroundColor: SHEET,
      borderColor: "#c9c1ac",
      padding: [6, 10],
      textStyle: { color: INK, fontFamily: family, fontSize: 13 },
    },
  };
}

/** The tooltip as an element, since the content policy refuses style attributes in markup. */
export function tip(title: string, lines: [string, number | null | undefined, (string | undefined)?][]): HTMLElement {
  const box = document.createElement("div");
  box.className = "chart-tip";
  const head = document.createElement("b");
  head.textContent = title;
  box.append(head);
  for (const [name, value, colour] of lines) {
    const line = document.createElement("div");
    const label = document.createElement("span");
    label.textContent = name;
    if (colour) {
      const dot = document.createElement("i");
      dot.style.backgroundColor = colour;
      label.prepend(dot);
    }
    const number = document.createElement("span");
    number.textContent = value === null || value === undefined ? "–" : numberFormat.format(value);
    line.append(label, number);
    box.append(line);
  }
  return box;
}

const legend = { top: 0, left: 0, icon: "roundRect", itemWidth: 10, itemHeight: 10, itemGap: 16, textStyle: { color: INK2 } };

interface TipEntry {
  seriesName?: string;
  name: string;
  value: number | null;
  color?: string;
}

export function axisOption(kind: "bar" | "stacked" | "line", data: AxisData, width: number): EChartsCoreOption {
  const many = data.series.length > 1;
  const longest = Math.max(0, ...data.categories.map((name) => textWidth(name)));
  const lying = kind !== "line" && longest > (width - 60) / Math.max(1, data.categories.length) - 10;
  const names = {
    type: "category",
    data: data.categories,
    inverse: lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: "#c9c1ac" } },
    axisLabel: { color: INK2, hideOverlap: kind === "line", interval: kind === "line" ? "auto" : 0, width: Math.min(longest + 4, width * 0.42), overflow: "truncate" },
    boundaryGap: kind !== "line",
  };
  const values = {
    type: "value",
    minInterval: 1,
    splitNumber: 4,
    splitLine: { lineStyle: { color: RULE } },
    axisLabel: { color: INK2, formatter: (n: number) => numberFormat.format(n) },
  };
  return {
    ...base(),
    tooltip: {
      ...(base()["tooltip"] as object),
      trigger: "axis",
      axisPointer: { type: kind === "line" ? "line" : "shadow", shadowStyle: { color: "rgba(31,90,67,.06)" } },
      formatter: (found: TipEntry[]) => tip(found[0]?.name ?? "", found.map((f) => [f.seriesName ?? "", f.value, f.color])),
    },
    ...(many ? { legend } : {}),
    grid: { left: 2, right: 24, top: many ? 34 : 14, bottom: 2, containLabel: true },
    xAxis: lying ? values : names,
    yAxis: lying ? names : values,
    series: data.series.map((one, n) => oneSeries(kind, one, n, many, lying)),
  };
}

function oneSeries(kind: string, one: AxisData["series"][number], n: number, many: boolean, lying: boolean): object {
  const colour = colourOf(one.colour, n);
  const shared = { name: one.name, data: one.values, itemStyle: { color: colour }, emphasis: { focus: "series" } };
  if (kind === "line") {
    return { ...shared, type: "line", symbolSize: 6, showSymbol: one.values.length < 32, lineStyle: { width: 2, color: colour } };
  }
  const label = many ? {} : { label: { show: true, position: lying ? "right" : "top", color: INK, formatter: ({ value }: { value: number }) => numberFormat.format(value) } };
  return { ...shared, ...label, type: "bar", barMaxWidth: 22, ...(kind === "stacked" ? { stack: "all" } : {}) };
}

function textWidth(text: string): number {
  return [...text].reduce((sum, char) => sum + (char.charCodeAt(0) > 255 ? 12 : 7), 0);
}

export function donutOption(data: ItemData, width: number): EChartsCoreOption {
  const total = data.items.reduce((sum, item) => sum + item.value, 0);
  const share = (value: number) => (total ? `${((value / total) * 100).toFixed(1)}%` : "0%");
  const value = new Map(data.items.map((item) => [item.name, item.value]));
  const narrow = width < 480;
  return {
    ...base(),
    tooltip: {
      ...(base()["tooltip"] as object),
      formatter: (found: TipEntry) => tip(`${found.name}  ${share(found.value ?? 0)}`, [[data.unit ?? "", found.value]]),
    },
    legend: {
      icon: "roundRect",
      itemWidth: 10,
      itemHeight: 10,
      orient: "vertical",
      ...(narrow ? { bottom: 0, left: "center" } : { top: "middle", left: "52%" }),
      formatter: (name: string) => `${name}  ${numberFormat.format(value.get(name) ?? 0)}  ${share(value.get(name) ?? 0)}`,
      textStyle: { color: INK, fontSize: 13 },
    },
    series: [
      {
        type: "pie",
        radius: narrow ? ["36%", "54%"] : ["52%", "78%"],
        center: narrow ? ["50%", "32%"] : ["26%", "50%"],
        label: { show: true, position: "center", formatter: numberFormat.format(total), fontSize: 22, fontWeight: 600, color: INK },
        emphasis: { scale: false },
        itemStyle: { borderColor: SHEET, borderWidth: 2 },
        data: data.items.map((item, n) => ({ ...item, itemStyle: { color: colourOf(item.colour, n) } })),
      },
    ],
  };
}

/** With x and y in each node they stay there, spread over the whole of the canvas; else they find their places. */
export function graphOption(data: GraphData, width: number, height: number): EChartsCoreOption {
  const narrow = width < 520;
  const label = narrow ? 84 : 120;
  const placed = data.nodes.every((node) => node.x !== undefined);
  const wide = Math.max(1, ...data.nodes.map((node) => node.x ?? 0));
  const spread = (node: GraphData["nodes"][number]): object =>
    placed ? { x: ((node.x ?? 0) / wide) * (width - label), y: ((node.y ?? 0) / 100) * (height - 86) } : {};
  return {
    ...base(),
    tooltip: { show: false },
    series: [
      {
        type: "graph",
        layout: placed ? "none" : "force",
        ...(placed ? { left: label / 2, right: label / 2, top: 36, bottom: 50 } : {}),
        roam: false,
        draggable: true,
        force: { initLayout: "circular", repulsion: 420, edgeLength: [90, 150], layoutAnimation: false },
        label: { show: true, position: "bottom", color: INK, width: label, overflow: "truncate", fontSize: narrow ? 11 : 12 },
        edgeSymbol: ["none", "arrow"],
        edgeSymbolSize: 7,
        edgeLabel: { show: !narrow, color: INK2, fontSize: 11, formatter: ({ data: edge }: { data: { name?: string } }) => edge.name ?? "" },
        lineStyle: { color: "#8a8673", width: 1.25, opacity: 1, curveness: 0.1 },
        data: data.nodes.map((node, n) => ({
          ...node,
          ...spread(node),
          name: node.id,
          label: { formatter: node.name },
          symbolSize: node.here ? 30 : 20,
          itemStyle: { color: colourOf(node.colour ?? "moss", n), borderColor: node.here ? INK : SHEET, borderWidth: 2 },
        })),
        links: data.edges,
      },
    ],
  };
}
