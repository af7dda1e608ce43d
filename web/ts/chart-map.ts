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
  const keyed = data.items.map((item) => ({
    ...item,
    name: keyOf(item, data),
    label: { color: item.value > most * 0.55 ? SHEET : INK },
  }));
  return { ...common, series: [series(name, keyed, data)] };
}

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
    aspectScale: data.geo ? 0.82 : 1,
    top: 8,
    bottom: 8,
    left: 60,
    right: 8,
    itemStyle: { areaColor: "#f1eee2", borderColor: SHEET, borderWidth: data.geo ? 1 : 3 },
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

async function outlines(url: string): Promise<string> {
  if (!echarts.getMap(url)) {
    const answer = await fetch(url, { headers: { Accept: "application/geo+json" } });
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    echarts.registerMap(url, (await answer.json()) as Parameters<typeof echarts.registerMap>[1]);
  }
  return url;
}

/** Squares in reading order, as wide as the holder allows. */
function tiles(data: ItemData, holder: HTMLElement): string {
  const columns = Math.max(3, Math.ceil(Math.sqrt((data.items.length * holder.clientWidth) / holder.clientHeight / 1.6)));
  const features = data.items.map((item, n) => {
    const x = (n % columns) * 1.6;
    const y = -Math.floor(n / columns);
    const ring = [[x, y], [x + 1.6, y], [x + 1.6, y - 1], [x, y - 1], [x, y]];
    return { type: "Feature", properties: { name: item.name }, geometry: { type: "Polygon", coordinates: [ring] } };
  });
  const name = `tiles-${holder.dataset["source"]}`;
  echarts.registerMap(name, { type: "FeatureCollection", features } as Parameters<typeof echarts.registerMap>[1]);
  return name;
}
