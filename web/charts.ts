import { BarChart, CustomChart, GraphChart, LineChart, MapChart, PieChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GeoComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";
import { axisOption, donutOption, graphOption } from "./ts/chart-options";
import { intervalOption } from "./ts/chart-interval";
import { mapOption } from "./ts/chart-map";
import type { AxisData, ChartKind, GraphData, IntervalData, ItemData } from "./ts/chart-types";

echarts.use([
  BarChart, LineChart, PieChart, MapChart, GraphChart, CustomChart, ScatterChart, GridComponent, LegendComponent, TooltipComponent,
  VisualMapComponent, GeoComponent, AriaComponent, CanvasRenderer, LabelLayout,
]);

/** Draw the chart whose data stands in the page as JSON beside `holder`. A click opens the number's list. */
export async function drawChart(holder: HTMLElement): Promise<void> {
  const source = document.getElementById(holder.dataset["source"] ?? "");
  const data: unknown = JSON.parse(source?.textContent ?? "null");
  const option = await optionOf(holder.dataset["chart"] as ChartKind, data, holder);
  const chart = echarts.init(holder, null, { renderer: "canvas" });
  chart.setOption(option);
  const links = (data as Partial<AxisData>).links;
  if (links?.length) openColumns(chart, links);
  else chart.on("click", (event) => open((event.data as { link?: string } | undefined)?.link));
  new ResizeObserver(() => chart.resize()).observe(holder);
}

async function optionOf(kind: ChartKind, data: unknown, holder: HTMLElement): Promise<echarts.EChartsCoreOption> {
  switch (kind) {
    case "donut":
      return donutOption(data as ItemData, holder.clientWidth);
    case "map":
      return mapOption(data as ItemData, holder);
    case "graph":
      return graphOption(data as GraphData, holder.clientWidth, holder.clientHeight);
    case "interval":
      return intervalOption(data as IntervalData, holder.clientWidth);
    default:
      return axisOption(kind, data as AxisData, holder.clientWidth);
  }
}

/** The whole column (or row) of a category opens its list, not only the thin bar in it. */
function openColumns(chart: echarts.ECharts, links: string[]): void {
  const lying = (chart.getOption()["yAxis"] as { type: string }[])[0]?.type === "category";
  const linkAt = (x: number, y: number): string | undefined => {
    if (!chart.containPixel("grid", [x, y])) return undefined;
    const at = chart.convertFromPixel("grid", [x, y]);
    return links[Math.round(at[lying ? 1 : 0] ?? -1)];
  };
  const surface = chart.getZr();
  surface.on("click", (event) => open(linkAt(event.offsetX, event.offsetY)));
  surface.on("mousemove", (event) => surface.setCursorStyle(linkAt(event.offsetX, event.offsetY) ? "pointer" : "default"));
}

function open(link: string | undefined): void {
  if (link) location.assign(link);
}
