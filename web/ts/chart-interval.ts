import type { EChartsCoreOption } from "echarts/core";
import { COLOURS, INK, INK2, RULE, base, tip } from "./chart-options";
import type { IntervalData } from "./chart-types";

interface Shape {
  type: string;
  shape: Record<string, number>;
  style: Record<string, unknown>;
}

interface Api {
  value(dimension: number): number;
  coord(point: [number, number]): [number, number];
}

/** A dot for each share and a line with two feet for what it could as well be; names at the left. */
export function intervalOption(data: IntervalData, width: number): EChartsCoreOption {
  const unit = data.unit ?? "";
  return {
    ...base(),
    tooltip: {
      ...(base()["tooltip"] as object),
      trigger: "axis",
      axisPointer: { type: "shadow", shadowStyle: { color: "rgba(31,90,67,.06)" } },
      formatter: (found: { dataIndex: number }[]) => told(data, found[0]?.dataIndex ?? 0),
    },
    grid: { left: 2, right: 44, top: 6, bottom: 2, containLabel: true },
    xAxis: {
      type: "value",
      min: 0,
      max: 100,
      splitNumber: width < 480 ? 2 : 5,
      splitLine: { lineStyle: { color: RULE } },
      axisLabel: { color: INK2, formatter: (n: number) => `${n}${unit}` },
    },
    yAxis: {
      type: "category",
      data: data.items.map((item) => item.name),
      inverse: true,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: "#c9c1ac" } },
      axisLabel: { color: INK2, width: width * 0.36, overflow: "truncate" },
    },
    series: [
      {
        type: "custom",
        encode: { x: [0, 1, 2], y: 3 },
        data: data.items.map((item, n) => ({ value: [item.value, item.low, item.high, n], link: item.link })),
        renderItem: (_given: unknown, api: Api) => drawn(api),
      },
      {
        type: "scatter",
        symbolSize: 11,
        itemStyle: { color: COLOURS["bamboo"] },
        label: { show: true, position: "top", distance: 5, color: INK, formatter: ({ value }: { value: [number, number] }) => `${value[0]}${unit}` },
        data: data.items.map((item, n) => ({ value: [item.value, n], link: item.link })),
      },
    ],
  };
}

function told(data: IntervalData, n: number): HTMLElement {
  const item = data.items[n];
  const unit = data.unit ?? "";
  return tip(item ? `${item.name}  ${item.value}${unit}  (${item.low}–${item.high}${unit})` : "", []);
}

function drawn(api: Api): object {
  const row = api.value(3);
  const [left, y] = api.coord([api.value(1), row]);
  const [right] = api.coord([api.value(2), row]);
  const style = { stroke: COLOURS["bamboo"], lineWidth: 2 };
  const line = (x1: number, y1: number, x2: number, y2: number): Shape => ({ type: "line", shape: { x1, y1, x2, y2 }, style });
  return { type: "group", children: [line(left, y, right, y), line(left, y - 5, left, y + 5), line(right, y - 5, right, y + 5)] };
}
