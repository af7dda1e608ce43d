import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Json } from "../protocol";
import { Icon } from "./icon";

/** A signature as it goes over the wire: points in units of a pad that is `width` wide. */
export type Drawing = { width: number; height: number; strokes: [number, number][][] } & { [name: string]: Json };

const WIDTH = 1000;
const HEIGHT = 420;
const PEN = 6;
const NEAREST = 5;
const MOST_POINTS = 4800;
const MOST_STROKES = 200;
const LEAST_POINTS = 6;

const empty = (): Drawing => ({ width: WIDTH, height: HEIGHT, strokes: [] });

function pointsIn(drawing: Drawing): number {
  return drawing.strokes.reduce((sum, stroke) => sum + stroke.length, 0);
}

/** Whether somebody wrote, rather than touched the pad by chance. */
export function isSigned(drawing: Drawing | null | undefined): boolean {
  return !!drawing && drawing.strokes.some((stroke) => stroke.length >= LEAST_POINTS);
}

/** Draw strokes into a canvas; a line is rounded through the middles of its points. */
function draw(canvas: HTMLCanvasElement, strokes: readonly [number, number][][]): void {
  const context = canvas.getContext("2d")!;
  const scale = canvas.width / WIDTH;
  context.lineCap = context.lineJoin = "round";
  context.lineWidth = PEN * scale;
  context.strokeStyle = "#1d2420";
  for (const stroke of strokes) {
    let [x, y] = stroke[0]!;
    context.beginPath();
    context.moveTo(x * scale, y * scale);
    context.lineTo(x * scale + 0.1, y * scale);
    for (const [nextX, nextY] of stroke.slice(1)) {
      context.quadraticCurveTo(x * scale, y * scale, ((x + nextX) / 2) * scale, ((y + nextY) / 2) * scale);
      [x, y] = [nextX, nextY];
    }
    context.stroke();
  }
}

interface PadOptions {
  name: string;
  label: string;
  drawing: Drawing | null;
  put: (drawing: Drawing | null) => void;
  error?: string | undefined;
}

/** A pad to sign on with a finger. */
export function SignaturePad({ name, label, drawing, put, error }: PadOptions): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(canvas);
  const pen = usePen(canvas, drawing, put);

  useEffect(() => {
    const pad = canvas.current!;
    pad.width = Math.max(1, width * devicePixelRatio);
    pad.height = Math.max(1, Math.round((width * HEIGHT) / WIDTH) * devicePixelRatio);
    if (drawing) draw(pad, drawing.strokes);
  }, [width, drawing]);

  return (
    <div class={error ? "field field-wrong" : "field"} id={`f-${name}`} tabIndex={-1}>
      <div class="label" id={`f-${name}-label`}>
        {label}
      </div>
      {error && (
        <p class="error">
          <Icon name="alert-circle" /> {error}
        </p>
      )}
      <canvas ref={canvas} class="pad" role="img" aria-labelledby={`f-${name}-label`} {...pen} />
      <div class="pad-foot">
        <span class="hint">{isSigned(drawing) ? "已签名" : "请在框内用手指写名字"}</span>
        <button type="button" class="button button-small" disabled={!drawing?.strokes.length} onClick={() => put(null)}>
          重写
        </button>
      </div>
    </div>
  );
}

function useWidth(element: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => setWidth(Math.round(entry!.contentRect.width)));
    watch.observe(element.current!);
    return () => watch.disconnect();
  }, []);
  return width;
}

interface Pen {
  onPointerDown: (event: PointerEvent) => void;
  onPointerMove: (event: PointerEvent) => void;
  onPointerUp: () => void;
  onPointerCancel: () => void;
}

/** Follow a finger, a pen or a mouse; only the stroke in hand is drawn while it moves. */
function usePen(canvas: { current: HTMLCanvasElement | null }, drawing: Drawing | null, put: PadOptions["put"]): Pen {
  const stroke = useRef<[number, number][] | null>(null);
  const pointOf = (event: PointerEvent): [number, number] => {
    const box = canvas.current!.getBoundingClientRect();
    const at = (pixels: number): number => Math.round((pixels / box.width) * WIDTH);
    return [at(event.clientX - box.left), at(event.clientY - box.top)];
  };
  const add = (point: [number, number]): void => {
    const [x, y] = stroke.current!.at(-1)!;
    if (Math.hypot(point[0] - x, point[1] - y) >= NEAREST) stroke.current!.push(point);
  };
  const lift = (): void => {
    const done = stroke.current;
    stroke.current = null;
    if (!done) return;
    const before = drawing ?? empty();
    const full = before.strokes.length >= MOST_STROKES || pointsIn(before) + done.length > MOST_POINTS;
    put(full ? { ...before } : { ...before, strokes: [...before.strokes, done] });
  };
  return {
    onPointerDown: (event) => {
      if (stroke.current) return;
      canvas.current!.setPointerCapture(event.pointerId);
      stroke.current = [pointOf(event)];
    },
    onPointerMove: (event) => {
      if (!stroke.current) return;
      const seen = event.getCoalescedEvents?.() ?? [];
      for (const each of seen.length ? seen : [event]) add(pointOf(each));
      draw(canvas.current!, [stroke.current]);
    },
    onPointerUp: lift,
    onPointerCancel: lift,
  };
}
