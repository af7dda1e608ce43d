import * as echarts from "echarts/core";
import type { EChartsCoreOption } from "echarts/core";
import { base, INK, numberFormat, SHEET, tip } from "./chart-options";
import type { Item, ItemData } from "./chart-types";

const WASH = ["#f1eee2", "#cfe0d3", "#96bda5", "#558a6d", "#1f5a43"];

/** Outlines where they are public; otherwise equal tiles in the order given. */
export async function mapOption(data: ItemData, holder: HTMLElement): Promise<EChartsCoreOption> {
  const most = Math.max(1, ...data.items.map((item) => item.value));
  const names = new Map(data.items.map((item) => [keyOf(item, data), item]));
  const common = {
    ...base(),
    tooltip: {
      ...(base()["tooltip"] as object),
      formatter: (found: { name: string }) =>
        tip(names.get(found.name)?.name ?? found.name, [[data.unit ?? "", names.get(found.name)?.value]]),
    },
    visualMap: {
      type: "continuous",
      min: 0,
      max: most,
      left: 0,
      bottom: 0,
      itemWidth: 10,
      itemHeight: 90,
      calculable: false,
      text: [numberFormat.format(most), "0"],
      textStyle: { color: INK },
      inRange: { color: WASH },
    },
  };
  const name = data.geo ? await outlines(data.geo) : tiles(data, holder);
  if (data.geo) sayMissing(data, name, holder);
  const keyed: MapItem[] = data.items.map((item) => ({
    ...item,
    name: keyOf(item, data),
    label: data.geo ? HALO : { color: item.value > most * 0.7 ? SHEET : INK },
  }));
  if (data.geo) keyed.push({ ...SEA_LINES });
  return { ...common, series: [{ ...series(name, keyed, data), ...fitted(name, holder) }] };
}

/** Development zones have no public outline: name them under the map, so that nobody takes them for none. */
function sayMissing(data: ItemData, map: string, holder: HTMLElement): void {
  const drawn = new Set(collections.get(map)?.features.map((feature) => feature.properties.code));
  const missing = data.items.filter((item) => !drawn.has(item.code)).map((item) => `${item.name} ${numberFormat.format(item.value)}`);
  if (!missing.length || !holder.dataset["missing"]) return;
  const line = document.createElement("p");
  line.className = "chart-note";
  line.textContent = holder.dataset["missing"] + missing.join("、");
  holder.after(line);
}

const HALO = { color: INK, textBorderColor: "rgba(255,253,248,.85)", textBorderWidth: 3 };

/** Boundary lines in the sea carry no code; a map of China has to show them. */
const SEA_LINES: MapItem = { name: "", value: Number.NaN, itemStyle: { borderColor: "#626a63", borderWidth: 1.5 }, label: { show: false } };

type MapItem = Item & { label: object; itemStyle?: object };

/** Outlines are matched by code, since two counties may bear one name; tiles by name. */
function keyOf(item: Item, data: ItemData): string {
  return data.geo ? (item.code ?? item.name) : item.name;
}

function series(map: string, items: object[], data: ItemData): object {
  const names = new Map(data.items.map((item) => [keyOf(item, data), item]));
  return {
    type: "map",
    map,
    nameProperty: data.geo ? "code" : "name",
    selectedMode: false,
    itemStyle: { areaColor: "#f1eee2", borderColor: data.geo ? "#bdb59e" : SHEET, borderWidth: data.geo ? 0.8 : 3 },
    label: {
      show: data.items.length <= 40,
      fontSize: 12,
      color: INK,
      formatter: ({ name }: { name: string }) => {
        const item = names.get(name);
        return item ? (data.geo ? item.name : `${item.name}\n${numberFormat.format(item.value)}`) : "";
      },
    },
    labelLayout: { hideOverlap: true },
    emphasis: { label: { color: INK }, itemStyle: { areaColor: "#e3cf8c" } },
    data: items,
  };
}

const LEFT = 60;
const MARGIN = 8;

/** ECharts stretches a map to its box; give it only the side that is short of room, and the true proportions. */
function fitted(name: string, holder: HTMLElement): object {
  const [west, south, east, north] = boundsOf(name);
  const flat = name.startsWith(TILES);
  const scale = flat ? 1 : Math.cos((((south + north) / 2) * Math.PI) / 180);
  const aspect = ((east - west) * scale) / (north - south);
  const room = (holder.clientWidth - LEFT - MARGIN) / (holder.clientHeight - 2 * MARGIN);
  const box = aspect > room ? { left: LEFT, right: MARGIN, top: "middle" } : { top: MARGIN, bottom: MARGIN, left: "center" };
  return { aspectScale: scale, ...box };
}

type Position = [number, number];
type Nested = Position | Nested[];

function boundsOf(name: string): [number, number, number, number] {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (value: Nested): void => {
    if (typeof value[0] !== "number") return (value as Nested[]).forEach(visit);
    const [x, y] = value as Position;
    bounds[0] = Math.min(bounds[0], x);
    bounds[1] = Math.min(bounds[1], y);
    bounds[2] = Math.max(bounds[2], x);
    bounds[3] = Math.max(bounds[3], y);
  };
  const source = collections.get(name);
  for (const feature of source?.features ?? []) visit(feature.geometry.coordinates);
  return bounds;
}

interface Collection {
  type: "FeatureCollection";
  features: { type: "Feature"; properties: { code?: string; name: string }; geometry: { type: string; coordinates: Nested[] } }[];
}

/** ECharts decodes what it is given in place, so the bounds are read from our own reference. */
const collections = new Map<string, Collection>();
const TILES = "tiles-";

function register(name: string, source: Collection): void {
  collections.set(name, source);
  echarts.registerMap(name, source as unknown as Parameters<typeof echarts.registerMap>[1]);
}

async function outlines(url: string): Promise<string> {
  if (!collections.has(url)) {
    const answer = await fetch(url, { headers: { Accept: "application/geo+json" } });
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    register(url, (await answer.json()) as Collection);
  }
  return url;
}

/** Squares in reading order, as wide as the holder allows. */
function tiles(data: ItemData, holder: HTMLElement): string {
  const columns = Math.max(2, Math.ceil(Math.sqrt((data.items.length * holder.clientWidth) / holder.clientHeight / 1.6)));
  const features = data.items.map((item, n) => {
    const x = (n % columns) * 1.6;
    const y = -Math.floor(n / columns);
    const ring: Position[] = [[x, y], [x + 1.6, y], [x + 1.6, y - 1], [x, y - 1], [x, y]];
    return { type: "Feature" as const, properties: { name: item.name }, geometry: { type: "Polygon", coordinates: [ring] } };
  });
  const name = `${TILES}${holder.dataset["source"]}`;
  register(name, { type: "FeatureCollection", features });
  return name;
}
