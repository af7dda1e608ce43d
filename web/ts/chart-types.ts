export type ChartKind = "bar" | "stacked" | "line" | "donut" | "map" | "graph" | "interval";

export interface AxisData {
  categories: string[];
  series: { name: string; values: (number | null)[]; colour?: string }[];
  links?: string[];
  unit?: string;
}

export interface Item {
  name: string;
  value: number;
  code?: string;
  colour?: string;
  link?: string;
}

export interface ItemData {
  items: Item[];
  geo?: string;
  unit?: string;
}

export interface IntervalData {
  items: { name: string; value: number; low: number; high: number; link?: string }[];
  unit?: string;
}

export interface GraphData {
  nodes: { id: string; name: string; colour?: string; link?: string; here?: boolean; x?: number; y?: number }[];
  edges: { source: string; target: string; name?: string }[];
}
